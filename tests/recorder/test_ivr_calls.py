"""A call the IVR answered is recorded on three channels and kept like any other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive.archive import Archive, open_archive
from archive.call import Call, Status
from archive.recording import read_recording
from kikitori.live_wiring import LiveWiring
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening
from recorder.line import Arrival, Gap, Lost
from recorder.recovery import Recovered, take_out
from recorder.soundfile_reading import resampled
from recorder.stages import take_through
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.judging import Impression
from speech.recognizing import RECOGNIZER_RATE_HZ, no_progress
from speech.transcript import Language, Utterance
from tests.kikitori.scripted import Line, untold
from tests.recorder.live_lines import FRAME_SAMPLES, RATE_HZ, wired

SIDES = (Channel.CALLER, Channel.IVR, Channel.OPERATOR)
OPENING = CallOpening(language=Language.JA, client="かすみ")
SECONDS = 8.0
NOISE = np.random.default_rng(3).normal(0, 3000, round(SECONDS * RATE_HZ)).astype(np.int16)
NOTICE = "この通話は録音しています。"
READ_BACK = "お電話番号は、090-0000-4716。よろしいですか。"
SCRIPT: tuple[Line, ...] = (
    ("ivr", 0.2, 1.8, "このつうわは六音しています"),
    ("caller", 2.2, 2.8, "修理です"),
    ("operator", 6.2, 7.8, "お待たせいたしました"),
)


class Door:
    """A line with three channels."""

    name = "sip"
    rate_hz = RATE_HZ
    channels = SIDES

    def arrivals(self) -> Iterator[Arrival]:
        return iter(())

    def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def wiring(tmp_path: Path, archive: Archive, script: tuple[Line, ...] = SCRIPT) -> LiveWiring:
    return wired(tmp_path, archive, script)


def speaking(*spans: tuple[float, float]) -> Samples:
    samples = np.zeros_like(NOISE)
    for start, end in spans:
        part = Span(start, end).samples(RATE_HZ)
        samples[part] = NOISE[part]
    return samples


def begin(wired_up: LiveWiring, sound: dict[Channel, Samples]) -> CallInProgress:
    """A call held on the door, with all its sound taken."""
    call = wired_up.begin_call(Door(), OPENING, 0)
    for first in range(0, len(NOISE), FRAME_SAMPLES):
        for side in SIDES:
            samples = sound[side][first : first + FRAME_SAMPLES]
            call.take(AudioFrame(samples, RATE_HZ, first, side))
    return call


def take(wired_up: LiveWiring, call: CallInProgress) -> Recovered:
    call.end()
    call.finish()
    taken = take_out(wired_up.recovery(), call.facts.id)
    assert taken is not None
    return taken


def a_transferred_call() -> dict[Channel, Samples]:
    return {
        Channel.CALLER: speaking((2.0, 3.0)),
        Channel.IVR: speaking((0.0, 2.0), (3.0, 6.0)),
        Channel.OPERATOR: speaking((6.0, 8.0)),
    }


def said(archive: Archive, call: Call) -> list[tuple[Channel, str]]:
    return [(one.channel, one.text) for one in archive.reader.transcript(call.id).utterances]


def test_three_channels_are_kept_sample_for_sample(tmp_path: Path, archive: Archive) -> None:
    wired_up, sound = wiring(tmp_path, archive), a_transferred_call()
    taken = take(wired_up, begin(wired_up, sound))

    assert taken.status is Status.KEPT
    call = archive.reader.row(taken.call_id).call
    assert call.channels == SIDES
    _, kept = read_recording(archive.reader.recording_path(call.id), call.channels)
    for side in SIDES:
        np.testing.assert_array_equal(kept[side], sound[side])


def test_a_call_no_operator_ever_joined_has_two_channels(tmp_path: Path, archive: Archive) -> None:
    wired_up = wiring(tmp_path, archive)
    sound = a_transferred_call() | {Channel.OPERATOR: speaking()}
    call = begin(wired_up, sound)
    taken = take(wired_up, call)

    assert taken.status is Status.KEPT
    kept = archive.reader.row(taken.call_id).call
    assert kept.channels == (Channel.CALLER, Channel.IVR)
    assert kept.missing == ()
    _, channels = read_recording(archive.reader.recording_path(kept.id), kept.channels)
    np.testing.assert_array_equal(channels[Channel.IVR], sound[Channel.IVR])


def test_who_only_pressed_keys_is_kept_without_a_word(tmp_path: Path, archive: Archive) -> None:
    wired_up = wiring(tmp_path, archive, SCRIPT[:1])
    sound = {
        Channel.CALLER: speaking(),
        Channel.IVR: speaking((0.0, 2.0)),
        Channel.OPERATOR: speaking(),
    }
    taken = take(wired_up, begin(wired_up, sound))

    assert taken.status is Status.KEPT
    call = archive.reader.row(taken.call_id).call
    assert [side for side, _ in said(archive, call)] == [Channel.IVR]


def test_prompts_told_by_the_ivr_stand_in_the_kept_transcript_as_they_were_written(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up = wiring(tmp_path, archive)
    call = begin(wired_up, a_transferred_call())
    call.knows(Utterance(Channel.IVR, Span(0.0, 2.0), NOTICE))
    taken = take(wired_up, call)

    words = said(archive, archive.reader.row(taken.call_id).call)
    assert (Channel.IVR, NOTICE) in words
    assert (Channel.CALLER, "修理です") in words
    assert not any("六音" in text for _, text in words)


def test_a_number_read_back_is_sealed_until_it_is_masked_in_text_and_sound(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up, sound = wiring(tmp_path, archive), a_transferred_call()
    call = begin(wired_up, sound)
    call.knows(Utterance(Channel.IVR, Span(0.0, 2.0), NOTICE))
    call.knows(Utterance(Channel.IVR, Span(3.0, 6.0), READ_BACK))
    in_the_spool = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert b"4716" not in in_the_spool
    taken = take(wired_up, call)

    assert taken.status is Status.KEPT
    below = b"".join(f.read_bytes() for f in archive.folder.rglob("*") if f.is_file())
    assert b"4716" not in below
    kept = archive.reader.row(taken.call_id).call
    (text,) = (text for side, text in said(archive, kept) if side is Channel.IVR and "[" in text)
    assert "電話番号は" in text
    _, channels = read_recording(archive.reader.recording_path(kept.id), kept.channels)
    read_back = Span(3.05, 5.95).samples(RATE_HZ)
    same = channels[Channel.IVR][read_back] == sound[Channel.IVR][read_back]
    assert same.mean() < 0.01


def test_what_is_told_of_a_sensitive_stretch_is_not_even_sealed(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up = wiring(tmp_path, archive)
    call = begin(wired_up, a_transferred_call())
    call.begin_sensitive("pin")
    end_s = call.duration_s
    call.knows(Utterance(Channel.IVR, Span(end_s - 1.0, end_s + 1.0), READ_BACK))
    call.end()
    call.finish()
    assert wired_up.spool.read(call.facts.id).known == ()


def test_what_turns_out_during_the_call_is_kept_of_it(tmp_path: Path, archive: Archive) -> None:
    script = (("caller", 2.2, 2.8, "A repair, please."),)
    wired_up = wiring(tmp_path, archive, script)
    call = begin(wired_up, a_transferred_call())
    call.learn(language=Language.EN)
    call.learn(operator="hanako")
    taken = take(wired_up, call)

    kept = archive.reader.row(taken.call_id).call
    assert kept.language is Language.EN
    assert kept.operator == "hanako"
    assert kept.client == OPENING.client


def test_a_greeting_in_two_languages_does_not_put_a_call_down_as_foreign(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up = wiring(tmp_path, archive)
    call = begin(wired_up, a_transferred_call())
    call.end()
    call.finish()
    spooled = wired_up.spool.read(call.facts.id)
    stages = wired_up.stages()
    english = {Language.JA: 0.001, Language.EN: 0.97, Language.KO: 0.001}
    heard = stages.hear(
        resampled(spooled.audio, RECOGNIZER_RATE_HZ), Language.JA, progress=no_progress
    )
    heard = replace(heard, impressions=(Impression(Channel.IVR, 60.0, english),))
    foreign = replace(stages, hear=lambda *_, **__: heard)
    made = Call(
        id="call-9",
        sound_sha256="9" * 64,
        duration_s=SECONDS,
        language=Language.JA,
        direction=OPENING.direction,
        channels=SIDES,
    )
    assert take_through(foreign, made, spooled.audio, progress=untold).status is Status.KEPT


def test_a_gap_on_the_operators_side_goes_with_the_channel(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up = wiring(tmp_path, archive)
    call = begin(wired_up, a_transferred_call() | {Channel.OPERATOR: speaking()})
    for side in (Channel.OPERATOR, Channel.CALLER):
        call.take(Gap(side, RATE_HZ, len(NOISE), FRAME_SAMPLES, Lost.OVERFLOW))
    taken = take(wired_up, call)
    kept = archive.reader.row(taken.call_id).call
    assert [note.channel for note in kept.missing] == [Channel.CALLER]


def test_a_call_that_was_passed_on_is_put_down_to_who_spoke_most(
    tmp_path: Path, archive: Archive
) -> None:
    wired_up = wiring(tmp_path, archive)
    sound = a_transferred_call() | {Channel.OPERATOR: speaking((4.0, 4.6), (6.0, 8.0))}
    call = wired_up.begin_call(Door(), OPENING, 0)
    steps = {3.9: call.attends, 5.0: call.attends}
    names = iter(("sato", "ito"))
    for first in range(0, len(NOISE), FRAME_SAMPLES):
        for side in SIDES:
            samples = sound[side][first : first + FRAME_SAMPLES]
            call.take(AudioFrame(samples, RATE_HZ, first, side))
        for at_s in [at_s for at_s in steps if at_s * RATE_HZ <= first]:
            steps.pop(at_s)(next(names))
    call.learn(operator="sato")
    call.lost(Channel.CALLER, 0.4)
    call.lost(Channel.OPERATOR, 0.0)
    taken = take(wired_up, call)

    row = archive.reader.row(taken.call_id)
    kept = row.call
    assert kept.operator == "ito"
    assert [(one.operator, round(one.span.start)) for one in kept.attended] == [
        ("sato", 4),
        ("ito", 5),
    ]
    assert [kept.operator_at(at_s) for at_s in (4.3, 7.0)] == ["sato", "ito"]
    assert [(one.channel, one.share) for one in kept.lossy] == [(Channel.CALLER, 0.05)]
    assert row.score is not None
