"""What one utterance holds before the call around it is looked at."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from privacy.cueing import Cue, CueBook
from privacy.folding import folded
from privacy.kind import kind_of
from privacy.names.english_words import worth_tagging
from privacy.numbers import en, ja, ko
from privacy.numbers.tokens import NumberToken, Run, runs
from speech.audio import Channel
from speech.matching import kana
from speech.reading import Naming, Tagger, Token
from speech.transcript import Language

SCANNERS: Mapping[Language, Callable[[str], list[NumberToken]]] = {
    Language.JA: ja.tokens,
    Language.EN: en.tokens,
    Language.KO: ko.tokens,
}


_TAG = re.compile(r"\[([^\[\]\d]{1,24}?) ?\d{1,4}\]")
_REACHED = re.compile(r"(?<![a-z])(?:welcome to|thank you for calling|you have reached|this is) ")
OPAQUE = "■"
# Letters of a yes, a please or a です around an answer.
_POLITENESS = 6


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of an earlier redaction: it answers what was asked and holds nothing to remove."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance with its numbers, cues and tokens; offsets are those of the given text."""

    index: int
    side: Channel
    text: str = field(repr=False)
    plain: str = field(repr=False)
    runs: Sequence[Run] = field(repr=False)
    cues: Sequence[Cue]
    tokens: Sequence[Token] = field(repr=False)
    namings: Sequence[Naming]
    tags: Sequence[Tag] = ()
    sounds: Sequence[str] = field(default=(), repr=False)
    """How each token sounds."""

    @property
    def by_operator(self) -> bool:
        return self.side in (Channel.OPERATOR, Channel.IVR)

    @property
    def opens(self) -> bool:
        """Whether a firm says whom one has reached: first words of a call, or an IVR's greeting."""
        greets = self.side is Channel.IVR and _REACHED.search(self.plain) is not None
        return self.by_operator and (self.index == 0 or greets)


def hear(index: int, side: Channel, text: str, book: CueBook, tagger: Tagger | None) -> Heard:
    """Look at one utterance's text by itself."""
    tags = [(m.start(), m.end(), kind_of(m.group(1))) for m in _TAG.finditer(text)]
    text = _TAG.sub(lambda tag: OPAQUE * len(tag.group()), text)
    plain = folded(text)
    tokens = book.reader.tokens(text) if book.reader and book.language is Language.JA else ()
    numbers = runs(SCANNERS[book.language](plain), plain)
    return Heard(
        index,
        side,
        text,
        plain,
        numbers,
        [cue for cue in book.cues(plain, tokens) if not _part_of_number(cue, numbers)],
        tokens,
        [n for n in tagger.names(text) if OPAQUE not in text[n.start : n.end]]
        if tagger is not None and _worth_tagging(text, book.language)
        else (),
        [Tag(start, end, kind) for start, end, kind in tags if kind],
        [kana(token.reading) for token in tokens],
    )


def _worth_tagging(text: str, language: Language) -> bool:
    if language is Language.EN:
        return worth_tagging(text)
    return bool(text.strip(OPAQUE + " "))


def _part_of_number(cue: Cue, numbers: Sequence[Run]) -> bool:
    """Whether what looks like a cue is a word of a number, as 番地 in an address."""
    return any(run.start < cue.start and cue.end < run.end + 1 and run.digits for run in numbers)


def mostly_number(heard: Heard) -> bool:
    """Whether the utterance is hardly more than numbers, as an answer to a question for one is."""
    numeric, said = _shares(heard)
    return numeric * 2 >= said - _POLITENESS


def only_number(heard: Heard) -> bool:
    """Whether the utterance holds nothing beside numbers but a word of politeness."""
    numeric, said = _shares(heard)
    return numeric >= said - _POLITENESS


def _shares(heard: Heard) -> tuple[int, int]:
    numeric = sum(run.end - run.start for run in heard.runs if run.digits)
    return numeric, sum(character.isalnum() for character in heard.plain)
