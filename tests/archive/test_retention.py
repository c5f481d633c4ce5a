"""What was noted of a call is forgotten with the call."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.archive import Archive, open_archive
from archive.call_journey import CallJourney, JourneyEnd
from archive.desk import DeskEvent
from archive.retention import UNKEPT_DAYS
from privacy.redacted import RedactedUtterance
from speech.audio import Channel, Span
from speech.errors import ArchiveError
from tests.archive.calls import a_call, kept

LONG_AGO = datetime(2026, 11, 22, tzinfo=UTC)
# The store dates what is written by its own clock, so the last days lie in the future.
TODAY = (datetime.now(UTC) + timedelta(days=60)).date()
NOTE = RedactedUtterance(Channel.OPERATOR, Span(0, 0), "折り返しの約束", (), 1.0)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def leave_traces(archive: Archive, call_id: str, *, at: datetime = LONG_AGO) -> None:
    archive.desk.tell(DeskEvent(call_id=call_id, began_at=at, customer="K-1"))
    archive.desk.write(call_id, "hanako", NOTE, disposition="call_back")
    archive.journeys.keep(call_id, CallJourney(began_at=at, ended=JourneyEnd.CALL_BACK))


def traces(archive: Archive, call_id: str) -> list[object]:
    told = (archive.desk.event(call_id), archive.journeys.of(call_id))
    return [one for one in (*told, *archive.desk.notes(call_id)) if one is not None]


def test_a_call_goes_after_its_last_day_with_its_sound_its_notes_and_its_journey(
    archive: Archive,
) -> None:
    last_days = {"call-1": TODAY - timedelta(days=1), "call-2": TODAY, "call-3": None}
    for call_id, until in last_days.items():
        archive.store.keep(a_call(call_id, keep_until=until), kept())
        leave_traces(archive, call_id)
    sounds = {call_id: archive.reader.recording_path(call_id) for call_id in last_days}
    archive.access_log.add("hanako", "open", "call-1")

    assert archive.store.forget(TODAY) == 1
    assert traces(archive, "call-1") == []
    with pytest.raises(ArchiveError):
        archive.reader.row("call-1")
    assert [sounds[call_id].exists() for call_id in last_days] == [False, True, True]
    assert archive.reader.row("call-2").call.keep_until == TODAY
    assert [one.call_id for one in archive.access_log.newest()] == ["call-1"]
    assert len(traces(archive, "call-2")) == 3
    assert len(traces(archive, "call-3")) == 3


def test_of_a_call_that_was_never_kept_the_desk_remembers_a_month(archive: Archive) -> None:
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    leave_traces(archive, "lately", at=midnight - timedelta(days=UNKEPT_DAYS - 1))
    leave_traces(archive, "long-ago", at=midnight - timedelta(days=UNKEPT_DAYS + 1))

    archive.store.forget(TODAY)
    assert archive.desk.event("long-ago") is None
    assert archive.journeys.of("long-ago") is None
    assert archive.desk.event("lately") is not None


def test_forgetting_again_forgets_nothing_more(archive: Archive) -> None:
    archive.store.keep(a_call("call-1", keep_until=TODAY - timedelta(days=1)), kept())
    leave_traces(archive, "call-1")
    assert archive.store.forget(TODAY) == 1
    assert archive.store.forget(TODAY) == 0


def test_a_call_that_could_not_be_removed_is_removed_the_next_time(archive: Archive) -> None:
    archive.store.keep(a_call("call-1", keep_until=TODAY - timedelta(days=1)), kept())
    sound = archive.reader.recording_path("call-1")
    sound.unlink()
    sound.mkdir()
    assert archive.store.forget(TODAY) == 0
    assert archive.reader.row("call-1").call.id == "call-1"
    sound.rmdir()
    assert archive.store.forget(TODAY) == 1


def test_a_database_that_is_gone_stops_nobody(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    with archive.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE desk_notes"))
    assert archive.store.forget(TODAY) == 0
    assert "stay for now" in caplog.text
