"""Names of persons in Korean: only answers to a question for one and self-introductions."""

import re
from collections.abc import Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.talk import core
from speech.transcript import Language

_INTRODUCED = re.compile(
    "(?:저는|이름은|성함은)\\s*([가-힣]{2,4}?)(?:이라고|라고|입니다|이에요|예요)"
)
_TITLED = re.compile("([가-힣]{2,4})\\s?(?:고객님|씨(?![가-힣]))")
_LONGEST = 8


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names introduced or titled."""
    for pattern in (_INTRODUCED, _TITLED):
        for match in pattern.finditer(heard.plain):
            yield *match.span(1), Reason.CUE, 0.7


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The name in a stretch said in answer to a question for it."""
    first, last = core(heard.plain, start, end, Language.KO)
    said = heard.plain[first:last]
    return (first, last) if 2 <= len(said) <= _LONGEST and "?" not in said else None


def explained(_heard: Heard, _start: int, _end: int) -> Iterator[tuple[int, int]]:
    """Korean names are hardly ever spelled."""
    yield from ()


def introduces_self(heard: Heard, _start: int, end: int) -> bool:
    """Whether the speaker presents himself by the name at [start, end)."""
    return re.match("(?:입니다|이에요|예요|라고|이라고)", heard.plain[end:]) is not None


def end_of_announcement(_heard: Heard, _start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    return end


def presented(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by which the speaker presents himself."""
    for match in _INTRODUCED.finditer(heard.plain):
        yield match.span(1)
