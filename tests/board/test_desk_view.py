"""What the desk says, without a browser."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.accounts import Account, Role
from archive.archive import Archive, open_archive
from archive.desk import DeskState, FoundBy
from qa.board.desk_notes import DISPOSITIONS
from qa.board.desk_view import Looking, desk_data, journey
from qa.board.desking import OnDesk
from qa.board.note_clearing import LONGEST_NOTE, cleared
from qa.board.noted_view import noted_facts
from qa.board.wording import LANGUAGES, words
from tests.board.desk_calls import ja_call, take_customers, unknown_call
from tests.kikitori.scripted import shared_engines

EN = words("en")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = open_archive(tmp_path_factory.mktemp("data"))
    take_customers(archive)
    return archive


def looking(role: Role, language: str = "en") -> Looking:
    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    return Looking(account=Account("sasaki", role), say=words(language), zone=UTC, now=now)


def shown(archive: Archive, role: Role, language: str = "en") -> dict[str, object]:
    card = archive.customers.card("", "C-1001", role)
    event = ja_call()
    desk = OnDesk(events=(event, unknown_call()), shown=event, card=card, notes=())
    return desk_data(desk, [], looking(role, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_disposition_has_its_words(language: str) -> None:
    texts = words(language).texts
    needed = {f"desk.state_{state}" for state in DeskState}
    needed |= {f"desk.found_{found}" for found in FoundBy}
    needed |= {f"disposition.{name}" for name in DISPOSITIONS}
    needed |= {f"desk.did_{kind}" for kind in ("call", "purchase", "opened", "closed")}
    assert needed - texts.keys() == set()


def test_a_reviewers_desk_holds_nothing_of_who_the_customer_is(archive: Archive) -> None:
    everything = str(shown(archive, Role.SUPERVISOR))
    seen = str(shown(archive, Role.REVIEWER))
    for personal in ("青葉", "アオバ", "09001234567", "midori.aoba", "架空区", "耳が遠い"):
        assert personal in everything
        assert personal not in seen
    assert "11月24日までに" in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caller_nobody_knows_leaves_the_desk_with_what_to_do(language: str) -> None:
    event = unknown_call()
    for desk in (
        OnDesk(events=(event,), shown=event, card=None, notes=()),
        OnDesk(events=(), shown=None, card=None, notes=()),
    ):
        data = desk_data(desk, [], looking(Role.OPERATOR, language))
        assert data["card"] is None
        assert data["nobody"]["text"]


def test_a_caller_who_was_not_passed_around_has_no_marks() -> None:
    assert journey(unknown_call(), EN) == []
    assert [one["label"] for one in journey(ja_call(), EN)] == ["Waited 0:42", "Transferred 1×"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ０３-０１２３-４５６７へ折り返し ", "[電話1]へ折り返し"),
        ("mail rowan@example.com", "mail [EMAIL 1]"),
        ("部品は11月24日に届く。製品番号は51200640", "部品は11月24日に届く。製品番号は51200640"),
        ("", ""),
    ],
)
def test_a_note_is_kept_without_the_numbers_people_can_be_reached_by(typed: str, kept: str) -> None:
    assert cleared(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Caller Maria Lopez wants a refund.", "Caller [PERSON 1] wants a refund."),
        ("お客様は田中さんという方", "お客様は[氏名1]という方"),
        ("山田太郎様へ折り返し。部品は24日", "[氏名1]様へ折り返し。部品は24日"),
        ("Printer KP-200 jams, cleaned the roller.", "Printer KP-200 jams, cleaned the roller."),
        ("担当の長谷川に引き継ぎ。", "担当の長谷川に引き継ぎ。"),
    ],
)
def test_names_of_callers_are_cleared_from_notes_where_names_are_known(
    typed: str, kept: str
) -> None:
    redactor, _ = shared_engines()
    assert cleared(typed, redactor).text == kept


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_whatever_is_typed_can_be_kept(typed: str) -> None:
    assert bool(cleared(typed).text) is bool(unicodedata.normalize("NFKC", typed).strip())


def test_a_note_without_end_is_kept_as_far_as_notes_go() -> None:
    assert len(cleared("あ" * LONGEST_NOTE + "い").text) == LONGEST_NOTE


def test_what_was_noted_stands_with_the_call_for_whoever_reviews_it(archive: Archive) -> None:
    archive.desk.write("noted-1", "sasaki", cleared("部品は24日"), disposition="call_back")
    archive.desk.write("noted-1", "yamada", cleared(""), disposition="")
    (fact,) = noted_facts(archive.desk.notes("noted-1"), EN)
    assert (fact["label"], fact["value"]) == (
        "Noted by sasaki", "Call-back promised · 部品は24日",
    )  # fmt: skip
