"""Finds the words that announce or ask for personal data, as written or as they sound."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from privacy.folding import folded
from privacy.kind import kinds
from speech.errors import DefinitionError
from speech.matching import Sound, find, sound_of_letters, sound_of_tokens
from speech.reading import Reader, Token
from speech.transcript import Language

_FOLDER = Path(__file__).parent / "cues"
# Consonants that telephone sound does not tell apart, and vowels that only lengthen.
_SOFT = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホ",
)
_LENGTHENING = re.compile("(?<=[オコソトノホモヨロョウクスツヌフムユルュゥ])ウ|ッ")
_SHORTEST_EXACT = 4
_SHORT, _SHORT_WORDS = 24, 4
_SHORTEST_FUZZY = {Language.JA: 5, Language.EN: 8}
_LEAST_SCORE = {Language.JA: 0.8, Language.EN: 0.84}
# Shorter phrases are also near to many other words.
_SHORT_PHRASE = {Language.JA: (6, 0.83), Language.EN: (9, 0.9)}
# A topic lets numbers stay, so it must be heard better than what makes them go.
_LEAST_TOPIC_SCORE = 0.9


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cue is about: a kind, a secret said in words, or a topic that is nobody's data."""

    kind: str = ""
    secret: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at code points [start, end); `score` 1 is as written."""

    start: int
    end: int
    subject: Subject
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class CueBook:
    """The cues of one language, ready to be looked for."""

    language: Language
    subjects: Mapping[str, Subject]
    pattern: re.Pattern[str]
    sounds: Mapping[str, Subject]
    long_sounds: Sequence[str]
    corrections: re.Pattern[str]
    unanswered: re.Pattern[str]
    own: re.Pattern[str]
    announcing: re.Pattern[str]
    asking: re.Pattern[str]
    not_asking: re.Pattern[str]
    reader: Reader | None = field(repr=False)

    def cues(self, text: str, tokens: Sequence[Token]) -> list[Cue]:
        """Cues in folded text, in order and without overlap; the written ones first."""
        found = [
            Cue(m.start(), m.end(), self.subjects[m.group()]) for m in self.pattern.finditer(text)
        ]
        if not any(cue.subject.kind != "NUMBER" for cue in found):
            for heard in self._by_sound(text, tokens):
                found = [c for c in found if c.end <= heard.start or heard.end <= c.start]
                found.append(heard)
        return sorted(found, key=lambda cue: cue.start)

    def announces(self, plain: str, cue: Cue) -> bool:
        """Whether the value follows a cue in the same breath ("my address is …")."""
        if self.language is Language.EN and re.search(
            r"(?:at|to|on|in|is|'s|for)$", plain[: cue.end]
        ):
            return True
        return self.announcing.match(plain, cue.end) is not None

    def asks(self, plain: str) -> bool:
        """Whether an utterance with a cue asks for the value."""
        if self.not_asking.search(plain):
            return False
        return (len(plain.split()) <= _SHORT_WORDS and len(plain) <= _SHORT) or (
            self.asking.search(plain) is not None
        )

    def _by_sound(self, text: str, tokens: Sequence[Token]) -> list[Cue]:
        if self.language is Language.EN:
            heard = sound_of_letters(text)
        elif tokens:
            heard = _softened(sound_of_tokens(tokens))
        else:
            return []
        best: list[Cue] = []
        for cue in sorted(
            self._near(heard, text), key=lambda c: (c.score, c.end - c.start), reverse=True
        ):
            if all(cue.end <= other.start or other.end <= cue.start for other in best):
                best.append(cue)
        return best

    def _near(self, heard: Sound, text: str) -> Iterable[Cue]:
        if len(heard.symbols) < _SHORTEST_EXACT:
            return
        cutoff = _LEAST_SCORE[self.language]
        hits = process.extract(
            heard.symbols, self.long_sounds, scorer=fuzz.partial_ratio, processor=None,
            score_cutoff=cutoff * 100, limit=None,
        )  # fmt: skip
        for phrase, _, _ in hits:
            if len(phrase) * cutoff > len(heard.symbols):
                continue
            match = find(phrase, heard, least_score=cutoff)
            if match is None:
                continue
            start = match.start + (text[match.start] == " ")
            subject = self.sounds[phrase]
            longest, least_short = _SHORT_PHRASE[self.language]
            least = least_short if len(phrase) <= longest else cutoff
            if subject.topic:
                least = _LEAST_TOPIC_SCORE
            if match.score >= least and self._begins_word(start, text, heard):
                yield Cue(start, match.end, subject, match.score)
        if self.language is Language.JA:
            yield from self._short(heard)

    def _short(self, heard: Sound) -> Iterable[Cue]:
        """Words of few sounds must sound exactly so, from where a token begins."""
        starts = heard.starts
        for place in range(len(starts)):
            if place and starts[place] == starts[place - 1]:
                continue
            subject = self.sounds.get(heard.symbols[place : place + _SHORTEST_EXACT])
            if subject is not None:
                yield Cue(starts[place], heard.ends[place + _SHORTEST_EXACT - 1], subject, 0.9)

    def _begins_word(self, start: int, text: str, heard: Sound) -> bool:
        if self.language is Language.EN:
            return start == 0 or not text[start - 1].isalnum()
        return bool(heard.symbols)


@cache
def data(language: Language) -> Mapping[str, Any]:
    """The cue file of a language; DefinitionError for a kind that does not exist."""
    content = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    for table in ("kinds", "secrets"):
        for code in content[table]:
            if code not in kinds():
                raise DefinitionError(f"{language}.toml: {table} has {code!r}, no such kind")
    return content


def cue_book(language: Language, reader: Reader | None) -> CueBook:
    """The cues of `language`; with a Japanese `reader` they are found by sound too."""
    content = data(language)
    subjects: dict[str, Subject] = {}
    for code, phrases in content["kinds"].items():
        subjects |= dict.fromkeys(map(folded, phrases), Subject(kind=code))
    for code, phrases in content["secrets"].items():
        subjects |= dict.fromkeys(map(folded, phrases), Subject(kind=code, secret=True))
    for topic, phrases in content["topics"].items():
        subjects |= dict.fromkeys(map(folded, phrases), Subject(topic=topic))
    sounds = _sounds(language, subjects, reader)
    talk = content["talk"]
    return CueBook(
        language,
        subjects,
        _any_of(subjects, language),
        sounds,
        _without_longer(sounds, _SHORTEST_FUZZY.get(language, 99)),
        _any_of(map(folded, talk["corrections"]), language, whole=False),
        _any_of(map(folded, talk["unanswered"]), language, whole=False),
        _any_of(map(folded, talk["own"]), language, whole=False),
        re.compile(talk["announcing"]),
        re.compile(talk["asking"]),
        re.compile(talk["not_asking"]),
        reader,
    )


def _sounds(
    language: Language, subjects: Mapping[str, Subject], reader: Reader | None
) -> dict[str, Subject]:
    sounds: dict[str, Subject] = {}
    for phrase, subject in subjects.items():
        if language is Language.EN:
            sounds[sound_of_letters(phrase).symbols] = subject
        elif language is Language.JA and reader is not None and phrase[-1] not in "はがを方":
            symbols = _softened(sound_of_tokens(reader.tokens(phrase))).symbols
            if len(symbols) >= _SHORTEST_EXACT:
                sounds.setdefault(symbols, subject)
    return sounds


def _without_longer(sounds: Mapping[str, Subject], shortest: int) -> list[str]:
    """Sounds long enough to be misheard and still known, without those that hold a shorter one."""
    kept: list[str] = []
    for phrase in sorted((s for s in sounds if len(s) >= shortest), key=len):
        if not any(short in phrase and sounds[short] == sounds[phrase] for short in kept):
            kept.append(phrase)
    return kept


def _softened(sound: Sound) -> Sound:
    """The sound without what is easily misheard: voicing, long vowels, doubled consonants."""
    symbols = sound.symbols.translate(_SOFT)
    dropped = {place for m in _LENGTHENING.finditer(symbols) for place in range(m.start(), m.end())}
    kept = [place for place in range(len(symbols)) if place not in dropped]
    return Sound(
        "".join(symbols[place] for place in kept),
        tuple(sound.starts[place] for place in kept),
        tuple(sound.ends[place] for place in kept),
    )


def _any_of(phrases: Iterable[str], language: Language, *, whole: bool = True) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    choice = "|".join(map(re.escape, longest_first)) or "(?!)"
    if language is Language.EN:
        after = "(?![a-z])" if whole else ""
        return re.compile(f"(?<![a-z])(?:{choice}){after}")
    return re.compile(choice)
