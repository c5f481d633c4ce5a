"""A call is heard while it is held, side by side, and nobody who captures it ever waits."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.loading import load_detector
from models.recognizers.scripted import ScriptedRecognizer
from privacy.policy import load_policy
from privacy.redactor import Redactor
from recorder.captioning_transcript import LiveTranscript
from recorder.captions import CallCaptions, CaptionOptions, CaptionState
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.transcript import Language, Utterance

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
NAME = "en-billing-unchecked"
SIDES = (Channel.OPERATOR, Channel.CALLER)


@pytest.fixture(scope="module")
def sound() -> tuple[dict[Channel, Samples], int]:
    stored, rate_hz = soundfile.read(FIXTURES / f"{NAME}.flac", dtype="int16")
    left = json.loads((FIXTURES / f"{NAME}.json").read_text("utf-8"))["operator_side"] == "left"
    operator, caller = (0, 1) if left else (1, 0)
    return {Channel.OPERATOR: stored[:, operator], Channel.CALLER: stored[:, caller]}, rate_hz


@pytest.fixture(scope="module")
def script() -> tuple[Utterance, ...]:
    gold = json.loads((FIXTURES / f"{NAME}.gold.json").read_text("utf-8"))
    return tuple(
        Utterance(Channel(line["channel"]), Span(line["start"], line["end"]), line["text"])
        for line in gold["lines"]
    )


def frames(samples: Samples, rate_hz: int, channel: Channel) -> Iterator[AudioFrame]:
    for first in range(0, len(samples), rate_hz // 50):
        piece = np.ascontiguousarray(samples[first : first + rate_hz // 50])
        yield AudioFrame(piece, rate_hz, first, channel)


def options(script: Sequence[Utterance], **changed: object) -> CaptionOptions:
    given: dict[str, object] = {
        "recognizer": ScriptedRecognizer(tuple(script)),
        "new_detector": load_detector("silero"),
        "language": Language.EN,
    }
    return CaptionOptions(**(given | changed))  # type: ignore[arg-type]


def transcript() -> LiveTranscript:
    redactor = Redactor(reader=None, taggers={}, policy=load_policy(None))
    return LiveTranscript(redactor, Language.EN, SIDES)


def heard_through(
    sound: tuple[dict[Channel, Samples], int], chosen: CaptionOptions
) -> CallCaptions:
    channels, rate_hz = sound
    captions = CallCaptions(SIDES, chosen, transcript())
    sides = [frames(channels[side], rate_hz, side) for side in SIDES]
    for both in zip(*sides, strict=True):
        for frame in both:
            captions.offer(frame)
    captions.end()
    assert captions.wait(60)
    return captions


def test_after_the_call_all_that_both_sides_said_is_shown_redacted_and_in_order(
    sound: tuple[dict[Channel, Samples], int], script: tuple[Utterance, ...]
) -> None:
    captions = heard_through(sound, options(script))
    shown = captions.transcript.shown()
    said = "".join(u.text for u in sorted(script, key=lambda one: one.span.start)).split()
    read = " ".join(u.text for u in shown.transcript.utterances).split()
    assert len(read) > 0.8 * len(said)
    assert {u.channel for u in shown.transcript.utterances} == set(SIDES)
    starts = [u.span.start for u in shown.transcript.utterances]
    assert starts == sorted(starts)
    assert shown.going_on == ()
    for hearing in captions.hearing().values():
        assert hearing.captions is CaptionState.ON
        assert hearing.lag_s == 0
        assert (hearing.unheard_s, hearing.uncaptioned_s, hearing.failed) == (0, 0, False)
