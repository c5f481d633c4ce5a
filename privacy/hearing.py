"""What one utterance holds before the call around it is looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from privacy.cueing import Cue, CueBook
from privacy.folding import folded
from privacy.numbers import en, ja, ko
from privacy.numbers.tokens import NumberToken, Run, runs
from speech.audio import Channel
from speech.reading import Naming, Tagger, Token
from speech.transcript import Language

SCANNERS: Mapping[Language, Callable[[str], list[NumberToken]]] = {
    Language.JA: ja.tokens,
    Language.EN: en.tokens,
    Language.KO: ko.tokens,
}


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

    @property
    def by_operator(self) -> bool:
        return self.side in (Channel.OPERATOR, Channel.IVR)


def hear(index: int, side: Channel, text: str, book: CueBook, tagger: Tagger | None) -> Heard:
    """Look at one utterance's text by itself."""
    plain = folded(text)
    tokens = book.reader.tokens(text) if book.reader and book.language is Language.JA else ()
    number_tokens = SCANNERS[book.language](plain)
    return Heard(
        index,
        side,
        text,
        plain,
        runs(number_tokens, plain),
        book.cues(plain, tokens),
        tokens,
        tagger.names(text) if tagger is not None and text.strip() else (),
    )


def mostly_number(heard: Heard) -> bool:
    """Whether the utterance is hardly more than numbers, as an answer to a question for one is."""
    numeric = sum(run.end - run.start for run in heard.runs if run.digits)
    said = sum(character.isalnum() for character in heard.plain)
    return numeric * 2 >= said - _POLITENESS


_POLITENESS = 6
