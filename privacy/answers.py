"""Reads what was said in words: names, addresses, mail addresses and secrets, asked for or not."""

import re
from collections.abc import Iterator, Sequence
from types import ModuleType

from privacy import english_addresses, mail, places
from privacy.cueing import CueBook
from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.names import en, ja, ko
from privacy.names.nouns import is_talk
from privacy.slots import Segment, Slot
from privacy.talk import core
from privacy.tracking import Tracker
from speech.transcript import Language

NAMES: dict[Language, ModuleType] = {Language.JA: ja, Language.EN: en, Language.KO: ko}
_NAMES_TO_A_QUESTION = 2
# Letters and digits in one word, as passwords have them.
_MIXED = re.compile(
    r"(?<![a-z0-9-])(?:[a-z]+-?\d|\d+-?[a-z])[a-z0-9-]*(?<!\dth)(?<!\dst)(?<!\dnd)(?<!\drd)"
)
_SECRET_LIFE_UTTERANCES = 6
# Utterances after a question within which what is said is the answer to it.
_JUST_ASKED = 2
_RATHER = re.compile(r"(?<![a-z])(?:its|it's|it is|try|maybe|probably)\s")
_SHORT_CODE = 6
_SOON = 3
_PIECE = re.compile("[^、,…]+")


def unasked(heard: Heard, language: Language) -> Iterator[Finding]:
    """What gives itself away wherever it is said."""
    for start, end, reason, score in NAMES[language].in_call(heard):
        yield _finding(heard, start, end, "PERSON", reason, score)
    for start, end, score in places.in_call(heard, language):
        yield _finding(heard, start, end, "ADDRESS", Reason.PATTERN, score)
    for start, end in mail.in_call(heard, language):
        yield _finding(heard, start, end, "EMAIL", Reason.PATTERN, 0.9)


def named(call: Sequence[Heard], heard: Heard) -> Iterator[Finding]:
    """A name that is all of a caller's answer, however the question was put."""
    question = call[heard.index - 1] if heard.index else None
    if question is None or not question.by_operator or heard.by_operator:
        return
    place = en.bare(heard, question)
    if place is not None:
        yield _finding(heard, *place, "PERSON", Reason.QUESTION, 0.6)


def answers(
    heard: Heard, segments: Sequence[Segment], tracker: Tracker, book: CueBook
) -> Iterator[Finding]:
    """What answers the questions and cues that are open in each stretch."""
    for segment in segments:
        for slot in _in_order(segment.slots, heard, segment, book.language):
            found = list(_answer(heard, segment, slot, book))
            for start, end in found:
                finding = _finding(
                    heard, start, end, slot.subject.kind, _reason(segment), 0.8, slot
                )
                tracker.answer(slot, finding.value)
                yield finding
            if found:
                rest = _named_before(found, slot, segment, book.language)
                for person in rest:
                    before = Segment(segment.start, found[0][0], [person], segment.asked)
                    for start, end in _answer(heard, before, person, book):
                        yield _finding(heard, start, end, "PERSON", _reason(segment), 0.8, person)
                break
    if book.language is Language.JA and not heard.by_operator:
        yield from _code_in_words(heard, tracker)
    yield from _domains(heard, tracker, book.language)


def _domains(heard: Heard, tracker: Tracker, language: Language) -> Iterator[Finding]:
    """Pieces of a mail address by their domain, wherever one is being told."""
    for slot in tracker.open.slots:
        if slot.subject.kind == "EMAIL":
            for start, end in mail.domains(heard, language):
                yield _finding(heard, start, end, "EMAIL", Reason.QUESTION, 0.7, slot)


def _code_in_words(heard: Heard, tracker: Tracker) -> Iterator[Finding]:
    """What is said in place of the digits of a secret right behind a question for it."""
    front = tracker.open.front
    if front is None or front.subject.secret or front.subject.kind != "PIN" or front.symbols:
        return
    start, end = core(heard.plain, 0, len(heard.plain), Language.JA)
    digits = any(run.digits for run in heard.runs)
    asked = front.opened_by is not heard.side and 0 < heard.index - front.opened_in <= 1
    if asked and not digits and 0 < end - start <= _SHORT_CODE and not is_talk(heard.plain):
        yield _finding(heard, start, end, "PIN", Reason.QUESTION, 0.6, front)


def _in_order(
    slots: Sequence[Slot], heard: Heard, segment: Segment, language: Language
) -> Sequence[Slot]:
    """The slots a stretch may answer, an address behind a name where nothing tells a house."""
    asked = [slot.subject.kind for slot in slots[:2]]
    if language is Language.EN and asked == ["PERSON", "ADDRESS"] and not heard.by_operator:
        plain = places.evident(heard, segment.start, segment.end, language)
        street = english_addresses.on_a_street(heard, segment.start, segment.end)
        return [slots[1], slots[0], *slots[2:]] if street and not plain else slots
    if language is not Language.EN or asked != ["ADDRESS", "PERSON"] or heard.by_operator:
        return slots
    if places.evident(heard, segment.start, segment.end, language) or english_addresses.on_a_street(
        heard, segment.start, segment.end
    ):
        return slots
    return [slots[1], slots[0], *slots[2:]]


