"""What stands beside the numbers that answer: months and days in words, and digits taken for a time."""

from collections.abc import Iterator, Sequence

from privacy.findings import Finding, Reason
from privacy.fitting import BESIDE, LONG_RUN, date_words, days_named, neighbours
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Unit
from privacy.slots import OpenSlots
from speech.transcript import Language

_ALONE = 2


def date_in_words(slots: OpenSlots, heard: Heard) -> Iterator[Finding]:
    """An era or month said by itself in answer to a question for a date."""
    front = slots.front
    place = date_words(heard)
    if place is None or front is None or front.kind is None or heard.by_operator:
        return
    if front.kind.form is Form.DATE and front.opened_by is not heard.side:
        slots.touch(front)
        yield Finding(
            heard.index,
            *place,
            front.kind.code,
            0.7,
            Reason.QUESTION,
            heard.plain[slice(*place)],
            front.number,
        )


def days_beside(slots: OpenSlots, heard: Heard, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Months and holidays beside the numbers of a date that was asked for."""
    dated = next((f for f in findings if f.kind in ("DOB", "CARD_EXP")), None)
    front = slots.front
    asked = front is not None and front.kind is not None and front.kind.code == "DOB"
    if slots.book.language is not Language.EN or (dated is None and not asked):
        return
    kind, slot = (dated.kind, dated.slot) if dated else ("DOB", front.number if front else 0)
    for start, end in days_named(heard):
        beside = dated is not None and min(abs(start - dated.end), abs(dated.start - end))
        alone = len(heard.plain.split()) <= _ALONE
        if heard.by_operator and not alone and (dated is None or beside > BESIDE):
            continue
        value = heard.plain[start:end]
        yield Finding(heard.index, start, end, kind, 0.7, Reason.QUESTION, value, slot)


def digits_beside(heard: Heard, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Digits that a recognizer wrote as a time or price in the middle of a longer number."""
    taken = [f for f in findings if kinds()[f.kind].longest >= LONG_RUN]
    for run in heard.runs:
        if any(f.start < run.end and run.start < f.end for f in findings):
            continue
        if Unit.LENGTH in run.units or not run.digits or Unit.COUNT in run.units:
            continue
        near = next((f for f in taken if neighbours(f, run, heard.plain)), None)
        if near is not None:
            yield Finding(
                heard.index,
                run.start,
                run.end,
                near.kind,
                0.6,
                near.reason,
                run.symbols,
                near.slot,
            )
