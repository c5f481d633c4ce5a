"""What is told of calls in progress, and that nothing of it outlives them."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.archive import Archive, open_archive
from archive.call import Direction
from archive.live import LiveCall, LiveSpeech, LiveStage, LiveTurn, LiveWay, new_turns
from archive.live_store import SILENT_AFTER
from privacy.redacted import RedactedTranscript, RedactedUtterance
from speech.audio import Channel, Span
from speech.errors import ArchiveError
from speech.transcript import Language, Word
from tests.archive.calls import CALLED_AT

CALL = LiveCall(
    id="live-1",
    line="card 1",
    client="みなと通販",
    operator="op-1",
    language=Language.JA,
    direction=Direction.OUTBOUND,
    started_at=CALLED_AT,
    duration_s=12.4,
    levels_dbfs={Channel.CALLER: -31.5, Channel.OPERATOR: -24.0},
    talk_s={Channel.CALLER: 3.0, Channel.OPERATOR: 5.5},
    silence_s=1.5,
    dropped_frames=2,
    gaps=1,
    load_s=0.4,
    captions="dropped",
    sensitive=True,
    alarms=("disk-full",),
    speaking=(LiveSpeech(Channel.CALLER, 11.0, 7),),
    way=LiveWay(
        path=("opening", "main"), asked="choice", keys=2, stage=LiveStage.WAITING, since_s=9.5
    ),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def said(text: str, *, start: float = 1.0) -> RedactedUtterance:
    span = Span(start, start + 1)
    return RedactedUtterance(Channel.CALLER, span, text, (Word(text, span, 0.9),), 0.9)


def transcript(*texts: str) -> RedactedTranscript:
    spoken = (said(text, start=float(place)) for place, text in enumerate(texts))
    return RedactedTranscript(Language.JA, tuple(spoken), ())


def test_a_supervisor_reads_of_a_call_what_its_recorder_told(archive: Archive) -> None:
    archive.live.update(CALL)
    archive.live.update(replace(CALL, id="live-0", duration_s=1.0))
    archive.live.update(replace(CALL, duration_s=13.4, ended=True))

    seen = archive.live_reader.calls()
    assert [one.call.id for one in seen] == ["live-0", "live-1"]
    assert seen[1].call == replace(CALL, duration_s=13.4, ended=True)


def test_a_number_that_turns_out_to_be_personal_is_replaced_where_it_stood(
    archive: Archive,
) -> None:
    archive.live.update(CALL)
    first, then = transcript("お電話は", "零三です"), transcript("お電話は", "[電話1]です", "はい")
    archive.live.show("live-1", new_turns("live-1", first, None))
    changed = new_turns("live-1", then, first)
    assert [turn.number for turn in changed] == [1, 2]
    archive.live.show("live-1", changed)

    turns = archive.live_reader.turns("live-1")
    assert [turn.said for turn in turns] == list(then.utterances)
    assert [turn.text for turn in archive.live_reader.turns("live-1", since=2)] == ["はい"]


def test_when_a_call_ends_every_word_of_it_is_gone_from_the_file(
    archive: Archive, tmp_path: Path
) -> None:
    archive.live.update(CALL)
    archive.live.show("live-1", new_turns("live-1", transcript("浄水器のカートリッジ"), None))
    archive.live.end("live-1")

    assert archive.live_reader.calls() == []
    assert archive.live_reader.turns("live-1") == []
    database = tmp_path / "data" / "kikitori.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "浄水器のカートリッジ".encode() not in database.read_bytes()


def test_a_word_that_comes_after_the_end_is_not_shown(archive: Archive) -> None:
    archive.live.update(CALL)
    archive.live.end("live-1")
    archive.live.show("live-1", [LiveTurn("live-1", 0, said("もしもし"))])
    assert archive.live_reader.turns("live-1") == []


def test_when_redaction_fails_the_words_are_taken_back_and_the_call_stays(
    archive: Archive,
) -> None:
    archive.live.update(CALL)
    archive.live.show("live-1", [LiveTurn("live-1", 0, said("もしもし"))])
    archive.live.hide("live-1")
    assert archive.live_reader.turns("live-1") == []
    assert [one.call for one in archive.live_reader.calls()] == [CALL]


def test_a_recorder_that_has_not_written_for_long_counts_as_silent(archive: Archive) -> None:
    archive.live.update(CALL)
    (seen,) = archive.live_reader.calls()
    assert not seen.silent(seen.written_at + SILENT_AFTER)
    assert seen.silent(seen.written_at + SILENT_AFTER + timedelta(seconds=1))


def test_a_recorder_learns_in_one_line_that_the_board_cannot_be_told(
    archive: Archive, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "data" / "kikitori.db") as connection:
        connection.execute("DROP TABLE live_turns")
        connection.execute("DROP TABLE live_calls")
    connection.close()
    with pytest.raises(ArchiveError, match="live call live-1: cannot be shown"):
        archive.live.update(CALL)
