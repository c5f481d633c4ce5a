"""Finds the words that announce or ask for personal data, as written or as they sound."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from privacy.folding import folded
from privacy.kind import kinds
from privacy.names.english_words import COMMON, PERSONS_NUMBERS, WORD, is_rare
from privacy.sounding import SoundIndex, softened
from speech.errors import DefinitionError
from speech.matching import Match, Sound, sound_of_letters, sound_of_tokens
from speech.reading import Reader, Token
from speech.transcript import Language

_FOLDER = Path(__file__).parent / "cues"
_SHORT, _SHORT_WORDS = 24, 4
# A topic lets numbers stay, so it must be heard better than what makes them go.
_LEAST_TOPIC_SCORE = 0.92


_NUMBER_OF = re.compile(r"(?<![a-z'])([a-z]+)\s(?:number|id|no\.)(?![a-z])")
_DIGIT = (
    r"(?=[#(]?(?:\d|(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|triple)(?![a-z])|[a-z]{1,2}[ -]?\d))"
)
_SHORT_LETTERS = 3
_FUNCTION_LETTERS = 4
_LEAST_WORD = 66
# What persons have numbers of; a word near one of these may be it, misheard.
_PERSONS_OWN = (
    "phone",
    "card",
    "account",
    "routing",
    "social",
    "telephone",
    "mobile",
    "contact",
    "passport",
    "license",
    "licence",
)


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
    sounds: SoundIndex[Subject]
    corrections: re.Pattern[str]
    unanswered: re.Pattern[str]
    own: re.Pattern[str]
    giving: re.Pattern[str]
    theirs: re.Pattern[str]
    announcing: re.Pattern[str]
    asking: re.Pattern[str]
    not_asking: re.Pattern[str]
    insured: re.Pattern[str]
    amounts: re.Pattern[str]
    member: re.Pattern[str]
    continuing: re.Pattern[str] | None
    labels: Mapping[re.Pattern[str], Subject] = field(repr=False)
    moving_on: re.Pattern[str]
    declining: re.Pattern[str]
    firms: re.Pattern[str]
    reader: Reader | None = field(repr=False)

    def cues(self, text: str, tokens: Sequence[Token]) -> list[Cue]:
        """Cues in folded text, in order and without overlap; the written ones first."""
        found = [
            Cue(m.start(), m.end(), self.subjects[m.group()]) for m in self.pattern.finditer(text)
        ]
        for label in self._labelled(text):
            across = [c for c in found if c.start < label.end and label.start < c.end]
            if not across or (self.language is Language.JA and _outdoes(label, across)):
                found = [*(cue for cue in found if cue not in across), label]
        for heard in (*self._by_sound(text, tokens), *self._numbers_of(text)):
            beside = [c for c in found if c.start < heard.end and heard.start < c.end]
            if all(cue.subject.kind == "NUMBER" for cue in beside):
                found = [cue for cue in found if cue not in beside]
                found.append(heard)
        return self._heads(sorted(found, key=lambda cue: cue.start), text)

    def _heads(self, cues: list[Cue], text: str) -> list[Cue]:
        """Without cues that only say whose or which (お届け先 in お届け先の電話番号)."""
        if self.language is not Language.JA:
            return cues
        following: list[Cue | None] = [*cues[1:], None]
        return [
            cue
            for cue, other in zip(cues, following, strict=False)
            if other is None
            or text[cue.end : other.start] not in ("の", "のお", "のご")
            or other.subject.kind in ("NUMBER", cue.subject.kind or "NUMBER")
            or (cue.subject.kind and other.subject.topic)
        ]

    def _labelled(self, text: str) -> Iterator[Cue]:
        """What is asked for or named in words of a shape rather than of a list."""
        for pattern, subject in self.labels.items():
            for match in pattern.finditer(text):
                yield Cue(*match.span(), subject)

    def _numbers_of(self, text: str) -> Iterator[Cue]:
        """Numbers of things by the word before: the badge number, a job number."""
        if self.language is Language.EN:
            for match in _NUMBER_OF.finditer(text):
                if _is_thing(match.group(1)):
                    yield Cue(*match.span(), Subject(topic="reference"))

    def announces(self, plain: str, cue: Cue) -> bool:
        """Whether the value follows a cue in the same breath ("my address is …")."""
        if self.language is Language.EN and re.search(
            r"(?:at|to|on|in|is|'s|for)$", plain[: cue.end]
        ):
            return True
        following = WORD.match(plain, cue.end + 1)
        if cue.subject.kind == "PERSON" and self.language is Language.EN and following is not None:
            return is_rare(following.group())
        if self.language is Language.JA and plain[cue.end - 1] in "はが":
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
            heard = softened(sound_of_tokens(tokens))
        else:
            return []
        best: list[Cue] = []
        near = sorted(self._near(heard), key=lambda c: (c.score, c.end - c.start), reverse=True)
        for cue in near:
            if all(cue.end <= other.start or other.end <= cue.start for other in best):
                best.append(cue)
        return best

    def _near(self, heard: Sound) -> Iterable[Cue]:
        for phrase, match in self.sounds.near(heard):
            subject = self.sounds.subjects[phrase]
            if self.language is Language.EN and not _short_words_kept(phrase, heard, match):
                continue
            if not subject.topic or match.score >= _LEAST_TOPIC_SCORE:
                yield Cue(match.start, match.end, subject, match.score)


def _short_words_kept(phrase: str, heard: Sound, match: Match) -> bool:
    """Whether the words too short to be misheard and still known stand in what was heard."""
    words = phrase.split()
    if all(word in COMMON and len(word) <= _FUNCTION_LETTERS for word in words):
        return False
    first = heard.starts.index(match.start)
    last = heard.ends.index(match.end, first) + 1
    last = end if (end := heard.symbols.find(" ", last)) >= 0 else len(heard.symbols)
    said = heard.symbols[first:last].split()
    return all(
        word in said if len(word) <= _SHORT_LETTERS else _heard_as(word, said) for word in words
    )


def _outdoes(label: Cue, across: Sequence[Cue]) -> bool:
    """Whether a shape asks for a secret in words of which single ones tell of other things."""
    kind = kinds().get(label.subject.kind)
    return kind is not None and kind.fails_closed and all(cue.subject.topic for cue in across)


def _is_thing(word: str) -> bool:
    """Whether the number of this is a thing's ("citation number")."""
    if word in COMMON or word in PERSONS_NUMBERS:
        return word not in PERSONS_NUMBERS
    return all(fuzz.ratio(word, own) < _LEAST_WORD for own in _PERSONS_OWN)


