"""A call is taken from a line: every sample, every gap, nothing that is sensitive."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive, open_archive
from archive.call import Call, Status
from archive.recording import read_recording
from archive.records import QueueFilter
from archive.spool_notes import Loss, Sensitive
from kikitori.live_wiring import LiveWiring
from recorder.call_in_progress import DEVICE_LOST, LINE_LOST
from recorder.line import Arrival, Lost
from recorder.sensitivity import Sensitivity
from recorder.voice_watch import VoiceRules
from speech.audio import Channel, Samples
from speech.errors import LineError
from tests.recorder.live_lines import (
    FRAME_SAMPLES,
    OPENING,
    RATE_HZ,
    SIDES,
    MadeLine,
    frames,
    gap,
    joined,
    outcomes,
    record,
    silence,
    voice,
    wired,
)

SECRET_TALK = (
    ("operator", 0.1, 0.9, "カード番号をお願いいたします"),
    ("caller", 1.1, 1.9, "4929 7153 8604 2217です"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


@pytest.fixture
def wiring(tmp_path: Path, archive: Archive) -> LiveWiring:
    return wired(tmp_path, archive)


def kept_sound(archive: Archive, call: Call) -> dict[Channel, Samples]:
    _, channels = read_recording(archive.reader.recording_path(call.id), call.channels)
    return dict(channels)


def the_call(archive: Archive) -> Call:
    (row,) = archive.reader.queue(QueueFilter()).rows
    assert row.status is Status.KEPT
    return row.call


def test_a_live_call_is_kept_sample_for_sample_scored_and_its_original_is_gone(
    archive: Archive, wiring: LiveWiring
) -> None:
    sound = voice(2.0)
    (outcome,) = record(wiring, MadeLine(frames(sound)))

    call = the_call(archive)
    assert (outcome.call_id, outcome.status) == (call.id, Status.KEPT)
    assert (call.line, call.client, call.operator) == ("made", "みなと通販", "op-1")
    assert (call.interrupted, call.notes) == (False, ())
    assert archive.reader.row(call.id).score is not None
    for side, samples in kept_sound(archive, call).items():
        np.testing.assert_array_equal(samples, sound[side])
    assert not list((archive.folder / "spool").iterdir())
    assert archive.live_reader.calls() == []


def test_personal_data_told_in_a_live_call_is_masked_in_words_and_sound(
    tmp_path: Path, archive: Archive
) -> None:
    record(
        wired(tmp_path, archive, SECRET_TALK), MadeLine(frames(joined(voice(2.0), silence(1.0))))
    )
    transcript = archive.reader.transcript(the_call(archive).id)
    words = "".join(said.text for said in transcript.utterances)
    assert "[" in words
    assert not any(character.isdecimal() for character in words.replace("1]", ""))
    assert archive.reader.recording(the_call(archive).id).masks


def test_what_is_said_while_the_call_is_sensitive_is_silence_on_both_sides(
    archive: Archive, wiring: LiveWiring
) -> None:
    sound = voice(3.0)
    arrivals: list[object] = list(frames(sound))
    line = MadeLine(arrivals)  # type: ignore[arg-type]
    station = wiring.station()
    capture = wiring.line(line, OPENING, station, None)
    call = capture.begin()
    # One second in, and half a second later, each between the frames of the two sides.
    arrivals.insert(151, call.end_sensitive)
    arrivals.insert(101, lambda: call.begin_sensitive("card"))
    station.start([capture])
    outcomes(station)

    (sensitive,) = the_call(archive).sensitive
    assert sensitive.reason == "card"
    assert sensitive.span.start == pytest.approx(1.02)
    assert sensitive.span.end == pytest.approx(1.52)
    quiet = sensitive.span.samples(RATE_HZ)
    for side, samples in kept_sound(archive, the_call(archive)).items():
        assert not samples[quiet].any()
        before = quiet.start - FRAME_SAMPLES
        np.testing.assert_array_equal(samples[:before], sound[side][:before])
        np.testing.assert_array_equal(samples[quiet.stop :], sound[side][quiet.stop :])


def test_a_call_that_ends_while_it_is_sensitive_is_sensitive_to_its_end(
    archive: Archive, wiring: LiveWiring
) -> None:
    line = MadeLine(frames(voice(2.0)))
    station = wiring.station()
    capture = wiring.line(line, OPENING, station, None)
    capture.begin().begin_sensitive("pin")
    station.start([capture])
    (outcome,) = outcomes(station)
    # There is nothing to hear in it, so of the call only its facts are kept.
    assert outcome.status is Status.WITHHELD
    (note,) = archive.reader.row(outcome.call_id).call.notes
    assert isinstance(note, Sensitive)
    assert (note.span.start, note.span.end) == (0.0, 2.0)


def test_what_a_device_dropped_stays_silence_in_its_place_and_is_counted(
    archive: Archive, wiring: LiveWiring
) -> None:
    sound = voice(2.0)
    lost = slice(RATE_HZ, RATE_HZ + 400)
    arrivals: list[Arrival] = []
    for frame in frames(sound):
        inside = frame.first_sample == RATE_HZ and frame.channel is Channel.CALLER
        if inside:
            arrivals.append(gap(Channel.CALLER, lost.start, 400))
        elif frame.channel is Channel.OPERATOR or not (
            lost.start <= frame.first_sample < lost.stop
        ):
            arrivals.append(frame)
    record(wiring, MadeLine(arrivals))

    call = the_call(archive)
    (missing,) = call.missing
    assert (missing.channel, missing.why) == (Channel.CALLER, Loss.OVERFLOW)
    assert call.dropped_frames == 3
    heard = kept_sound(archive, call)
    assert not heard[Channel.CALLER][lost].any()
    np.testing.assert_array_equal(heard[Channel.OPERATOR], sound[Channel.OPERATOR])
    assert len(heard[Channel.CALLER]) == len(sound[Channel.CALLER])


def test_a_device_that_was_away_is_marked_once_with_how_long(
    archive: Archive, wiring: LiveWiring
) -> None:
    before, after = frames(voice(1.0)), frames(voice(1.0, seed=2), first=2 * RATE_HZ)
    pieces = [
        gap(side, at, 400, Lost.UNPLUGGED)
        for at in range(RATE_HZ, 2 * RATE_HZ, 400)
        for side in SIDES
    ]
    record(wiring, MadeLine([*before, *pieces, *after]))

    call = the_call(archive)
    assert call.duration_s == 3.0
    assert [(m.channel, m.span.start, m.span.end) for m in call.missing] == [
        (side, 1.0, 2.0) for side in SIDES
    ]
    assert {alarm.code for alarm in call.alarms} == {DEVICE_LOST}
    assert {(alarm.span.start, round(alarm.span.end, 2)) for alarm in call.alarms} == {(1.0, 2.02)}


def test_a_line_that_breaks_off_leaves_a_whole_and_marked_call(
    archive: Archive, wiring: LiveWiring
) -> None:
    def breaks() -> None:
        raise LineError("line made: the device is gone for good")

    station = wiring.station()
    capture = wiring.line(MadeLine([*frames(voice(2.0)), breaks]), OPENING, station, None)
    capture.begin()
    station.start([capture])
    outcomes(station)
    call = the_call(archive)
    assert (call.duration_s, [alarm.code for alarm in call.alarms]) == (2.0, [LINE_LOST])
    assert str(capture.failure) == "line made: the device is gone for good"


def test_several_calls_follow_each_other_on_an_open_line(
    archive: Archive, wiring: LiveWiring
) -> None:
    def begin_twice() -> None:
        capture.begin()
        with pytest.raises(LineError, match="is being held"):
            capture.begin()

    def end_twice() -> None:
        capture.end()
        with pytest.raises(LineError, match="no call is being held"):
            capture.end()

    first, between, second = (
        frames(voice(1.0, seed=seed), first=seed * RATE_HZ) for seed in range(3)
    )
    station = wiring.station()
    line = MadeLine([begin_twice, *first, end_twice, *between, begin_twice, *second])
    capture = wiring.line(line, OPENING, station, None)
    station.start([capture])
    assert [one.status for one in outcomes(station)] == [Status.KEPT, Status.KEPT]
    calls = [row.call for row in archive.reader.queue(QueueFilter()).rows]
    assert {(call.duration_s, call.notes) for call in calls} == {(1.0, ())}


def test_by_voice_a_call_begins_with_what_was_said_before_it_was_noticed(
    archive: Archive, wiring: LiveWiring
) -> None:
    talk = voice(3.0)
    quiet = silence(4.0)
    line = MadeLine(frames(joined(silence(5.0), talk, quiet, silence(2.0))))
    rules = VoiceRules(begin_s=0.3, pre_roll_s=1.0, quiet_s=3.0)
    station = wiring.station()
    capture = wiring.line(line, OPENING, station, rules)
    assert capture._ears is not None
    line.heard_by(capture._ears)
    station.start([capture])
    (outcome,) = outcomes(station)
    call = the_call(archive)
    assert outcome.status is Status.KEPT
    heard = kept_sound(archive, call)[Channel.CALLER]
    voiced = np.flatnonzero(heard)
    assert 0 < voiced[0] <= 1.5 * RATE_HZ
    np.testing.assert_array_equal(heard[voiced[0] :][: 3 * RATE_HZ], talk[Channel.CALLER])
    assert 6.0 <= call.duration_s <= 8.0


@given(
    st.lists(st.tuples(st.booleans(), st.floats(0.1, 30)), max_size=12),
    st.floats(0, 60),
    st.floats(0, 2),
)
def test_whatever_overlaps_a_sensitive_stretch_is_silenced_and_nothing_else(
    steps: list[tuple[bool, float]], at_s: float, length_s: float
) -> None:
    sensitivity, stretches, now_s = Sensitivity(), [], 0.0
    for on, seconds in steps:
        if on:
            sensitivity.begin(now_s, "card")
        elif (over := sensitivity.end(now_s)) is not None:
            stretches.append((over.span.start, over.span.end))
        now_s += seconds
    # Channels lag behind each other by less than this.
    asked = max(at_s, now_s - 1.0)
    expected = any(asked < end and asked + length_s > start for start, end in stretches)
    opened = sensitivity.end(now_s + 1000)
    if opened is not None:
        expected = expected or asked + length_s > opened.span.start
    again = Sensitivity()
    now_s = 0.0
    for on, seconds in steps:
        again.begin(now_s, "card") if on else again.end(now_s)
        now_s += seconds
    assert again.covers(asked, asked + length_s) == expected
