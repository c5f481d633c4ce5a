"""Any Vosk (Kaldi) model: streaming, with partial results and phrase lists.

Feeding it blocks for up to a second at times: never call a session on an audio callback.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from models.catalog import catalog, model_folder
from models.loading import EngineOptions
from speech.audio import AudioFrame, Samples, Span
from speech.errors import ModelError
from speech.reasons import reason
from speech.recognizing import (
    RECOGNIZER_RATE_HZ,
    Segment,
    Traits,
    no_progress,
    recognize_one_by_one,
)
from speech.transcript import Language, Utterance, Word

_UNKNOWN = "[unk]"
_SILENT = -1
_END_SILENCE_S = 0.16
"""Text comes as fast as speech here, so that waiting for the end is most of its delay."""


@dataclass(slots=True)
class Decoder:
    """Kaldi's own recognizer, which counts its time from the first sample it was ever given."""

    kaldi: Any
    samples: int = 0

    def accept(self, samples: Samples) -> bool:
        """Take more; whether Kaldi has closed a piece of its own."""
        self.samples += len(samples)
        return bool(self.kaldi.AcceptWaveform(samples.tobytes()))


@dataclass(frozen=True, slots=True)
class VoskRecognizer:
    """A loaded model; `rate_hz` is what it was trained on, 8000 or 16000."""

    model: Any
    rate_hz: int
    languages: frozenset[Language]
    _idle: list[Decoder] = field(default_factory=list)

    @property
    def traits(self) -> Traits:
        return Traits(
            self.languages,
            streaming=True,
            phrase_list=True,
            word_times=True,
            end_silence_s=_END_SILENCE_S,
        )

    @property
    def knows_others(self) -> bool:
        """Whether, held to a list, it can tell that something else was said; not all models can."""
        return bool(self.model.vosk_model_find_word(_UNKNOWN) >= 0)

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> "VoskSession":
        if self.languages and language not in self.languages:
            raise ModelError(
                "model.no_language", model="Vosk", language=reason(f"language.{language}")
            )
        return VoskSession(self, language, self._grammar(phrases))

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        return recognize_one_by_one(self, segments, language, progress=progress)

    def decoder(self, grammar: str | None) -> Decoder:
        """One that nobody uses, or a new one.

        A decoder unfolds the model's graph as it hears, which costs a new one 0.7 s in the first
        second of speech and four times the work: those that hear everything are used again.
        """
        if grammar is None:
            with suppress(IndexError):
                return self._idle.pop()
        from vosk import KaldiRecognizer

        kaldi = KaldiRecognizer(self.model, self.rate_hz, *([] if grammar is None else [grammar]))
        kaldi.SetWords(enable_words=True)
        return Decoder(kaldi)

    def give_back(self, decoder: Decoder, grammar: str | None) -> None:
        """Take a decoder that has given its final result."""
        if grammar is None:
            self._idle.append(decoder)

    def _grammar(self, phrases: Sequence[str]) -> str | None:
        """The phrases as Vosk takes them; it would drop words it does not know in silence."""
        if not phrases:
            return None
        words = {word for phrase in phrases for word in phrase.split()}
        unknown = sorted(word for word in words if self.model.vosk_model_find_word(word) < 0)
        if unknown:
            raise ModelError("model.no_words", words=", ".join(unknown))
        # Without a word for everything else whatever is said comes out as one of the phrases.
        rest = [_UNKNOWN] if self.knows_others else []
        return json.dumps([*phrases, *rest], ensure_ascii=False)


