"""Finds phrases by their sound where recognizers miswrote them, quickly enough for every utterance."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Generic, TypeVar

from speech.matching import Match, Sound, find
from speech.transcript import Language

SubjectT = TypeVar("SubjectT")

# Consonants that telephone sound does not tell apart, and vowels that only lengthen.
_SOFT = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホ",
)
_LENGTHENING = re.compile("(?<=[オコソトノホモヨロョウクスツヌフムユルュゥ])ウ|ッ")
_SHORTEST_EXACT = 4
_SHORTEST = {Language.JA: 5, Language.EN: 8, Language.KO: 99}
_LEAST_SCORE = {Language.JA: 0.8, Language.EN: 0.84, Language.KO: 1.0}
# Shorter phrases are near to many other words: up to this length a higher score is asked.
_SHORT_PHRASE = {Language.JA: (6, 0.83), Language.EN: (9, 0.9), Language.KO: (0, 1.0)}


# Half of many cues is 番号, which is heard well and tells nothing.
_COMMON_END = "ハンコ"
_LEAST_WITH_COMMON_END = 0.87
_WITHIN_WORD = 0.9


class SoundIndex(Generic[SubjectT]):
    """Phrases by their sound, each with its subject.

    An index of neighbouring symbols leaves a handful of phrases to be compared, which is three
    times as fast as comparing all.
    """

    def __init__(self, language: Language, subjects: Mapping[str, SubjectT]) -> None:
        self.subjects = subjects
        self._language = language
        self._needed: dict[str, int] = {}
        self._by_pair: dict[str, list[str]] = {}
        for phrase in _without_longer(subjects, _SHORTEST[language]):
            pairs = _pairs(phrase)
            wrong = max(1, round(len(phrase) * (1 - _LEAST_SCORE[language])))
            self._needed[phrase] = len(pairs) - 2 * wrong
            for pair in pairs:
                self._by_pair.setdefault(pair, []).append(phrase)

    def near(self, heard: Sound) -> Iterator[tuple[str, Match]]:
        """The phrases heard, each with its best place; places may overlap."""
        known = _pairs(heard.symbols) & self._by_pair.keys()
        hits = Counter(chain.from_iterable(self._by_pair[pair] for pair in known))
        for phrase, count in hits.items():
            if count >= self._needed[phrase]:
                match = self._match(phrase, heard)
                if match is not None:
                    yield phrase, match
        if self._language is Language.JA:
            yield from self._short(heard)

    def _match(self, phrase: str, heard: Sound) -> Match | None:
        longest, least_short = _SHORT_PHRASE[self._language]
        least = least_short if len(phrase) <= longest else _LEAST_SCORE[self._language]
        if phrase.endswith(_COMMON_END):
            least = max(least, _LEAST_WITH_COMMON_END)
        if len(phrase) * least > len(heard.symbols):
            return None
        match = find(phrase, heard, least_score=least)
        if match is None:
            return None
        place = heard.starts.index(match.start)
        if self._language is not Language.EN:
            # レシート番号 is a part of クレジット番号: sounds from within a word are doubtful.
            whole = heard.symbols.startswith(phrase[:2], place)
            return match if whole else Match(match.start, match.end, match.score * _WITHIN_WORD)
        if heard.symbols[place] == " ":
            place += 1
        begins_word = place == 0 or heard.symbols[place - 1] == " "
        return Match(heard.starts[place], match.end, match.score) if begins_word else None

    def _short(self, heard: Sound) -> Iterator[tuple[str, Match]]:
        """Words of few sounds must sound exactly so, from where a token begins."""
        starts = heard.starts
        for place in range(len(starts)):
            if place and starts[place] == starts[place - 1]:
                continue
            phrase = heard.symbols[place : place + _SHORTEST_EXACT]
            if len(phrase) == _SHORTEST_EXACT and phrase in self.subjects:
                yield phrase, Match(starts[place], heard.ends[place + _SHORTEST_EXACT - 1], 0.93)


def softened(sound: Sound) -> Sound:
    """The sound without what is easily misheard: voicing, long vowels, doubled consonants."""
    symbols = sound.symbols.translate(_SOFT)
    dropped = {place for m in _LENGTHENING.finditer(symbols) for place in range(m.start(), m.end())}
    kept = [place for place in range(len(symbols)) if place not in dropped]
    return Sound(
        "".join(symbols[place] for place in kept),
        tuple(sound.starts[place] for place in kept),
        tuple(sound.ends[place] for place in kept),
    )


def _pairs(symbols: str) -> set[str]:
    return {symbols[place : place + 2] for place in range(len(symbols) - 1)}


def _without_longer(subjects: Mapping[str, SubjectT], shortest: int) -> list[str]:
    """Phrases long enough to be misheard and still known, without those that hold a shorter one."""
    kept: list[str] = []
    for phrase in sorted((s for s in subjects if len(s) >= shortest), key=len):
        if not any(short in phrase and subjects[short] == subjects[phrase] for short in kept):
            kept.append(phrase)
    return kept
