"""What a caller went through in the IVR is kept with the call: names, codes and counts."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from archive.archive import Archive, open_archive
from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from archive.database import open_database
from archive.journey_store import Journeys
from tests.archive.calls import a_call, kept

BEGAN_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def a_journey(**facts: object) -> CallJourney:
    values: dict[str, object] = {
        "began_at": BEGAN_AT,
        "client": "kasumi",
        "path": ("main", "repair"),
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
