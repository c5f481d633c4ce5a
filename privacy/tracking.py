"""Follows through a call which numbers answer what was asked, and which belong to nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from privacy.answered import answered, slot_for
from privacy.belonging import Belonging
from privacy.beside import date_in_words, days_beside, digits_beside
from privacy.cueing import Cue
from privacy.explaining import explained
from privacy.findings import Finding, Reason
from privacy.fitting import by_shape
from privacy.hearing import Heard, Tag, mostly_number
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Run
from privacy.slots import COMPANY_CAN_OWN, OpenSlots, Segment, Slot
from speech.transcript import Language

_POINTING_BACK = frozenset({
    "が", "というのが", "がわたしの", "が私の", "がうちの", "がこちらの", "is my", "that's my", "is the", "is our",
    "'s my", "that is my", "as my", "for my", "for the", "is her", "is his", "on my", "は私の",
})  # fmt: skip

# Digits from which on an answer of digits is rather a number of somebody's than an amount.
_TELLING = 5
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Tracker:
    """The numbers of one call. Feed it the utterances in order."""

    open: OpenSlots
    belonging: Belonging

    def hear(self, heard: Heard) -> tuple[list[Finding], list[Segment]]:
        """The numbers of `heard` that go, and the stretches to be read as answers in words."""
        self.open.begin(heard)
        findings: list[Finding] = []
        stretches = _Stretches(heard, self.open, governing=self.open.asked(heard))
        label: Cue | None = None
        for event in _events(heard):
            if isinstance(event, Tag):
                self.open.note_tag(event)
            elif isinstance(event, Run):
                findings.extend(self._numbers(event, label, heard))
            elif event.subject.topic == "label":
                label = event
            else:
                stretches.go_on(event)
        findings.extend(date_in_words(self.open, heard))
        findings.extend(days_beside(self.open, heard, findings))
        findings.extend(digits_beside(heard, findings))
        return findings, stretches.to_the_end()

    def _numbers(self, run: Run, label: Cue | None, heard: Heard) -> Iterator[Finding]:
        if label is not None and self.belonging.is_labelled(run, label):
            self.belonging.keep(run, heard)
            return
        for single in self.belonging.apart(run, heard):
            finding = self._take(single, heard)
            if finding is not None:
                yield finding

    def answer(self, slot: Slot, value: str) -> None:
        """Note that words were taken as the answer of `slot`."""
        slot.symbols += value
        self.open.touch(slot)

    def follow(self, found: Finding, heard: Heard) -> None:
        """An address that a caller began unasked goes on in what he says next.

        One that an operator says is set right by the caller.
        """
        japanese = self.open.book.language is Language.JA
        asked = any(slot.subject.kind == found.kind for slot in self.open.slots)
        told = found.kind == "ADDRESS" and heard.by_operator and heard.index > 0
        if not japanese and told and not asked:
            self.open.open_answered(kinds()[found.kind], found.value, heard)
        if japanese and found.kind == "ADDRESS" and not heard.by_operator and not asked:
            self.open.open_answered(kinds()[found.kind], found.value, heard)

    def _take(self, run: Run, heard: Heard) -> Finding | None:
        if not run.digits and not self._letters_asked(run, heard):
            return None
        if self.belonging.takes(run, heard):
            return None
        slot = slot_for(self.open, run, heard)
        if slot is not None:
            return answered(self.open, slot, run, heard)
        found = by_shape(run, heard)
        if found is not None and found.kind in COMPANY_CAN_OWN and self.open.gives(heard):
            self.belonging.keep(run, heard)
            return None
        if found is None:
            found = self._answer_to_unclear(run, heard)
        if found is None or self._is_operators(found, heard):
            return None
        return self._followed(found, run, heard)

    def _answer_to_unclear(self, run: Run, heard: Heard) -> Finding | None:
        """A caller's number that is all he says, asked for in words nobody knows."""
        if self.open.book.language is not Language.EN or heard.by_operator or not self.open.unclear:
            return None
        short = len(run.digits) < _TELLING or run.weak or explained(run)
        if short or not mostly_number(heard) or _YEAR.fullmatch(run.digits):
            return None
        return Finding(heard.index, run.start, run.end, "NUMBER", 0.5, Reason.QUESTION, run.symbols)

    def _is_operators(self, found: Finding, heard: Heard) -> bool:
        """Whether an operator says a number nobody knows the kind of: it is the firm's."""
        own = heard.by_operator and found.kind == "NUMBER"
        return own and self.open.book.language is Language.EN

    def _followed(self, found: Finding, run: Run, heard: Heard) -> Finding:
        """A number known by its shape opens a slot: corrections and the rest of it may follow."""
        kind = kinds()[found.kind]
        if kind.code == "NUMBER":
            return found
        slot = self.open.open_answered(kind, run.symbols, heard)
        if kind.code == "CARD":
            self.open.expect_rest_of_card(heard)
        return replace(found, slot=slot.number)

    def _letters_asked(self, run: Run, heard: Heard) -> bool:
        front = self.open.front
        if front is not None and self.open.book.language is Language.JA:
            beside = (s for s in self.open.slots if s.breath == front.breath and s.kind)
            front = next((s for s in beside if s.kind and s.kind.form is Form.CODE), front)
        if front is None or front.kind is None or front.kind.form is not Form.CODE:
            return False
        return len(run.letters) >= 2 and (heard.side is not front.opened_by or bool(front.symbols))


@dataclass(slots=True)
class _Stretches:
    """The parts of an utterance between its cues, each with the open questions it may answer."""

    heard: Heard
    slots: OpenSlots
    governing: list[Slot]
    _asked: bool = True
    _place: int = 0
    _block: int = 0
    _last: Cue | None = None
    _done: list[Segment] = field(default_factory=list)

    def go_on(self, cue: Cue) -> None:
        """A cue ends a stretch; cues that are listed in one breath are opened side by side."""
        plain = self.heard.plain
        if self._last is None or not self.slots.enumerates(plain[self._last.end : cue.start]):
            self._block = 0
        self._last = cue
        if self._block == 0:
            self._close(cue.start)
        self.slots.open(cue, self.heard, self._block)
        self._block += 1
        announced = self.slots.book.announces(plain, cue)
        self.governing = self.slots.worded(self.heard.index) if announced else []
        self._place, self._asked = cue.end, False

    def to_the_end(self) -> list[Segment]:
        """All stretches that may answer something."""
        self._close(len(self.heard.text))
        return [one for one in self._done if one.slots and one.end > one.start]

    def _close(self, end: int) -> None:
        self._done.append(Segment(self._place, end, self.governing, self._asked))


def _events(heard: Heard) -> list[Cue | Run | Tag]:
    """Cues and runs in order; a cue right behind its number ("… is my number") comes first."""
    found: list[Cue | Run | Tag] = [*heard.cues, *heard.runs, *heard.tags]
    events = sorted(found, key=lambda e: (e.start, e.end))
    free = [
        event
        for event in events
        if not isinstance(event, Run)
        or not any(cue.start <= event.start and event.end <= cue.end for cue in heard.cues)
    ]
    for place in range(len(free) - 1):
        run, cue = free[place], free[place + 1]
        if isinstance(run, Run) and isinstance(cue, Cue):
            between = heard.plain[run.end : cue.start].strip(" ,、")
            born = not between and cue.subject.kind == "DOB"
            if (born or between in _POINTING_BACK) and not any(
                isinstance(e, Cue) for e in free[:place]
            ):
                free[place], free[place + 1] = cue, run
    return free