def _heard_as(word: str, said: Sequence[str]) -> bool:
    """Whether a word, or its halves run together with others, is among what was heard."""
    return any(fuzz.ratio(word, other) >= _LEAST_WORD for other in said) or any(
        fuzz.ratio(word, one + other) >= _LEAST_WORD for one, other in pairwise(said)
    )


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
        SoundIndex(language, sounds),
        _any_of(map(folded, talk["corrections"]), language, whole=False),
        _any_of(map(folded, talk["unanswered"]), language, whole=False),
        _any_of(map(folded, talk["own"]), language, whole=False),
        re.compile(talk["giving"]),
        re.compile(talk["theirs"]),
        re.compile(talk["announcing"]),
        re.compile(talk["asking"]),
        re.compile(talk["not_asking"]),
        re.compile(talk.get("insured", "(?!)")),
        re.compile(talk.get("amounts", "(?!)")),
        re.compile(talk.get("member", "(?!)")),
        re.compile(talk["continuing"]) if "continuing" in talk else None,
        {_shape(parts): _subject(name) for name, parts in content.get("shapes", {}).items()},
        re.compile(talk.get("moving_on", "(?!)")),
        re.compile(talk.get("declining", "(?!)")),
        re.compile(talk.get("firms", "(?!)")),
        reader,
    )


def _shape(parts: str | Sequence[str]) -> re.Pattern[str]:
    """One pattern as it is, or alternatives between words; before {digit} they end as they please."""
    if isinstance(parts, str):
        return re.compile(parts)
    choice = "|".join(
        part.replace("{end}", r"\W*$") if "{digit}" not in part else _leading_to_digit(part)
        for part in (alternative for listed in parts for alternative in _alternatives(listed))
    )
    return re.compile(f"(?<![a-z])(?:{choice})")


def _alternatives(listed: str) -> list[str]:
    """The alternatives of a pattern that stand in no group, each with its end of word."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(listed):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(listed[start:place])
            start = place + 1
    found.append(listed[start:])
    return [part if part.endswith("{digit}") else part + "(?![a-z])" for part in found]


def _leading_to_digit(part: str) -> str:
    return part.replace("{digit}", _DIGIT)


def _subject(name: str) -> Subject:
    return Subject(kind=name) if name in kinds() else Subject(topic=name)


def _sounds(
    language: Language, subjects: Mapping[str, Subject], reader: Reader | None
) -> dict[str, Subject]:
    sounds: dict[str, Subject] = {}
    for phrase, subject in subjects.items():
        if language is Language.EN:
            sounds[sound_of_letters(phrase).symbols] = subject
        elif language is Language.JA and reader is not None and phrase[-1] not in "はがを方":
            symbols = softened(sound_of_tokens(reader.tokens(phrase))).symbols
            if symbols:
                sounds.setdefault(symbols, subject)
    return sounds


def _any_of(phrases: Iterable[str], language: Language, *, whole: bool = True) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    choice = "|".join(map(re.escape, longest_first)) or "(?!)"
    if language is Language.EN:
        after = "(?![a-z])" if whole else ""
        return re.compile(f"(?<![a-z])(?:{choice}){after}")
    return re.compile(choice)
