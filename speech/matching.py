"""Finds phrases by how they sound, because recognizers miswrite kanji and drop sounds.

10 of 23 Japanese cue words come out miswritten on telephone speech, while their reading stays
within one substitution in four morae; so phrases are compared as kana (Japanese) or as letters
(other languages) with a tolerance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from speech.reading import Token

_SAME_SOUND = str.maketrans("ヲヅヂヴヮ", "オズジブワ", "ー・、。 　")
_HIRAGANA_TO_KATAKANA = str.maketrans({code: code + 0x60 for code in range(0x3041, 0x3097)})


@dataclass(frozen=True, slots=True)
class Sound:
    """How a text sounds: one symbol a character, and where in the text each comes from."""

    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase heard at code points [start, end); `score` 0..1, 1 is letter for letter."""

    start: int
    end: int
    score: float


def kana(text: str) -> str:
    """A reading in katakana without marks that are not heard apart."""
    return text.translate(_HIRAGANA_TO_KATAKANA).translate(_SAME_SOUND)


def sound_of_tokens(tokens: Sequence[Token]) -> Sound:
    """The sound of Japanese text by its readings; every kana of a token points at the whole token."""
    symbols: list[str] = []
    places: list[tuple[int, int]] = []
    for token in tokens:
        for symbol in kana(token.reading).casefold():
            symbols.append(symbol)
            places.append((token.start, token.end))
    return Sound("".join(symbols), tuple(p[0] for p in places), tuple(p[1] for p in places))


def sound_of_letters(text: str) -> Sound:
    """The sound of alphabetic text, roughly: letters, digits and single blanks between words."""
    symbols: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isalnum():
            symbols.append(character.casefold()[0])
            places.append(place)
        elif character.isspace() and symbols and symbols[-1] != " ":
            symbols.append(" ")
            places.append(place)
    return Sound("".join(symbols), tuple(places), tuple(place + 1 for place in places))


def find(phrase: str, heard: Sound, *, least_score: float = 0.75) -> Match | None:
    """The best place of `phrase` in `heard`, or None below `least_score`.

    `phrase` is given in the symbols of `heard`: `kana(…)`, or the symbols of `sound_of_letters`.
    The score is 1 - edits / (2 * length) with a substitution as two edits; 0.75 lets one symbol in
    four be wrong. A phrase longer than what was heard is not looked for in it.
    """
    if not phrase or len(phrase) > len(heard.symbols) / least_score:
        return None
    if len(phrase) > len(heard.symbols):
        score = fuzz.ratio(phrase, heard.symbols) / 100
        if score < least_score:
            return None
        return Match(heard.starts[0], heard.ends[-1], score)
    place = fuzz.partial_ratio_alignment(phrase, heard.symbols, score_cutoff=least_score * 100)
    if place is None or place.dest_end == place.dest_start:
        return None
    return Match(heard.starts[place.dest_start], heard.ends[place.dest_end - 1], place.score / 100)


def find_any(
    phrases: Sequence[str], heard: Sound, *, least_score: float = 0.75
) -> Iterator[tuple[str, Match]]:
    """Those of `phrases` that are heard, each with its best place."""
    for phrase in phrases:
        match = find(phrase, heard, least_score=least_score)
        if match is not None:
            yield phrase, match
