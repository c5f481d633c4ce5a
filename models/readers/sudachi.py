"""Reads Japanese text with SudachiPy's core dictionary."""

from dataclasses import dataclass
from typing import Any

from speech.reading import Token

# The dictionary "reads" signs and blanks as words like キゴウ; nobody says them.
_UNREAD = frozenset({"補助記号", "記号", "空白"})


@dataclass(frozen=True, slots=True)
class SudachiReader:
    """Short units (mode A), so that a token's offsets are as narrow as its reading is known."""

    dictionary: Any

    def tokens(self, text: str) -> list[Token]:
        # A tokenizer may not be used by two threads; a new one costs a few microseconds.
        tokenizer = self.dictionary.create(mode="A")
        # Where one sign stands for several words (㍻), all but one morpheme have no text.
        return [_token(morpheme) for morpheme in tokenizer.tokenize(text) if morpheme.surface()]


def load() -> SudachiReader:
    """Open the dictionary (memory-mapped, about 0.1 s)."""
    from sudachipy import Dictionary

    return SudachiReader(Dictionary(dict="core"))


def _token(morpheme: Any) -> Token:  # noqa: ANN401 - sudachipy has no types
    surface = morpheme.surface()
    part_of_speech = morpheme.part_of_speech()
    unread = part_of_speech[0] in _UNREAD or surface[0].isdecimal() or _is_latin(surface)
    return Token(
        text=surface,
        start=morpheme.begin(),
        end=morpheme.end(),
        reading=surface if unread else morpheme.reading_form() or surface,
        part_of_speech=tuple(part_of_speech[:4]),
    )


def _is_latin(surface: str) -> bool:
    return surface[0].isalpha() and surface[0] < "\u0250"