@dataclass(slots=True)
class VoskSession:
    """One channel's recognition; it has a decoder from an utterance's first frame to its last."""

    recognizer: VoskRecognizer
    language: Language
    grammar: str | None
    _decoder: Decoder | None = None
    _decoder_from_s: float = 0.0
    _resampler: Any = None
    _first: AudioFrame | None = None
    _end: float = 0.0
    _words: list[dict[str, Any]] = field(default_factory=list)
    _partial: str = ""

    def accept(self, frame: AudioFrame) -> str | None:
        if frame.rate_hz != RECOGNIZER_RATE_HZ:
            raise ModelError(f"vosk is given {RECOGNIZER_RATE_HZ} Hz, not {frame.rate_hz} Hz")
        decoder = self._decoder or self._begin(frame)
        self._end = frame.span.end
        if decoder.accept(self._at_model_rate(frame.samples)):
            self._words += json.loads(decoder.kaldi.Result()).get("result", [])
        going_on = json.loads(decoder.kaldi.PartialResult()).get("partial", "").split()
        partial = self._text([*(word["word"] for word in self._words), *going_on])
        if partial == self._partial:
            return None
        self._partial = partial
        return partial

    def finish(self) -> Utterance | None:
        decoder, first = self._decoder, self._first
        if decoder is None or first is None:
            return None
        rest = self._at_model_rate(np.zeros(0, np.int16), last=True)
        if len(rest) and decoder.accept(rest):
            self._words += json.loads(decoder.kaldi.Result()).get("result", [])
        self._words += json.loads(decoder.kaldi.FinalResult()).get("result", [])
        self.recognizer.give_back(decoder, self.grammar)
        heard, self._words = self._words, []
        self._decoder = self._first = None
        self._partial = ""
        span = Span(first.span.start, self._end)
        words = tuple(
            self._word(number, word, span)
            for number, word in enumerate(w for w in heard if w["word"] != _UNKNOWN)
        )
        if not words:
            return None
        confidence = sum(word.confidence for word in words) / len(words)
        text = "".join(word.text for word in words)
        return Utterance(first.channel, span, text, words, confidence)

    def _begin(self, frame: AudioFrame) -> Decoder:
        rate_hz = self.recognizer.rate_hz
        decoder = self._decoder = self.recognizer.decoder(self.grammar)
        self._decoder_from_s = decoder.samples / rate_hz
        self._first = frame
        if rate_hz != RECOGNIZER_RATE_HZ:
            import soxr

            self._resampler = soxr.ResampleStream(RECOGNIZER_RATE_HZ, rate_hz, 1, dtype="int16")
        return decoder

    def _at_model_rate(self, samples: Samples, *, last: bool = False) -> Samples:
        if self._resampler is None:
            return samples
        resampled: Samples = self._resampler.resample_chunk(samples, last=last)
        return resampled

    def _word(self, number: int, heard: dict[str, Any], span: Span) -> Word:
        blank = " " if number and self.language is not Language.JA else ""
        text = blank + unicodedata.normalize("NFKC", heard["word"])
        offset_s = span.start - self._decoder_from_s
        start = min(max(span.start, offset_s + heard["start"]), span.end)
        end = min(max(start, offset_s + heard["end"]), span.end)
        return Word(text, Span(start, end), min(1.0, max(0.0, heard["conf"])))

    def _text(self, words: Sequence[str]) -> str:
        said = ("" if self.language is Language.JA else " ").join(w for w in words if w != _UNKNOWN)
        return unicodedata.normalize("NFKC", said)


def load(options: EngineOptions) -> VoskRecognizer:
    """Load a model of the catalog or a folder (2 to 8 s, 0.6 GB for a small one)."""
    if not options.model:
        raise ModelError("model.vosk_needs_one")
    folder = model_folder(options.model, options.models_folder, engine="vosk")
    # The library cannot be told apart from a crash when a folder is not a model at all.
    if not any((folder / name).exists() for name in ("am", "final.mdl")):
        raise ModelError("model.no_vosk", folder=folder)
    from vosk import Model, SetLogLevel

    SetLogLevel(_SILENT)
    try:
        model = Model(str(folder))
    except Exception as error:
        raise ModelError(
            "model.not_loaded", model="Vosk", folder=folder, problem=str(error)
        ) from error
    entry = catalog().get(options.model)
    return VoskRecognizer(model, _rate_hz(folder), frozenset(entry.languages if entry else ()))


def _rate_hz(folder: Path) -> int:
    """The rate the model's features are computed at, from its configuration; 16 kHz if unsaid."""
    for path in (folder / "conf" / "mfcc.conf", folder / "mfcc.conf"):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                name, _, value = line.strip().partition("=")
                if name == "--sample-frequency":
                    return round(float(value))
    return RECOGNIZER_RATE_HZ
