"""What people on the board see of calls an IVR answered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from archive.accounts import Role
from archive.archive import Archive, open_archive
from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from archive.records import QueueFilter
from archive.spool_notes import Attended
from qa.board.calling import Visit, call_data
from qa.board.journey_map import STOPS_SHOWN, journey_map
from qa.board.journey_view import journey_strip, tarai_cell
from qa.board.journeys_view import DAYS, journeys_data
from qa.board.queue_view import queue_data
from qa.board.wording import words
from speech.audio import Span
from tests.board.browsing import ready, served
from tests.board.ivr_calls import a_journey, seed_ivr_calls

JA, EN = words("ja"), words("en")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = open_archive(tmp_path_factory.mktemp("ivr"))
    seed_ivr_calls(archive, datetime.now(UTC))
    archive.accounts.add_without_password("yamada", Role.SUPERVISOR)
    archive.accounts.add_without_password("reviewer", Role.REVIEWER)
    return archive


@pytest.fixture(scope="module")
def address(archive: Archive) -> Iterator[str]:
    with served(archive.folder) as at:
        yield at


@pytest.fixture
def page(browser: Browser, archive: Archive, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/sign-in?token={archive.accounts.make_link_token('yamada')}")
    yield page
    context.close()
    assert wrong == []


def visit() -> Visit:
    return Visit(say=EN, zone=ZoneInfo("Asia/Tokyo"), may_overrule=True, opening="one")


def test_the_index_is_never_shown_without_its_parts() -> None:
    calm = journey_strip(a_journey(NOW, passed=TaraiMawashi()), EN)
    assert calm is not None
    assert calm["index"]["value"] == "0"
    assert [part["text"] for part in calm["parts"]] == [
        "Waited 0:00",
        "Transfers: 0",
        "Asked twice: 0",
        "Identity checked again: 0",
        "Dead ends: 0",
    ]
    assert not any(part["tone"] for part in calm["parts"])


def test_the_way_is_drawn_to_its_end_and_a_place_come_to_again_is_one_stop() -> None:
    left = a_journey(
        NOW,
        path=("main", *["repair", "more"] * 15, "repair", "repair", "order"),
        operators=(),
        ended=JourneyEnd.HUNG_UP,
        ended_in="order",
    )
    strip = journey_strip(left, EN)
    assert strip is not None
    stops = strip["map"]["stops"]
    labels = [stop["label"] for stop in stops]
    assert labels == [
        "Main menu", "Repair", "Anything else", "Order", "Caller hung up (at: Order)",
    ]  # fmt: skip
    assert [stop["times"] for stop in stops] == [1, 17, 15, 1, 1]
    # On to the repair, to and fro, and from there to the order where the caller left.
    assert strip["map"]["moves"] == [[0, 1], [1, 2], [2, 1], [1, 3], [3, 4]]


@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.sampled_from("ab"), max_size=3))
def test_however_long_the_way_its_map_is_small_and_joined(
    path: list[int], people: list[str]
) -> None:
    journey = a_journey(
        NOW,
        path=tuple(f"d{number}" for number in path),
        path_s=tuple(float(place) for place in range(len(path))),
        operators=tuple(people),
    )
    told = journey_map(journey, EN)
    stops, moves = told["stops"], told["moves"]
    assert len(stops) <= STOPS_SHOWN + 1
    assert all(0 <= place < len(stops) for move in moves for place in move)
    assert {place for move in moves for place in move} == (
        set(range(len(stops))) if len(stops) > 1 else set()
    )


def test_an_operators_stop_is_where_they_joined_and_cuts_short_what_was_being_said() -> None:
    journey = a_journey(
        NOW, path=("main", "operator"), path_s=(3.0, 44.0), operators=("hanako",), slots={}
    )
    strip = journey_strip(journey, EN, attended=[Attended(Span(42.0, 59.0), "hanako")])
    assert strip is not None
    assert [stop["start"] for stop in strip["map"]["stops"]] == [3.0, 42.0, 42.0, None]


def test_what_the_caller_gave_is_told_without_its_value() -> None:
    strip = journey_strip(a_journey(NOW), JA)
    assert strip is not None
    assert strip["known"][0] == {"slot": "製品番号", "value": ""}
    assert strip["known"][2] == {"slot": "ご用件", "value": "修理"}


def test_a_call_no_ivr_answered_has_no_strip_and_no_index() -> None:
    assert journey_strip(None, JA) is None
    assert tarai_cell(None, JA)["text"] == "–"


def test_a_call_the_ivr_served_alone_shows_what_happened_and_no_score(archive: Archive) -> None:
    data = call_data(archive, archive.reader.row("IVR-EN-0023"), visit())
    assert [lane["channel"] for lane in data["sound"]["lanes"]] == ["caller", "ivr"]
    assert data["score"] is None
    assert data["words"]["no_score"] == EN("player.no_operator_to_score")
    assert data["journey"]["map"]["stops"][-1]["label"] == "Served by the IVR"


def test_the_queue_has_no_column_for_what_never_was(archive: Archive) -> None:
    rows = archive.reader.queue(QueueFilter()).rows
    without = queue_data(rows, EN, zone=UTC)
    assert not any(column["kind"] == "tarai" for column in without["columns"])
    data = queue_data(rows, EN, zone=UTC, journeys=archive.journeys.of_all(r.call.id for r in rows))
    assert [column["kind"] for column in data["columns"]].count("tarai") == 1
    assert all("tarai" in row for row in data["rows"])


def test_every_day_of_two_weeks_has_its_column_and_all_clients_one_scale(archive: Archive) -> None:
    today = date(2026, 11, 22)
    calm = CallJourney(began_at=NOW, client="calm", ended=JourneyEnd.SELF_SERVICE)
    journeys = open_archive(archive.folder / "scale").journeys
    journeys.keep("call-1", calm)
    journeys.keep("call-2", a_journey(NOW, passed=TaraiMawashi(transfers=4)))
    journeys.keep("call-3", a_journey(NOW, passed=TaraiMawashi(wait_s=600.0), client="slow"))
    since = NOW - timedelta(days=1)
    data = journeys_data(
        journeys.days(since=since, zone=TOKYO), journeys.endings(since=since), EN, today=today
    )
    assert [client["name"] for client in data["clients"]] == ["カスミプリンター", "slow", "calm"]
    assert all(len(client["days"]) == DAYS for client in data["clients"])
    last = [client["days"][-1] for client in data["clients"]]
    assert [day["parts"] for day in last] == [
        [{"part": "transfers", "share": 100.0}],
        [{"part": "wait_s", "share": 50.0}],
        [],
    ]
    assert [day["value"] for day in last] == ["4", "2", "0"]
    assert data["clients"][2]["endings"][0]["label"] == "Served by the IVR 100%"


def test_three_tracks_are_told_apart_by_name_and_colour_and_can_be_heard(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?call=IVR-JA-0021")
    ready(page, "call")
    lanes = page.locator(".lane")
    expect(lanes).to_have_text(["お客様", "自動音声", "オペレーター"])
    colours = lanes.evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert len(set(colours)) == 3
    expect(page.locator(".turn.ivr").first).to_contain_text("録音しています")
    expect(page.locator(".stop.end")).to_have_text("オペレーターが応対")
    expect(page.locator("[data-journey] .index strong")).to_have_text("5.7")
    page.locator(".play").click()
    sound = page.locator("audio").element_handle()
    page.wait_for_function("sound => sound.currentTime > 0.2", arg=sound)
    page.locator(".stop").filter(has_text="修理").locator("button").click()
    page.wait_for_function("sound => sound.currentTime > 11.3", arg=sound)


def test_a_supervisor_puts_those_first_who_were_passed_around_most(
    page: Page, address: str
) -> None:
    page.goto(address)
    ready(page, "queue")
    page.locator('[data-sort="tarai"]').click()
    page.locator('th[aria-sort="descending"] [data-sort="tarai"]').wait_for()
    found = page.locator("tr[data-call]").evaluate_all("all => all.map(one => one.dataset.call)")
    assert found == ["IVR-JA-0021", "IVR-JA-0024", "IVR-EN-0022", "IVR-EN-0023"]
    page.locator('[data-sort="risk"]').click()
    page.locator('th[aria-sort="descending"] [data-sort="risk"]').wait_for()


def test_a_supervisor_sees_which_clients_callers_are_passed_around(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?page=journeys")
    ready(page, "journeys")
    expect(page.locator("[data-client]")).to_have_count(3)
    expect(page.locator(".day").first).to_be_visible()
    assert page.locator(".column .piece").count() > 10


def test_a_reviewer_is_told_that_the_comparison_is_not_theirs(
    page: Page, archive: Archive, address: str
) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in?token={archive.accounts.make_link_token('reviewer')}")
    page.goto(f"{address}/?page=journeys")
    expect(page.get_by_text(JA("page.not_allowed"))).to_be_visible()
    expect(page.locator('.page[data-page="journeys"]')).to_have_count(0)
