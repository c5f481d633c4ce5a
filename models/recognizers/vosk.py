"""Any Vosk (Kaldi) model: streaming, with partial results and phrase lists.

Feeding it blocks for up to a second at times: never call a session on an audio callback.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from models.catalog import catalog, model_folder
from models.loading import EngineOptions
from speech.audio import AudioFrame, Samples, Span
from speech.errors import ModelError
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


@dataclass(frozen=True, slots=True)
class VoskRecognizer:
    """A loaded model; `rate_hz` is what it was trained on, 8000 or 16000."""

    model: Any
    rate_hz: int
    languages: frozenset[Language]

    @property
    def traits(self) -> Traits:
        return Traits(self.languages, streaming=True, phrase_list=True, word_times=True)

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> "VoskSession":
        if self.languages and language not in self.languages:
            raise ModelError(f"this Vosk model does not hear the language {language.value!r}")
        return VoskSession(self, language, self._grammar(phrases))

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        return recognize_one_by_one(self, segments, language, progress=progress)

    def _grammar(self, phrases: Sequence[str]) -> str | None:
        """The phrases as Vosk takes them; it would drop words it does not know in silence."""
        if not phrases:
            return None
        words = {word for phrase in phrases for word in phrase.split()}
        unknown = sorted(word for word in words if self.model.vosk_model_find_word(word) < 0)
        if unknown:
            raise ModelError(f"words this Vosk model does not know: {', '.join(unknown)}")
        # Without a word for everything else whatever is said comes out as one of the phrases.
        rest = [_UNKNOWN] if self.model.vosk_model_find_word(_UNKNOWN) >= 0 else []
        return json.dumps([*phrases, *rest], ensure_ascii=False)


@dataclass(slots=True)
class VoskSession:
    """One channel's recognition; Kaldi's own state is made anew for each utterance."""

    recognizer: VoskRecognizer
    language: Language
    grammar: str | None
    _engine: Any = None
    _resampler: Any = None
    _first: AudioFrame | None = None
    _end: float = 0.0
    _words: list[dict[str, Any]] = field(default_factory=list)
    _partial: str = ""

    def accept(self, frame: AudioFrame) -> str | None:
        if frame.rate_hz != RECOGNIZER_RATE_HZ:
            raise ModelError(f"vosk is given {RECOGNIZER_RATE_HZ} Hz, not {frame.rate_hz} Hz")
        if self._first is None:
            self._begin(frame)
        self._end = frame.span.end
        if self._engine.AcceptWaveform(self._at_model_rate(frame.samples).tobytes()):
            self._words += json.loads(self._engine.Result()).get("result", [])
        going_on = json.loads(self._engine.PartialResult()).get("partial", "").split()
        partial = self._text([*(word["word"] for word in self._words), *going_on])
        if partial == self._partial:
            return None
        self._partial = partial
        return partial

    def finish(self) -> Utterance | None:
        if self._first is None:
            return None
        rest = self._at_model_rate(np.zeros(0, np.int16), last=True)
        if len(rest) and self._engine.AcceptWaveform(rest.tobytes()):
            self._words += json.loads(self._engine.Result()).get("result", [])
        self._words += json.loads(self._engine.FinalResult()).get("result", [])
        first, heard, self._first, self._words = self._first, self._words, None, []
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

    def _begin(self, frame: AudioFrame) -> None:
        from vosk import KaldiRecognizer

        rate_hz = self.recognizer.rate_hz
        grammar = [] if self.grammar is None else [self.grammar]
        self._engine = KaldiRecognizer(self.recognizer.model, rate_hz, *grammar)
        self._engine.SetWords(enable_words=True)
        self._first = frame
        if rate_hz != RECOGNIZER_RATE_HZ:
            import soxr

            self._resampler = soxr.ResampleStream(RECOGNIZER_RATE_HZ, rate_hz, 1, dtype="int16")

    def _at_model_rate(self, samples: Samples, *, last: bool = False) -> Samples:
        if self._resampler is None:
            return samples
        resampled: Samples = self._resampler.resample_chunk(samples, last=last)
        return resampled

    def _word(self, number: int, heard: dict[str, Any], span: Span) -> Word:
        blank = " " if number and self.language is not Language.JA else ""
        text = blank + unicodedata.normalize("NFKC", heard["word"])
        start = min(span.start + heard["start"], span.end)
        end = min(max(start, span.start + heard["end"]), span.end)
        return Word(text, Span(start, end), min(1.0, max(0.0, heard["conf"])))

    def _text(self, words: Sequence[str]) -> str:
        said = ("" if self.language is Language.JA else " ").join(w for w in words if w != _UNKNOWN)
        return unicodedata.normalize("NFKC", said)


def load(options: EngineOptions) -> VoskRecognizer:
    """Load a model of the catalog or a folder (2 to 8 s, 0.6 GB for a small one)."""
    if not options.model:
        raise ModelError("vosk needs a model: a name of the catalog or the path of its folder")
    folder = model_folder(options.model, options.models_folder, engine="vosk")
    # The library cannot be told apart from a crash when a folder is not a model at all.
    if not any((folder / name).exists() for name in ("am", "final.mdl")):
        raise ModelError(f"{folder} is no Vosk model: it holds neither am/ nor final.mdl")
    from vosk import Model, SetLogLevel

    SetLogLevel(_SILENT)
    try:
        model = Model(str(folder))
    except Exception as error:
        raise ModelError(f"cannot load the Vosk model in {folder}: {error}") from error
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
