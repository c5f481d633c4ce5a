"""What a caller went through in the IVR is kept with the call: names, codes and counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from archive.archive import Archive, open_archive
from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from archive.database import open_database
from archive.journey_store import Journeys
from archive.records import QueueFilter, QueueOrder
from tests.archive.calls import a_call, kept

TOKYO = timezone(timedelta(hours=9))
BEGAN_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def a_journey(**facts: object) -> CallJourney:
    values: dict[str, object] = {
        "began_at": BEGAN_AT,
        "client": "kasumi",
        "path": ("main", "repair"),
        "path_s": (0.0, 12.4),
        "slots": {"product_number": "", "topic": "repair"},
        "operators": ("hanako", "jiro"),
        "passed": TaraiMawashi(transfers=1, asked_twice=2, wait_s=150.0),
        "survey": 4,
        "ended": JourneyEnd.TRANSFERRED,
        "ended_in": "survey",
    }
    return CallJourney(**(values | facts))  # type: ignore[arg-type]


def test_a_journey_is_read_back_as_it_was_kept_before_its_call(archive: Archive) -> None:
    archive.journeys.keep("call-1", a_journey())
    archive.store.keep(a_call("call-1"), kept())

    assert archive.journeys.of("call-1") == a_journey()
    assert archive.journeys.of("call-2") is None


def test_a_journey_may_come_after_its_call_and_is_never_written_over(archive: Archive) -> None:
    archive.store.keep(a_call("call-1"), kept())
    archive.journeys.keep("call-1", a_journey())
    archive.journeys.keep("call-1", replace(a_journey(), survey=1))

    found = archive.journeys.of("call-1")
    assert found is not None
    assert found.survey == 4


def test_a_caller_who_was_asked_nothing_and_left_leaves_a_journey_too(archive: Archive) -> None:
    left = CallJourney(began_at=BEGAN_AT, ended=JourneyEnd.HUNG_UP, ended_in="main")
    archive.journeys.keep("call-1", left)
    assert archive.journeys.of("call-1") == left
    assert left.passed.index == 0


@settings(deadline=None, max_examples=30)
@given(number=st.text("0123456789 -", min_size=4).filter(lambda t: sum(map(str.isdigit, t)) >= 4))
def test_numbers_a_caller_gave_never_reach_the_database(
    tmp_path_factory: pytest.TempPathFactory, number: str
) -> None:
    engine = open_database(tmp_path_factory.getbasetemp() / "numbers")
    Journeys(engine).keep("call-1", a_journey(slots={"phone": number, "topic": "repair"}))
    with engine.connect() as connection:
        slots = connection.execute(text("SELECT slots FROM journeys")).scalar_one()
    assert number not in slots
    assert '"repair"' in slots
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM journeys"))


@pytest.mark.parametrize("said", ["山田 太郎です", "Taro Yamada, please", "x" * 41])
def test_words_a_caller_said_are_kept_as_known_only(archive: Archive, said: str) -> None:
    archive.journeys.keep("call-1", a_journey(slots={"name": said}))
    found = archive.journeys.of("call-1")
    assert found is not None
    assert found.slots == {"name": ""}


def test_days_are_those_of_the_zone_and_means_are_over_all_calls_of_a_client(
    archive: Archive,
) -> None:
    late = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    kept_days = {"call-1": BEGAN_AT, "call-2": late, "call-3": late - timedelta(hours=1)}
    for call_id, began_at in kept_days.items():
        calm = TaraiMawashi(wait_s=30.0) if call_id == "call-2" else TaraiMawashi(transfers=2)
        survey = 5 if call_id == "call-1" else None
        archive.journeys.keep(call_id, a_journey(began_at=began_at, passed=calm, survey=survey))
    archive.journeys.keep("call-4", a_journey(client="minato"))

    days = archive.journeys.days(since=late - timedelta(days=1), zone=TOKYO)
    told = [(d.client, d.day.isoformat(), d.calls, d.index, d.survey) for d in days]
    assert told == [
        ("kasumi", "2026-11-21", 1, 2.0, None),
        ("kasumi", "2026-11-22", 2, pytest.approx(1.05), 1.0),
        ("minato", "2026-11-22", 1, pytest.approx(3.5), 0.8),
    ]
    assert days[1].parts["wait_s"] == pytest.approx(15.0)
    assert [d.calls for d in archive.journeys.days(since=BEGAN_AT, zone=TOKYO)] == [1, 1]


def test_how_calls_ended_is_counted_for_each_client(archive: Archive) -> None:
    for number, ended in enumerate([JourneyEnd.HUNG_UP, JourneyEnd.SELF_SERVICE] * 2):
        archive.journeys.keep(f"call-{number}", a_journey(ended=ended))
    archive.journeys.keep("call-9", a_journey(began_at=BEGAN_AT - timedelta(days=9)))
    assert archive.journeys.endings(since=BEGAN_AT) == {
        "kasumi": {JourneyEnd.HUNG_UP: 2, JourneyEnd.SELF_SERVICE: 2}
    }


def test_the_queue_shows_those_first_who_were_passed_around_most(archive: Archive) -> None:
    for name, transfers in (("call-1", 0), ("call-2", 3), ("call-3", 1)):
        archive.store.keep(a_call(name), kept())
        passed = TaraiMawashi(transfers=transfers)
        archive.journeys.keep(name, a_journey(passed=passed))
    archive.store.keep(a_call("call-4"), kept())

    page = archive.reader.queue(QueueFilter(), order=QueueOrder.TARAI)
    assert [row.call.id for row in page.rows] == ["call-2", "call-3", "call-1", "call-4"]


def test_names_of_a_clients_lines_are_kept_together_and_the_latest_hold(archive: Archive) -> None:
    names = archive.dialogue_names
    names.keep("kasumi", {"ja": {"dialog.repair": "修理", "dialog.order": "注文"}})
    names.keep("kasumi", {"ja": {"dialog.repair": "故障"}, "en": {"dialog.repair": "Repair"}})
    assert names.of("kasumi") == {
        "ja": {"dialog.repair": "故障", "dialog.order": "注文"},
        "en": {"dialog.repair": "Repair"},
    }
    assert names.of("minato") == {}
