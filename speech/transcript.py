"""What was said: words, utterances, turns and the transcript of a whole call, before redaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from speech.audio import Channel, Span


class Language(StrEnum):
    """Languages a call can be held in; fixed for a call, never guessed for an utterance."""

    JA = "ja"
    EN = "en"
    KO = "ko"


@dataclass(frozen=True, slots=True)
class Word:
    """A recognized word or piece of one, with the blank before it where the language has blanks.

    `confidence` lies in 0..1. Japanese recognizers cut where they like: a word here is only the
    smallest text that has a time.
    """

    text: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech of one channel between two endpoints.

    `text` is NFKC-normalised and is exactly the joined text of `words` where there are any,
    so an offset into the text leads to a word and its time.
    """

    channel: Channel
    span: Span
    text: str
    words: tuple[Word, ...] = ()
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if self.words and "".join(word.text for word in self.words) != self.text:
            raise ValueError("an utterance's words must join to its text")


class Spoken(Protocol):
    """Anything with a side, a time and a text: an utterance, redacted or not."""

    @property
    def channel(self) -> Channel: ...
    @property
    def span(self) -> Span: ...
    @property
    def text(self) -> str: ...


SpokenT = TypeVar("SpokenT", bound=Spoken)


@dataclass(frozen=True, slots=True)
class Turn(Generic[SpokenT]):
    """Consecutive utterances of one side; `number` counts from 0 through the call."""

    number: int
    channel: Channel
    utterances: tuple[SpokenT, ...]

    @property
    def span(self) -> Span:
        return Span(self.utterances[0].span.start, max(u.span.end for u in self.utterances))

    def text(self, language: Language) -> str:
        """The utterances joined, with a blank between them except in Japanese."""
        return ("" if language is Language.JA else " ").join(u.text for u in self.utterances)


def turns_of(utterances: Iterable[SpokenT]) -> list[Turn[SpokenT]]:
    """The utterances, already in order of their start, grouped by side."""
    sides = groupby(utterances, key=lambda utterance: utterance.channel)
    return [Turn(number, side, tuple(said)) for number, (side, said) in enumerate(sides)]


@dataclass(frozen=True, slots=True)
class Transcript:
    """All utterances of a call in order of their start. Never stored, logged or shown."""

    language: Language
    utterances: tuple[Utterance, ...]

    def __post_init__(self) -> None:
        starts = [utterance.span.start for utterance in self.utterances]
        if starts != sorted(starts):
            raise ValueError("a transcript's utterances stand in order of their start")
