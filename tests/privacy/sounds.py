"""Makes calls whose words are bursts of noise at known times, and reads the example calls' own times."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from models.recognizers.scripted import ScriptedRecognizer
from privacy.bleep import bleep, masks, replacement
from privacy.redacted import RedactedAudio, RedactedTranscript
from privacy.redactor import Redactor
from privacy.second_listen import SecondListener
from recorder.soundfile_reading import resampled
from speech.audio import CallAudio, Channel, Samples, Span
from speech.reading import Reader
from speech.recognizing import Recognizer
from speech.transcript import Language, Transcript, Utterance, Word

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
RATE_HZ = 8000
_SIDES = {"c": Channel.CALLER, "o": Channel.OPERATOR}
_WORD_S = 0.5
_PAUSE_S = 1.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A call, what was heard in it, and what redaction made of that."""

    audio: CallAudio
    transcript: Transcript
    redacted: RedactedTranscript

    def bleeped(self) -> RedactedAudio:
        """The sound with the masks it must have."""
        return bleep(self.audio, masks(self.redacted, end_of_call_s=self.audio.duration_s))

    def moved(self, by_s: float) -> RedactedAudio:
        """The sound with all masks off by some seconds."""
        end_s = self.audio.duration_s
        spans = self.bleeped().masks
        return self.with_masks(
            *(
                Span(min(end_s, max(0.0, one.start + by_s)), min(end_s, max(0.0, one.end + by_s)))
                for one in spans
            )
        )

    def with_masks(self, *spans: Span) -> RedactedAudio:
        """The sound with just these masks."""
        channels = {
            side: _masked(samples, spans, self.audio.rate_hz)
            for side, samples in self.audio.channels.items()
        }
        return RedactedAudio(self.audio.rate_hz, channels, spans)


def _masked(samples: Samples, spans: tuple[Span, ...], rate_hz: int) -> Samples:
    masked = samples.copy()
    for span in spans:
        place = slice(int(np.floor(span.start * rate_hz)), int(np.ceil(span.end * rate_hz)))
        masked[place] = replacement(len(masked[place]), rate_hz, tone=True)
    return masked


def spoken(redactor: Redactor, language: str, *lines: str) -> Taken:
    """A call of lines such as "c: my| name| is": each piece is half a second of noise."""
    now = 1.0
    said: list[Utterance] = []
    for line in lines:
        words = []
        for piece in line[3:].split("|"):
            words.append(Word(piece, Span(now, now + _WORD_S), 0.9))
            now += _WORD_S
        text = "".join(word.text for word in words)
        span = Span(words[0].span.start, now)
        said.append(Utterance(_SIDES[line[0]], span, text, tuple(words), 0.9))
        now += _PAUSE_S
    transcript = Transcript(Language(language), tuple(said))
    audio = noise(now, [(one.channel, one.span) for one in said])
    return Taken(audio, transcript, redactor.redact(transcript))


def noise(seconds: float, spoken: list[tuple[Channel, Span]]) -> CallAudio:
    """Two quiet channels with louder noise where somebody speaks."""
    random = np.random.default_rng(7)
    channels = {}
    for side in (Channel.CALLER, Channel.OPERATOR):
        samples = random.normal(0, 15, round(seconds * RATE_HZ))
        for channel, span in spoken:
            if channel is side:
                piece = samples[span.samples(RATE_HZ)]
                piece += random.normal(0, 3000, len(piece))
        channels[side] = samples.astype(np.int16)
    return CallAudio(RATE_HZ, channels)


def heard_again(*said: tuple[str, float, float, str]) -> ScriptedRecognizer:
    """Hears, in what it is given of a stretch ("c", start, end), the text written for it."""
    script = [Utterance(_SIDES[side], Span(start, end), text) for side, start, end, text in said]
    return ScriptedRecognizer(tuple(sorted(script, key=lambda one: one.span)))


def listener(
    redactor: Redactor,
    recognizer: Recognizer,
    *,
    second: Recognizer | None = None,
    reader: Reader | None = None,
) -> SecondListener:
    return SecondListener(recognizer, second, redactor, "first", "other", resampled, reader)


def example(name: str, redactor: Redactor) -> Taken:
    """An example call, its words and their times taken from its gold facts."""
    gold = json.loads((FIXTURES / f"{name}.gold.json").read_text("utf-8"))
    samples, rate_hz = soundfile.read(FIXTURES / f"{name}.flac", dtype="int16")
    audio = CallAudio(
        rate_hz, {Channel.CALLER: samples[:, 0].copy(), Channel.OPERATOR: samples[:, 1].copy()}
    )
    said = [_said(line, number, gold) for number, line in enumerate(gold["lines"])]
    transcript = Transcript(
        Language(gold["language"]), tuple(sorted(said, key=lambda one: one.span.start))
    )
    return Taken(audio, transcript, redactor.redact(transcript))


def _said(line: dict[str, Any], number: int, gold: dict[str, Any]) -> Utterance:
    words: list[Word] = []
    place, now = 0, float(line["start"])
    for item in [one for one in gold["personal"] if one["line"] == number]:
        words += _spread(line["text"][place : item["text_start"]], Span(now, item["start"]))
        words += _spread(item["text"], Span(item["start"], item["end"]))
        place, now = item["text_end"], item["end"]
    words += _spread(line["text"][place:], Span(now, max(now, line["end"])))
    span = Span(line["start"], max(line["end"], now))
    return Utterance(Channel(line["channel"]), span, line["text"], tuple(words))


def _spread(text: str, span: Span) -> list[Word]:
    """Pieces of four characters that share out a stretch of time."""
    pieces = [text[place : place + 4] for place in range(0, len(text), 4)]
    step_s = span.duration / max(1, len(pieces))
    return [
        Word(piece, Span(span.start + n * step_s, span.start + (n + 1) * step_s), 1.0)
        for n, piece in enumerate(pieces)
    ]
