"""Hears what a script says was said, for tests and for demonstrations of dialogues."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.loading import EngineOptions
from speech.audio import AudioFrame, Channel, Span
from speech.errors import DefinitionError, ModelError
from speech.recognizing import Segment, Traits, no_progress, recognize_one_by_one
from speech.transcript import Language, Utterance, Word


@dataclass(frozen=True, slots=True)
class ScriptedRecognizer:
    """Gives each stretch of sound the utterances of its channel that mostly lie in it."""

    script: tuple[Utterance, ...]

    @property
    def traits(self) -> Traits:
        return Traits(frozenset(Language), streaming=True, phrase_list=True, word_times=True)

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> "ScriptedSession":
        return ScriptedSession(self.script, language, tuple(phrases))

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        return recognize_one_by_one(self, segments, language, progress=progress)


@dataclass(slots=True)
class ScriptedSession:
    """Follows one channel; a partial appears when a scripted utterance has begun."""

    script: tuple[Utterance, ...]
    language: Language
    phrases: tuple[str, ...]
    _channel: Channel | None = None
    _span: Span | None = None
    _partial: str = ""

    def accept(self, frame: AudioFrame) -> str | None:
        start = self._span.start if self._span else frame.span.start
        self._span, self._channel = Span(start, frame.span.end), frame.channel
        begun = [u for u in self._mine() if u.span.start < frame.span.end]
        partial = self._joined(begun)
        if partial == self._partial:
            return None
        self._partial = partial
        return partial

    def finish(self) -> Utterance | None:
        if self._span is None or self._channel is None:
            return None
        said, span, channel = self._mine(), self._span, self._channel
        self._span, self._channel, self._partial = None, None, ""
        words = tuple(self._words(said))
        text = "".join(word.text for word in words)
        if not text or (self.phrases and text not in self.phrases):
            return None
        return Utterance(channel, span, text, words)

    def _words(self, said: Sequence[Utterance]) -> Iterator[Word]:
        """Words (in Japanese: characters) that share out the time of their scripted utterance."""
        for place, utterance in enumerate(said):
            pieces = list(utterance.text) if self._blank() == "" else utterance.text.split()
            step_s = utterance.span.duration / max(1, len(pieces))
            for number, piece in enumerate(pieces):
                start = utterance.span.start + number * step_s
                blank = self._blank() if place or number else ""
                yield Word(blank + piece, Span(start, start + step_s), 1.0)

    def _mine(self) -> list[Utterance]:
        """The scripted utterances of this channel whose greater part lies in what was heard."""
        assert self._span is not None
        return [
            utterance
            for utterance in self.script
            if utterance.channel == self._channel
            and utterance.span.overlap(self._span) > utterance.span.duration / 2
        ]

    def _blank(self) -> str:
        return "" if self.language is Language.JA else " "

    def _joined(self, said: Sequence[Utterance]) -> str:
        return self._blank().join(utterance.text for utterance in said)


def load(options: EngineOptions) -> ScriptedRecognizer:
    """Read a script: a JSON list of {"channel", "start", "end", "text"} at `options.model`."""
    path = Path(options.model)
    if not path.is_file():
        raise ModelError(
            f"no script at {options.model!r}; give the path of a JSON list of utterances"
        )
    return ScriptedRecognizer(read_script(path))


def read_script(path: Path) -> tuple[Utterance, ...]:
    """The utterances of a script in order of their start."""
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))
        script = [
            Utterance(
                Channel(line["channel"]), Span(line["start"], line["end"]), _plain(line["text"])
            )
            for line in lines
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise DefinitionError(f"{path.name}: not a list of utterances ({error})") from error
    return tuple(sorted(script, key=lambda utterance: utterance.span.start))


def _plain(text: str) -> str:
    """The text as recognizers write it: normalised, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
