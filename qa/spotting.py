"""Spots phrases in what was heard: short ones letter for letter, long ones with tolerance.

Recognizers miswrite kanji but keep most of the reading, so a Japanese stem of eight kana and more
may differ a little; a part of four kana or fewer must also begin where a word does, or it would
fire inside other words. English parts are whole words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from qa.phrasebook import Part, Phrasebook, Phrases, PhraseSet, pairs_of
from speech.matching import Match, Sound, find
from speech.transcript import Language

_SHORT = 4
_ROUGHLY = 0.7
_MOST = 0.6
_GAP_KANA = 14
_GAP_LETTERS = 30


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn's sound with its pairs of symbols, which rule most phrases out at once."""

    sound: Sound
    pairs: frozenset[str]

    @classmethod
    def of(cls, sound: Sound) -> "Heard":
        return cls(sound, pairs_of(sound.symbols))


@dataclass(frozen=True, slots=True)
class _Place:
    """Symbols [start, end) that sound like a part."""

    start: int
    end: int
    score: float

    def covers(self, other: "_Place") -> bool:
        """Whether this is the better reading of most of the same symbols."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return shared >= _MOST * (other.end - other.start) and self.score >= other.score


@dataclass(frozen=True, slots=True)
class _Spotter:
    heard: Heard
    book: Phrasebook
    exact: bool

    @property
    def symbols(self) -> str:
        return self.heard.sound.symbols

    @property
    def kana(self) -> bool:
        return self.book.language is Language.JA

    def places(self, phrases: Phrases) -> list[_Place]:
        text, pairs = self.heard.sound.symbols, self.heard.pairs
        tolerant = not self.exact
        return [
            place
            for first, tails in phrases.items()
            if first.symbols in text
            or (tolerant and first.edits and len(first.pairs & pairs) >= first.least_pairs)
            for begun in self._part(first, 0, len(text))
            for tail in tails
            for place in self._finished(begun, tail)
        ]

    def _finished(self, begun: _Place, tail: tuple[Part, ...]) -> Iterator[_Place]:
        if not tail and not self._ends_word(begun):
            return
        place: _Place | None = begun
        for part in tail:
            place = self._prolonged(place, part) if place else None
        if place is not None:
            yield place

    def _prolonged(self, before: _Place, part: Part) -> _Place | None:
        """`before` up to the nearest place of `part` after it, nothing turning in between."""
        # English words share the blank between them.
        shared = 0 if self.kana else 1
        begin = before.end - shared
        reach = (_GAP_KANA if self.kana else _GAP_LETTERS) + len(part.symbols) + 1
        for place in self._part(part, begin, min(len(self.symbols), begin + reach)):
            if not self.book.turning.search(self.symbols[begin : place.start + shared]):
                return _Place(before.start, place.end, min(before.score, place.score))
        return None

    def _part(self, part: Part, begin: int, end: int) -> Iterator[_Place]:
        symbols = part.symbols
        found = False
        at = self.symbols.find(symbols, begin, end)
        while at >= 0:
            if not self.kana or len(symbols) > _SHORT or self._begins_word(at):
                found = True
                yield _Place(at, at + len(symbols), 1.0)
            at = self.symbols.find(symbols, at + 1, end)
        if part.edits and not found and not self.exact:
            yield from self._like(part, begin, end)

    def _like(self, part: Part, begin: int, end: int) -> Iterator[_Place]:
        """The place that sounds most like the stem, if its ending follows."""
        places = range(begin, end)
        window = Sound(self.symbols[begin:end], tuple(places), tuple(p + 1 for p in places))
        near = find(part.stem, window, least_score=_ROUGHLY)
        match = self._closest(part, near) if near else None
        if match is None or self._turned(part.stem, match):
            return
        slack = min(1, len(part.ending))
        at = self.symbols.find(part.ending, match.end - slack, match.end + len(part.ending) + slack)
        if at >= 0:
            yield _Place(match.start, at + len(part.ending), match.score)

    def _closest(self, part: Part, near: Match) -> _Place | None:
        """The best place around a rough one, if few enough kana differ.

        The last one must be right: it is where 変えたい and 返して part.
        """
        starts = range(max(0, near.start - 2), near.start + 3)
        ends = range(near.end - 2, min(len(self.symbols), near.end + 2) + 1)
        edits, start, end = min(
            (
                (Levenshtein.distance(part.stem, self.symbols[start:end]), start, end)
                for start in starts
                for end in ends
                if self.symbols[start:end].endswith(part.stem[-1])
            ),
            default=(len(part.stem), 0, 0),
        )
        if edits > part.edits:
            return None
        return _Place(start, end, 1 - edits / len(part.stem))

    def _turned(self, stem: str, match: _Place) -> bool:
        turning = self.book.turning
        near = self.symbols[match.start : match.end]
        return len(turning.findall(stem)) != len(turning.findall(near))

    def _begins_word(self, start: int) -> bool:
        starts = self.heard.sound.starts
        return start == 0 or starts[start - 1] != starts[start]

    def _ends_word(self, place: _Place) -> bool:
        """Whether a short place ends where a word does; within a longer phrase stems will do."""
        starts, end = self.heard.sound.starts, place.end
        whole = end == len(starts) or starts[end] != starts[end - 1]
        return whole or end - place.start > _SHORT


def spot(entry: PhraseSet, heard: Heard, book: Phrasebook) -> Match | None:
    """The closest of a set's phrases in `heard`, as code points of the text."""
    spotter = _Spotter(heard, book, entry.exact)
    places = spotter.places(entry.phrases)
    if places and entry.unlike:
        others = spotter.places(entry.unlike)
        places = [place for place in places if not any(o.covers(place) for o in others)]
    if not places:
        return None
    best = min(places, key=lambda place: (-place.score, place.start))
    sound = heard.sound
    # The blank before an English phrase belongs to the word before it.
    first = best.start + (sound.symbols[best.start] == " ")
    return Match(sound.starts[first], sound.ends[best.end - 1], best.score)
