"""The seams of readers (tokens with readings) and taggers (names and places in text)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text at code points [start, end) with its katakana reading and part of speech.

    `part_of_speech` is the dictionary's tuple, coarse first, e.g. ("名詞", "固有名詞", "人名", "姓").
    For text without readings (Latin letters) `reading` is the text itself.
    """

    text: str
    start: int
    end: int
    reading: str
    part_of_speech: tuple[str, ...]


class Reader(Protocol):
    """Cuts Japanese text into tokens with readings; `models/readers/<name>.py`."""

    def tokens(self, text: str) -> Sequence[Token]: ...


@dataclass(frozen=True, slots=True)
class Naming:
    """A person ("PERSON") or place ("PLACE") found in text at code points [start, end)."""

    start: int
    end: int
    label: str


class Tagger(Protocol):
    """Finds names of persons and places in one utterance; `models/taggers/<name>.py`."""

    def names(self, text: str) -> Sequence[Naming]: ...
