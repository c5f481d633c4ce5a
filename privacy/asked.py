"""What a caller's utterance answers, by the time at which it was asked rather than by turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.certainty import DOUBTFUL, is_heard
from privacy.cueing import CueBook
from privacy.hearing import Heard
from privacy.kind import kinds
from speech.audio import Span
from speech.transcript import Utterance

UNCLEAR = 0.65
"""Below this a question may have asked for anything."""

_NOD_LETTERS = 8
_OVERLAP_S = 0.5
_LIFE_S = 45.0
_AS_WRITTEN = 0.95
_TOLD_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in an utterance of an operator's, the `first` of them where it was several.

    An `unclear` question only sounded as if it asked for `kinds`, or nobody can tell for what; the
    words of a `doubtful` one may have been others.
    """

    first: int
    kinds: tuple[str, ...]
    unclear: bool = False
    doubtful: bool = False


def questions(
    call: Sequence[Heard], said: Sequence[Utterance], book: CueBook
) -> dict[int, Asked | None]:
    """What each operator's utterance asks for; those that only show that he listens are left out."""
    return {
        number: _asked(number, heard, one, book)
        for number, (heard, one) in enumerate(zip(call, said, strict=True))
        if heard.by_operator and is_heard(one) and not _is_nod(heard)
    }


def asked_before(
    questions: dict[int, Asked | None], said: Sequence[Utterance], index: int
) -> Asked | None:
    """What the utterance at `index` answers.

    On a noisy line an utterance lasts as long as the noise: a question may lie inside the time of
    its own answer.
    """
    found = list(_before(questions, said, index))
    if not found:
        return None
    codes = tuple(dict.fromkeys(code for one in found for code in one.kinds))
    return Asked(
        min(one.first for one in found),
        codes,
        unclear=all(one.unclear for one in found),
        doubtful=any(one.doubtful for one in found),
    )


def _before(
    questions: dict[int, Asked | None], said: Sequence[Utterance], index: int
) -> Iterator[Asked]:
    """What was asked last before an utterance, and while it lasted."""
    answer = said[index].span
    for number in range(len(said) - 1, -1, -1):
        question = said[number].span
        if number not in questions or question.start >= answer.end - _OVERLAP_S:
            continue
        asked = questions[number]
        if asked is not None and _is_near(question, answer):
            yield asked
        if question.start <= answer.start:
            return


def _is_near(question: Span, answer: Span) -> bool:
    return answer.start - question.end < _LIFE_S


def _is_nod(heard: Heard) -> bool:
    """Whether an operator says no more than that he listens."""
    letters = sum(character.isalnum() for character in heard.plain)
    named = any(cue.subject.kind or cue.subject.topic for cue in heard.cues)
    return letters <= _NOD_LETTERS and not named


def _asked(number: int, heard: Heard, said: Utterance, book: CueBook) -> Asked | None:
    """What an operator's utterance asks for; a doubtful one need not sound like a question."""
    if heard.tags or any(len(run.digits) >= _TOLD_DIGITS for run in heard.runs):
        return None
    cues = [cue for cue in heard.cues if cue.subject.kind in kinds()]
    if cues and _is_of_the_firm(heard, book):
        return None
    sure = tuple(dict.fromkeys(cue.subject.kind for cue in cues if cue.score >= _AS_WRITTEN))
    if sure and (book.asks(heard.plain) or said.confidence < DOUBTFUL):
        return Asked(number, sure)
    if any(cue.subject.topic for cue in heard.cues):
        return None
    if cues or book.asking.search(heard.plain) or said.confidence < UNCLEAR:
        alike = tuple(dict.fromkeys(cue.subject.kind for cue in cues))
        return Asked(number, alike, unclear=True, doubtful=said.confidence < DOUBTFUL)
    return None


def _is_of_the_firm(heard: Heard, book: CueBook) -> bool:
    """Whether an operator tells of the firm's own telephone or address."""
    firm = book.own.search(heard.plain) or book.giving.search(heard.plain)
    return firm is not None and book.theirs.search(heard.plain) is None
