"""Finds the personal data of a call: numbers by slot and shape, words by answer and cue, repeats."""

from collections.abc import Iterator, Sequence

from privacy.answers import NAMES, answers, named, unasked
from privacy.belonging import Belonging
from privacy.cueing import CueBook
from privacy.findings import Finding, Reason
from privacy.hearing import OPAQUE, Heard
from privacy.last_digits import last_digits
from privacy.policy import Policy
from privacy.recalling import again
from privacy.slots import OpenSlots
from privacy.suspicion.suspecting import credible, doubt, suspected
from privacy.tracking import Tracker
from speech.transcript import Language


def search(
    call: Sequence[Heard],
    book: CueBook,
    policy: Policy,
    *,
    learned: bool = True,
    whole: bool = True,
) -> list[Finding]:
    """Everything in the call that `policy` wants removed; places may overlap.

    The rules find first; what was learned from the wording of calls adds to it and drops from it.
    A call that is not `whole` yet may still turn out to be about something personal.
    """
    slots = OpenSlots(book)
    belonging = Belonging(slots, policy)
    tracker = Tracker(slots, belonging)
    found = [*_first_pass(call, book, tracker), *last_digits(call, book.language)]
    own = _operator_names(call, found, book) if policy.keep_operator_name else frozenset()
    found = _without(found, own)
    found += list(again(call, found, belonging.places, book.language))
    doubts = doubt(call, found, book.language, whole=whole) if learned else None
    if doubts is not None:
        found = credible(found, doubts)
        more = _without(list(suspected(found, belonging.places, doubts)), own)
        found += more
        found += list(again(call, more, belonging.places, book.language))
    return [f for f in found if policy.removes(f.kind) and not _holds_tag(f, call)]


def _holds_tag(finding: Finding, call: Sequence[Heard]) -> bool:
    """Whether a stretch reaches into the tag of an earlier redaction, which holds nothing."""
    return OPAQUE in call[finding.utterance].plain[finding.start : finding.end]


def _without(found: list[Finding], own: frozenset[str]) -> list[Finding]:
    """The findings without the operators' own names."""
    return [f for f in found if f.kind != "PERSON" or not _is_own(f.value, own)]


def _first_pass(call: Sequence[Heard], book: CueBook, tracker: Tracker) -> Iterator[Finding]:
    for heard in call:
        numbers, segments = tracker.hear(heard)
        yield from numbers
        told = list(answers(heard, segments, tracker, book))
        yield from told
        for finding in unasked(heard, book.language):
            yield finding
            tracker.follow(finding, heard)
        if book.language is Language.EN and not told and not numbers:
            yield from named(call, heard)


def _operator_names(
    call: Sequence[Heard], found: Sequence[Finding], book: CueBook
) -> frozenset[str]:
    """Names by which operators present themselves, unless a caller gave the same as his own."""
    reader = NAMES[book.language]
    presented = {
        heard.plain[start:end]
        for heard in call
        if heard.by_operator
        for start, end in reader.presented(heard)
    }
    own = set(presented)
    callers: set[str] = set()
    for finding in found:
        heard = call[finding.utterance]
        if finding.kind != "PERSON":
            continue
        if not heard.by_operator:
            greeted = finding.value in presented and finding.reason is Reason.QUESTION
            callers |= {finding.value} if finding.slot and not greeted else set()
        elif reader.introduces_self(heard, finding.start, finding.end):
            told = book.language is Language.EN and _said_before(finding.value, heard, call)
            own |= set() if told else {finding.value}
    return frozenset(own - callers)


def _said_before(name: str, heard: Heard, call: Sequence[Heard]) -> bool:
    """Whether a caller said a name before, which an operator then only says back."""
    first = name.split(maxsplit=1)[0]
    return any(first in one.plain for one in call[: heard.index] if not one.by_operator)


def _is_own(value: str, own: frozenset[str]) -> bool:
    return any(
        value == name or (len(value) > 1 and value in name) or value.startswith(name + " ")
        for name in own
    )
