"""Operators see whom they have promised to call back, and keep it one each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from archive.accounts import Account, Role
from archive.archive import Archive, open_archive
from archive.call_back import CallBack, CallBackState
from qa.board.call_backing import do, whom_to_call
from qa.board.call_backs_view import Looking, call_backs_data
from qa.board.wording import words
from tests.board.browsing import ready
from tests.board.conftest import Board

pytestmark = pytest.mark.xdist_group("board")
NOW = datetime.now(UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
SASAKI, JORDAN = Account("sasaki", Role.OPERATOR), Account("jordan", Role.OPERATOR)
YAMADA, MIKA = Account("yamada", Role.SUPERVISOR), Account("mika", Role.REVIEWER)


def promise(archive: Archive, call_id: str, number: str, *, in_min: int) -> None:
    promised = CallBack(
        call_id=call_id,
        wished_at=NOW - timedelta(minutes=40),
        due_at=NOW + timedelta(minutes=in_min),
        changed_at=NOW,
        client="霞製作所",
        language="ja",
        topic="repair",
    )
    archive.call_backs.promise(promised, number)


@pytest.fixture
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = open_archive(tmp_path_factory.mktemp("promises"))
    promise(archive, "late", "0300000100", in_min=-25)
    promise(archive, "soon", "", in_min=10)
    return archive


def shown(archive: Archive, account: Account) -> dict[str, dict[str, object]]:
    promised = archive.call_backs.all()
    looking = Looking(
        account=account,
        say=words("en"),
        now=NOW,
        zone=TOKYO,
        known=whom_to_call(archive, account, promised),
        names={"霞製作所": {"en": {"dialog.repair": "Mending"}}},
    )
    data = call_backs_data(promised, looking)
    return {row["id"]: row for row in (*data["pending"], *data["settled"])}


def acts(archive: Archive, account: Account, call_id: str) -> list[str]:
    row = shown(archive, account)[call_id]
    return [act["do"] for act in row["acts"]]  # type: ignore[attr-defined]


def test_a_number_is_shown_to_whoever_takes_it_on_alone(archive: Archive) -> None:
    row = shown(archive, SASAKI)["late"]
    assert row["late"] == {"label": "25 min late", "tone": "bad"}
    assert row["about"] == "霞製作所 · Japanese · Mending"
    assert "0300000100" not in str(shown(archive, SASAKI))
    do(archive, SASAKI, "late", "take")
    assert shown(archive, SASAKI)["late"]["number"] == "0300000100"
    for other in (JORDAN, YAMADA, MIKA):
        assert "0300000100" not in str(shown(archive, other))
    assert acts(archive, JORDAN, "late") == []
    assert acts(archive, YAMADA, "late") == ["put_back"]
    assert acts(archive, MIKA, "soon") == []


def test_what_may_not_be_done_is_not_done(archive: Archive) -> None:
    for account, act in ((MIKA, "take"), (SASAKI, "done"), (SASAKI, "nonsense")):
        do(archive, account, "late", act)
    do(archive, SASAKI, "not there", "take")
    assert {one.state for one in archive.call_backs.all()} == {CallBackState.OPEN}
    assert archive.access_log.newest() == []
    do(archive, SASAKI, "late", "take")
    do(archive, JORDAN, "late", "take")
    do(archive, JORDAN, "late", "done")
    do(archive, SASAKI, "late", "unreached")
    assert acts(archive, JORDAN, "late") == ["take"]
    do(archive, JORDAN, "late", "take")
    do(archive, JORDAN, "late", "done")
    assert shown(archive, SASAKI)["late"]["badges"] == [
        {"label": "done by jordan", "tone": "ok"},
        {"label": "not reached: 1", "tone": "warn"},
    ]
    log = [(one.account, one.action) for one in reversed(archive.access_log.newest())]
    assert log == [
        ("sasaki", "call back: take"),
        ("sasaki", "call back: unreached"),
        ("jordan", "call back: take"),
        ("jordan", "call back: done"),
    ]


@pytest.fixture
def promised(board: Board) -> Iterator[Board]:
    board.archive.accounts.add_without_password("op-back", Role.OPERATOR)
    promise(board.archive, "back-1", "0300000100", in_min=-130)
    yield board
    board.archive.call_backs.settle("back-1", "op-back", CallBackState.DONE)
    board.archive.accounts.remove("op-back")


def test_an_operator_takes_a_promise_on_calls_and_is_done(page: Page, promised: Board) -> None:
    assert page.context.request.get(promised.link("op-back"), max_redirects=0).status == 303
    page.goto(f"{promised.address}/?page=call_backs")
    ready(page, "call_backs")
    expect(page.locator('[data-page="call_backs"]')).to_have_text("折り返し 1")
    row = page.locator('[data-call="back-1"]')
    expect(row).to_contain_text("2 時間超過")
    expect(row).not_to_contain_text("0300000100")
    row.get_by_role("button", name="引き受ける").click()
    expect(row.locator(".number")).to_have_text("0300000100")
    row.get_by_role("button", name="済んだ", exact=True).click()
    expect(row).to_contain_text("op-back が対応済み")
    expect(page.locator(".empty-state")).to_contain_text("折り返しの約束はありません")
