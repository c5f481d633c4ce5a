"""A whole call is heard: who speaks when, and what is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from models.loading import load_detector
from models.recognizers.scripted import ScriptedRecognizer
from speech.audio import AudioFrame, CallAudio, Channel, Samples, Span
from speech.endpointing import EndpointRules
from speech.hearing import hear
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language, Utterance

SECONDS = np.arange(16_000 * 60) / 16_000
# Like speech, it falls silent for a moment every second.
BREATHLESS = np.abs(SECONDS % 1 - 0.5) > 0.05
TONE = (6000 * BREATHLESS * np.sin(2700 * SECONDS)).astype(np.int16)


@pytest.fixture(scope="module")
def energy() -> Callable[[], object]:
    """Anything clearly louder than the line is voice, so a tone can stand in for a person."""
    return load_detector("energy")


def channel(duration_s: float, *spoken: tuple[float, float]) -> Samples:
    samples = np.random.default_rng(2).normal(0, 5, round(duration_s * 16_000)).astype(np.int16)
    for start, end in spoken:
        part = Span(start, end).samples(RECOGNIZER_RATE_HZ)
        samples[part] = TONE[part]
    return samples


def call(operator: Samples, caller: Samples) -> CallAudio:
    return CallAudio(16_000, {Channel.OPERATOR: operator, Channel.CALLER: caller})


def said(side: Channel, start: float, end: float, text: str) -> Utterance:
    return Utterance(side, Span(start, end), text)


def test_both_sides_are_heard_in_the_order_they_spoke(energy) -> None:
    audio = call(channel(12, (1, 3), (8, 10)), channel(12, (4, 6)))
    recognizer = ScriptedRecognizer(
        (
            said(Channel.OPERATOR, 1, 3, "Good morning."),
            said(Channel.CALLER, 4, 6, "Hello."),
            said(Channel.OPERATOR, 8, 10, "Goodbye."),
        )
    )
    told: list[float] = []
    heard = hear(audio, Language.EN, recognizer, energy, progress=told.append)
    utterances = heard.transcript.utterances
    assert [u.text for u in utterances] == ["Good morning.", "Hello.", "Goodbye."]
    assert [u.channel for u in utterances] == [Channel.OPERATOR, Channel.CALLER, Channel.OPERATOR]
    assert utterances[1].span.start == pytest.approx(4.0, abs=0.3)
    assert utterances[1].span.end == pytest.approx(6.0, abs=0.3)
    assert told == sorted(told) != []


def test_speech_activity_is_told_by_frames_with_short_pauses_closed(energy) -> None:
    audio = call(channel(9, (1, 2), (2.2, 3), (3.6, 5)), channel(9))
    heard = hear(audio, Language.EN, ScriptedRecognizer(()), energy)
    assert [(round(s.start, 1), round(s.end, 1)) for s in heard.voiced[Channel.OPERATOR]] == [
        (1.0, 3.0),
        (3.6, 5.0),
    ]
    assert heard.voiced[Channel.CALLER] == ()
    assert heard.transcript.utterances == ()


def test_speech_that_ends_with_the_call_stays_inside_it(energy) -> None:
    audio = call(channel(5.013, (3, 5.013)), channel(5.013))
    recognizer = ScriptedRecognizer((said(Channel.OPERATOR, 3, 5, "Goodbye."),))
    heard = hear(audio, Language.EN, recognizer, energy)
    assert heard.transcript.utterances[0].span.end == audio.duration_s
    assert heard.voiced[Channel.OPERATOR][-1].end == audio.duration_s


def test_a_long_speech_is_cut_so_that_it_fits_a_window(energy) -> None:
    audio = call(channel(40, (1, 38)), channel(40))
    lines = tuple(said(Channel.OPERATOR, t, t + 1, f"{t}.") for t in range(1, 37))
    rules = EndpointRules(longest_s=14.0)
    heard = hear(audio, Language.JA, ScriptedRecognizer(lines), energy, rules=rules)
    spans = [u.span for u in heard.transcript.utterances]
    assert len(spans) >= 3
    assert max(span.duration for span in spans) <= 14.1


@dataclass(frozen=True)
class Inventor(ScriptedRecognizer):
    """A recognizer that hears a courtesy where nobody speaks."""

    def recognize(self, segments: Sequence, language: Language, **_: object) -> list[Utterance]:
        heard = super().recognize(segments, language)
        return [*heard, said(Channel.CALLER, 9, 10, "ご視聴ありがとうございました。")]


def test_text_without_voice_under_it_on_its_own_channel_is_dropped(energy) -> None:
    audio = call(channel(12, (1, 3), (8, 11)), channel(12, (4, 6)))
    script = (said(Channel.CALLER, 4, 6, "もしもし。"),)
    heard = hear(audio, Language.JA, Inventor(script), energy)
    assert [u.text for u in heard.transcript.utterances] == ["もしもし。"]


def test_a_recording_and_the_same_sound_in_frames_give_the_same_utterances() -> None:
    """Silero hears a whole channel at once; asked frame by frame it says the same."""
    new_detector = load_detector("silero")

    class FrameByFrame:
        def __init__(self) -> None:
            self.detector = new_detector()

        def frame_samples(self, rate_hz: int) -> int:
            return self.detector.frame_samples(rate_hz)

        def probability(self, frame: AudioFrame) -> float:
            return self.detector.probability(frame)

    audio = call(channel(6, (1, 3)), channel(6, (2, 4)))
    recognizer = ScriptedRecognizer((said(Channel.OPERATOR, 1, 3, "Hello."),))
    at_once = hear(audio, Language.EN, recognizer, new_detector)
    in_frames = hear(audio, Language.EN, recognizer, FrameByFrame)
    assert at_once == in_frames


def test_sound_at_another_rate_is_refused() -> None:
    audio = CallAudio(8_000, {Channel.MIXED: np.zeros(8_000, np.int16)})
    with pytest.raises(ValueError, match="16000 Hz, not 8000"):
        hear(audio, Language.EN, ScriptedRecognizer(()), load_detector("energy"))