def _named_before(
    found: Sequence[tuple[int, int]], slot: Slot, segment: Segment, language: Language
) -> list[Slot]:
    """Who was asked for in one breath with the address that was found, and may stand before it."""
    if language is not Language.EN or slot.subject.kind != "ADDRESS" or not found:
        return []
    return [
        s for s in segment.slots if s.subject.kind == "PERSON" and s.opened_in == slot.opened_in
    ]


def _answer(heard: Heard, segment: Segment, slot: Slot, book: CueBook) -> Iterator[tuple[int, int]]:
    language = book.language
    if slot.subject.secret:
        yield from _secret(heard, segment, slot, book)
    elif slot.subject.kind == "PERSON":
        yield from _name(heard, segment, slot, language)
    elif slot.subject.kind == "ADDRESS":
        yield from _place(heard, segment, slot, language)
    elif slot.subject.kind == "EMAIL":
        if heard.by_operator and not slot.symbols:
            return
        if heard.by_operator and language is Language.JA and not mail.complete(slot.symbols):
            yield from mail.said_back(heard)
        yield from mail.answer(
            heard,
            segment.start,
            segment.end,
            language,
            joined=heard.by_operator,
            open_ended=segment.asked and not mail.complete(slot.symbols),
        )


def _secret(heard: Heard, segment: Segment, slot: Slot, book: CueBook) -> Iterator[tuple[int, int]]:
    if book.language is Language.EN:
        for code in _MIXED.finditer(heard.plain, segment.start, segment.end):
            yield code.span()
    here = slot.opened_in == heard.index
    if heard.by_operator or (slot.symbols and not segment.asked and not here):
        return
    if slot.symbols and heard.index - slot.opened_in > _SECRET_LIFE_UTTERANCES:
        return
    for clause in places.clauses(heard.plain, segment.start, segment.end, book.language):
        if book.not_asking.search(heard.plain, *clause):
            continue
        for piece in _PIECE.finditer(heard.plain, *clause):
            begins, ends = piece.span()
            if book.language is Language.EN and book.unanswered.search(heard.plain, begins, ends):
                begins = max(
                    (m.end() for m in _RATHER.finditer(heard.plain, begins, ends)), default=begins
                )
            start, end = core(heard.plain, begins, ends, book.language)
            if end > start and not book.unanswered.search(heard.plain, begins, ends):
                yield start, end


def _name(
    heard: Heard, segment: Segment, slot: Slot, language: Language
) -> Iterator[tuple[int, int]]:
    reader = NAMES[language]
    if heard.by_operator:
        for naming in heard.namings:
            if (
                naming.label == "PERSON"
                and segment.start <= naming.start < segment.end
                and not segment.asked
            ):
                yield naming.start, naming.end
        return
    told = list(reader.explained(heard, segment.start, segment.end))
    yield from told
    if slot.names >= _NAMES_TO_A_QUESTION:
        return
    end = (
        segment.end
        if segment.asked
        else reader.end_of_announcement(heard, segment.start, segment.end)
    )
    start = max((told_end for _, told_end in told), default=segment.start)
    before = min((told_start for told_start, _ in told), default=end)
    place = reader.answer(heard, segment.start, before) or reader.answer(heard, start, end)
    if place is None and not told and _just_asked(heard, segment, slot, language):
        place = ja.misheard(heard)
    if place is not None and not any(s < place[1] and place[0] < e for s, e in told):
        slot.names += 1
        yield place


def _just_asked(heard: Heard, segment: Segment, slot: Slot, language: Language) -> bool:
    """Whether this is the turn right behind a question for a name that is not answered yet."""
    behind = 0 < heard.index - slot.opened_in <= _SOON and segment.start == 0
    return language is Language.JA and segment.asked and behind and not slot.names


def _place(
    heard: Heard, segment: Segment, slot: Slot, language: Language
) -> Iterator[tuple[int, int]]:
    if heard.by_operator and slot.symbols:
        yield from places.house_numbers(heard, segment.start, segment.end)
    if heard.by_operator and language is Language.EN:
        yield from english_addresses.said_back(heard, segment.start, segment.end)
        return
    if language is Language.EN and segment.asked and not heard.by_operator:
        just = heard.index - slot.opened_in <= _JUST_ASKED
        yield from english_addresses.told(heard, segment.start, segment.end, at_once=just)
    worded = segment.asked or language is not Language.EN or "address" in heard.plain
    for start, end in places.answer(heard, segment.start, segment.end, language):
        more = bool(slot.symbols)
        article = language is Language.EN and heard.plain[:start].endswith("the ")
        if places.evident(heard, start, end, language) or (
            worded
            and not heard.by_operator
            and places.can_be(heard, start, end, language, more=more)
        ):
            yield start - len("the ") * article, end
        elif language is Language.EN and segment.asked:
            last = english_addresses.leading(heard, start, end)
            if last is not None:
                yield start, last


def _reason(segment: Segment) -> Reason:
    return Reason.QUESTION if segment.asked else Reason.CUE


def _finding(
    heard: Heard,
    start: int,
    end: int,
    kind: str,
    reason: Reason,
    score: float,
    slot: Slot | None = None,
) -> Finding:
    value = heard.plain[start:end]
    return Finding(heard.index, start, end, kind, score, reason, value, slot.number if slot else 0)
