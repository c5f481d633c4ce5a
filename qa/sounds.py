"""How a redacted text sounds: kana for Japanese, plain words for English, one symbol for a tag."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from speech.matching import Sound, sound_of_tokens
from speech.reading import Reader

TAG = "□"
"""Stands for whatever was redacted; phrases write it as []."""

TAG_PATTERN = re.compile(r"\[(?:[^\[\]]*\d)?\]")
"""A tag of any kind and language in a redacted text: [電話1], [PHONE 1]; in a phrase also []."""

_SILENT = {"補助記号", "空白"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONG_WORD = 6
_CONTRACTED = re.compile("[テデ]イ(?=マ|ル|タ|ナ|テ)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How English words are made comparable.

    Contractions are written out, weak words (articles, fillers) dropped, and a long word one letter
    away from one of `vocabulary` is taken for it, because recognizers miss endings.
    """

    contractions: Mapping[str, str] = field(default_factory=dict)
    weak: frozenset[str] = frozenset()
    vocabulary: tuple[str, ...] = ()

    def words(self, written: str) -> list[str]:
        word = written.casefold().replace("’", "'")
        spelled = self.contractions.get(word, word.replace("'", "")).split()
        return [self._known(part) for part in spelled if part not in self.weak]

    def _known(self, word: str) -> str:
        if len(word) < _LONG_WORD or word in self.vocabulary:
            return word
        close = process.extractOne(
            word, self.vocabulary, scorer=Levenshtein.distance, score_cutoff=1
        )
        return close[0] if close else word


def kana_sound(text: str, reader: Reader) -> Sound:
    """Japanese text as kana; fillers and punctuation make no sound."""
    symbols: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _pieces(text):
        if TAG_PATTERN.fullmatch(text, start, end):
            symbols.append(TAG)
            starts.append(start)
            ends.append(end)
            continue
        spoken = [t for t in reader.tokens(text[start:end]) if not _is_silent(t.part_of_speech)]
        sound = sound_of_tokens(spoken)
        symbols.append(sound.symbols)
        starts.extend(place + start for place in sound.starts)
        ends.extend(place + start for place in sound.ends)
    return _contracted(Sound("".join(symbols), tuple(starts), tuple(ends)))


def word_sound(text: str, spelling: Spelling) -> Sound:
    """English text as words with one blank on either side of each."""
    symbols = [" "]
    places = [(0, 0)]
    for start, end in _pieces(text):
        if TAG_PATTERN.fullmatch(text, start, end):
            words = [(TAG, start, end)]
        else:
            found = _WORD.finditer(text, start, end)
            words = [(w, m.start(), m.end()) for m in found for w in spelling.words(m.group())]
        for word, first, last in words:
            symbols.append(word + " ")
            places.extend([(first, last)] * (len(word) + 1))
    return Sound("".join(symbols), tuple(p[0] for p in places), tuple(p[1] for p in places))


def _contracted(sound: Sound) -> Sound:
    """ています said as てます: the イ is dropped in talk and, for comparing, always."""
    dropped = {match.start() + 1 for match in _CONTRACTED.finditer(sound.symbols)}
    if not dropped:
        return sound
    kept = [n for n in range(len(sound.symbols)) if n not in dropped]
    return Sound(
        "".join(sound.symbols[n] for n in kept),
        tuple(sound.starts[n] for n in kept),
        tuple(sound.ends[n] for n in kept),
    )


def _is_silent(part_of_speech: tuple[str, ...]) -> bool:
    return part_of_speech[0] in _SILENT or part_of_speech[:2] == ("感動詞", "フィラー")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text cut into tags and what lies between them."""
    end = 0
    for tag in TAG_PATTERN.finditer(text):
        if tag.start() > end:
            yield end, tag.start()
        yield tag.span()
        end = tag.end()
    if end < len(text):
        yield end, len(text)
