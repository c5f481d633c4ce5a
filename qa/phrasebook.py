"""Phrase lists of a language: what people say for one purpose, read from qa/phrases/<language>.toml.

A phrase is written as people write it. `{a|b|}` stands for alternatives, `…` for a few words in
between, `[]` for anything that was redacted. Japanese phrases become readings when they are loaded.
"""

import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qa.sounds import Spelling, kana_sound, word_sound
from speech.errors import DefinitionError
from speech.matching import Sound
from speech.reading import Reader
from speech.transcript import Language

FOLDER = Path(__file__).parent / "phrases"
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_LONG_WORD = 6
_KANA_PER_EDIT = 8


@dataclass(frozen=True, slots=True)
class Part:
    """Symbols heard in one piece: what carries the meaning, and the polite ending after it.

    Endings are long and alike, so tolerance is for the stem alone: else any two sentences that end
    in でございます would sound much the same. `edits` is how many kana of the stem may be missing,
    too many or others; `pairs` are its neighbouring symbols, `least_pairs` how many of them any text
    has that sounds like it, as an edit destroys at most two.
    """

    symbols: str
    stem: str
    ending: str
    edits: int
    pairs: frozenset[str]
    least_pairs: int


Phrases = Mapping[Part, tuple[tuple[Part, ...], ...]]
"""Phrases by their first part: each is that part and the parts to follow, few symbols apart."""


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """Phrases of one purpose; what is at least as close to one of `unlike` is none of them."""

    phrases: Phrases
    unlike: Phrases = field(default_factory=dict)
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrase sets of a language; `turning` finds words that turn a meaning around.

    `version` is the number written in the file and the start of the SHA-256 of its bytes.
    """

    language: Language
    version: str
    sets: Mapping[str, PhraseSet] = field(repr=False)
    turning: re.Pattern[str] = field(repr=False)
    endings: tuple[str, ...] = field(repr=False)
    spelling: Spelling = field(repr=False)
    reader: Reader | None = field(repr=False)

    def sound(self, text: str) -> Sound:
        if self.language is Language.JA:
            assert self.reader is not None
            return kana_sound(text, self.reader)
        return word_sound(text, self.spelling)


def pairs_of(symbols: str) -> frozenset[str]:
    """Neighbouring symbols, which tell cheaply whether two texts can sound alike."""
    return frozenset(symbols[n : n + 2] for n in range(len(symbols) - 1))


def expand(phrase: str) -> Iterator[str]:
    """Every wording a phrase with alternatives stands for."""
    pieces = _ALTERNATIVES.split(phrase)
    choices = [p.split("|") if n % 2 else [p] for n, p in enumerate(pieces)]
    return ("".join(wording) for wording in itertools.product(*choices))


def load_phrasebook(language: Language, reader: Reader | None) -> Phrasebook:
    """The phrases of `language`, to be read once for many calls; a language without a file has none.

    Raises DefinitionError for a file that cannot be used, and for Japanese without a reader.
    """
    path = FOLDER / f"{language.value}.toml"
    if not path.exists():
        return Phrasebook(language, "none", {}, re.compile("(?!)"), (), Spelling(), None)
    if language is Language.JA and reader is None:
        raise DefinitionError(f"{path.name}: Japanese phrases need a reader; configure one")
    return read_phrasebook(path, language, reader)


def read_phrasebook(path: Path, language: Language, reader: Reader | None) -> Phrasebook:
    """The phrases of one file; raises DefinitionError naming the set that is wrong."""
    content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode())
        version = f"{data['version']}-{hashlib.sha256(content).hexdigest()[:8]}"
        sets: dict[str, Any] = data["sets"]
        turning = re.compile("|".join(data["turning"]))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, re.error) as error:
        raise DefinitionError(f"{path.name}: {error}") from None
    spelling = Spelling(data.get("contractions", {}), frozenset(data.get("weak", ())))
    book = Phrasebook(language, version, {}, turning, (), spelling, reader)
    endings = sorted((book.sound(e).symbols for e in data.get("endings", ())), key=len)
    book = replace(book, endings=tuple(reversed(endings)))
    named = {name: _phrase_set(path, name, entry, book) for name, entry in sets.items()}
    spelling = replace(spelling, vocabulary=_long_words(named.values()))
    return replace(book, sets=named, spelling=spelling)


def _phrase_set(path: Path, name: str, entry: dict[str, Any], book: Phrasebook) -> PhraseSet:
    unknown = set(entry) - {"phrases", "unlike", "exact"}
    if unknown or not entry.get("phrases"):
        wrong = f"no such field {min(unknown)!r}" if unknown else "it has no phrases"
        raise DefinitionError(f"{path.name}: set {name!r}: {wrong}")
    phrases = _phrases(path, name, entry["phrases"], book)
    unlike = _phrases(path, name, entry.get("unlike", ()), book)
    return PhraseSet(phrases, unlike, entry.get("exact", False))


def _phrases(path: Path, name: str, written: Iterable[str], book: Phrasebook) -> Phrases:
    phrases: dict[Part, dict[tuple[Part, ...], None]] = {}
    for wording in (wording for phrase in written for wording in expand(phrase)):
        parts = tuple(_part(piece, book) for piece in wording.split("…"))
        if not all(part.symbols.strip() for part in parts):
            raise DefinitionError(f"{path.name}: set {name!r}: part of {wording!r} makes no sound")
        phrases.setdefault(parts[0], {})[parts[1:]] = None
    return {first: tuple(following) for first, following in phrases.items()}


def _part(written: str, book: Phrasebook) -> Part:
    symbols = book.sound(written).symbols
    ending = next((e for e in book.endings if symbols.endswith(e)), "")
    stem = symbols.removesuffix(ending)
    edits = len(stem) // _KANA_PER_EDIT if book.language is Language.JA else 0
    pairs = pairs_of(stem)
    return Part(symbols, stem, ending, edits, pairs, len(pairs) - 2 * edits)


def _long_words(sets: Iterable[PhraseSet]) -> tuple[str, ...]:
    heads = (head for entry in sets for head in entry.phrases.items())
    parts = (part for first, tails in heads for tail in tails for part in (first, *tail))
    words = {word for part in parts for word in part.symbols.split()}
    return tuple(sorted(word for word in words if len(word) >= _LONG_WORD))
