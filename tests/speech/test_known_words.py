"""What an IVR said is known: it need not be recognized, and what else is heard beside it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from models.detectors.energy import load
from models.recognizers.scripted import ScriptedRecognizer
from speech.audio import CallAudio, Channel, Samples, Span
from speech.hearing import Heard, hear
from speech.recognizing import RECOGNIZER_RATE_HZ, Segment
from speech.transcript import Language, Utterance

DURATION_S = 12.0
TONE = (np.sin(np.arange(RECOGNIZER_RATE_HZ * 12) / 5) * 8000).astype(np.int16)


@dataclass(frozen=True)
class Counting(ScriptedRecognizer):
    """Remembers what it was asked to recognize."""

    asked: list[Segment] = field(default_factory=list)

    def recognize(
        self, segments: Sequence[Segment], language: Language, **_: object
    ) -> list[Utterance]:
        self.asked.extend(segments)
        return super().recognize(segments, language)


def channel(*spoken: tuple[float, float]) -> Samples:
    samples = np.zeros(round(DURATION_S * RECOGNIZER_RATE_HZ), np.int16)
    for start, end in spoken:
        part = Span(start, end).samples(RECOGNIZER_RATE_HZ)
        samples[part] = TONE[part]
    return samples


def an_ivr_call(recognizer: ScriptedRecognizer, *known: Utterance) -> Heard:
    """The IVR speaks from 1 s to 4 s and from 8 s to 10 s, the caller from 5 s to 7 s."""
    channels = {Channel.CALLER: channel((5, 7)), Channel.IVR: channel((1, 4), (8, 10))}
    audio = CallAudio(RECOGNIZER_RATE_HZ, channels)
    return hear(audio, Language.EN, recognizer, load(), known=known)


def prompt(start: float, end: float, text: str) -> Utterance:
    return Utterance(Channel.IVR, Span(start, end), text)


CALLER = Utterance(Channel.CALLER, Span(5, 7), "A repair, please.")


def test_prompts_stand_in_the_transcript_word_for_word_and_cost_no_recognition() -> None:
    recognizer = Counting((CALLER,))
    heard = an_ivr_call(recognizer, prompt(1, 4, "Press a key."), prompt(8, 10, "One moment."))

    told = [(u.channel, u.text) for u in heard.transcript.utterances]
    assert told == [
        (Channel.IVR, "Press a key."),
        (Channel.CALLER, "A repair, please."),
        (Channel.IVR, "One moment."),
    ]
    assert {segment.channel for segment in recognizer.asked} == {Channel.CALLER}


def test_what_was_not_told_is_recognized_all_the_same() -> None:
    recognizer = Counting((CALLER, prompt(8, 10, "One moment.")))
    heard = an_ivr_call(recognizer, prompt(1, 4, "Press a key."))

    assert [u.text for u in heard.transcript.utterances][-1] == "One moment."
    (asked,) = (segment for segment in recognizer.asked if segment.channel is Channel.IVR)
    assert asked.span.overlap(Span(8, 10)) == pytest.approx(2.0, abs=0.1)


def test_a_prompt_the_caller_cut_short_before_it_was_heard_is_not_in_the_transcript() -> None:
    heard = an_ivr_call(
        Counting((CALLER,)), prompt(1, 4, "Press a key."), prompt(10.5, 12, "Or 2.")
    )
    assert "Or 2." not in {u.text for u in heard.transcript.utterances}


def test_music_is_no_voice_and_gives_no_words() -> None:
    recognizer = Counting((CALLER, prompt(8, 10, "Thank you for watching.")))
    heard = an_ivr_call(recognizer, prompt(1, 4, "Press a key."), prompt(8, 10, ""))

    assert [u.text for u in heard.transcript.utterances] == ["Press a key.", "A repair, please."]
    assert heard.voiced[Channel.IVR] == (Span(1, 4),)


def test_when_a_part_of_a_prompt_was_said_is_not_guessed() -> None:
    heard = an_ivr_call(Counting((CALLER,)), prompt(1, 4, "Your number is 0 3 0 0 0 0."))
    (word,) = heard.transcript.utterances[0].words
    assert word.span == Span(1, 4)


def test_a_prompt_told_longer_than_the_call_ends_with_it() -> None:
    heard = an_ivr_call(Counting((CALLER,)), prompt(8, 14, "One moment."))
    assert heard.transcript.utterances[-1].span == Span(8, DURATION_S)
