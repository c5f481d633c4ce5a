"""Follows through a call which numbers answer what was asked, and which belong to nobody."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from privacy.cueing import Cue
from privacy.explaining import explained, toll_free
from privacy.findings import Finding, Reason
from privacy.fitting import (
    LONG_RUN,
    accepts,
    by_shape,
    can_be,
    date_words,
    days_named,
    echoes,
    fit,
    neighbours,
    resembles,
    with_lead,
    with_rest,
)
from privacy.hearing import Heard, Tag, mostly_number
from privacy.kind import Form, Kind, kinds
from privacy.numbers.tokens import Run, Unit, part
from privacy.policy import Policy
from privacy.slots import COMPANY_CAN_OWN, NUMERIC, OpenSlots, Segment, Slot
from speech.transcript import Language

_MOBILE = 11
_GROUPS_OF_A_LINE = 3
_BEGUN = 6
_POINTING_BACK = frozenset({
    "が", "というのが", "がわたしの", "が私の", "がうちの", "がこちらの", "is my", "that's my", "is the", "is our",
    "'s my", "that is my", "as my", "for my", "for the", "is her", "is his", "on my", "は私の",
})  # fmt: skip


# Signs between a label and its number.
_BESIDE = 5
_ALONE = 2
# Digits from which on an answer of digits is rather a number of somebody's than an amount.
_TELLING = 5
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Tracker:
    """The numbers of one call. Feed it the utterances in order."""

    open: OpenSlots
    policy: Policy
    _kept: set[str] = field(default_factory=set)
    kept_places: set[tuple[int, int]] = field(default_factory=set)
    """Where numbers stand (utterance, offset) that belong to things, firms and amounts."""

    def hear(self, heard: Heard) -> tuple[list[Finding], list[Segment]]:
        """The numbers of `heard` that go, and the stretches to be read as answers in words."""
        self.open.begin(heard)
        findings: list[Finding] = []
        segments: list[Segment] = []
        place, governing, asked = 0, self.open.asked(heard), True
        block = 0
        last: Cue | None = None
        label: Cue | None = None
        for event in _events(heard):
            if isinstance(event, Tag):
                self.open.note_tag(event)
                continue
            if isinstance(event, Cue) and event.subject.topic == "label":
                label = event
                continue
            if isinstance(event, Cue):
                if last is None or not self.open.enumerates(heard.plain[last.end : event.start]):
                    block = 0
                last = event
                if block == 0:
                    segments.append(Segment(place, event.start, governing, asked))
                self.open.open(event, heard, block)
                block += 1
                announced = self.open.book.announces(heard.plain, event)
                governing = self.open.worded(heard.index) if announced else []
                place, asked = event.end, False
                continue
            if label is not None and self._is_labelled(event, label):
                self._keep(event, heard)
                continue
            for run in self._apart(event, heard):
                finding = self._take(run, heard)
                if finding is not None:
                    findings.append(finding)
        segments.append(Segment(place, len(heard.text), governing, asked))
        findings.extend(self._date_words(heard))
        findings.extend(self._days_named(heard, findings))
        findings.extend(self._beside(heard, findings))
        return findings, [s for s in segments if s.slots and s.end > s.start]

    def answer(self, slot: Slot, value: str) -> None:
        """Note that words were taken as the answer of `slot`."""
        slot.symbols += value
        self.open.touch(slot)

    def _is_labelled(self, run: Run, label: Cue) -> bool:
        """Whether a run stands right behind a word that says which thing it is the number of."""
        near = 0 <= run.start - label.end <= _BESIDE
        return near and self.policy.keep_references and len(run.digits) > 0

    def _keep(self, run: Run, heard: Heard) -> None:
        self._kept.add(run.symbols)
        self.kept_places.add((heard.index, run.start))

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

    def _apart(self, run: Run, heard: Heard) -> Iterator[Run]:
        """The run without a kept number that is read back in one breath before or behind it."""
        for place in range(1, len(run.tokens)):
            first, second = part(run, 0, place), part(run, place, len(run.tokens))
            if first is None or second is None:
                continue
            for kept, other in ((first, second), (second, first)):
                if kept.symbols in self._kept and len(kept.symbols) >= 4 and other.digits:
                    self.kept_places.add((heard.index, kept.start))
                    yield other
                    return
        yield run

    def _take(self, run: Run, heard: Heard) -> Finding | None:
        if not run.digits and not self._letters_asked(run, heard):
            return None
        front = self.open.front
        if (
            self._is_kept(run)
            or self._is_company_line(run, heard)
            or (front is not None and front.kind is None and self._stays(front, run))
        ):
            if front is None or front.subject.topic not in ("amount", "date"):
                self.kept_places.add((heard.index, run.start))
            return None
        slot = self._slot_for(run, heard)
        if slot is not None:
            return self._answered(slot, run, heard)
        found = by_shape(run, heard)
        if found is not None and found.kind in COMPANY_CAN_OWN and self.open.gives(heard):
            self._keep(run, heard)
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

    def _is_kept(self, run: Run) -> bool:
        """Whether a number that belongs to a thing is said again; secrets are not believed to."""
        front = self.open.front
        asked = front is not None and front.kind is not None and front.kind.fails_closed
        return run.symbols in self._kept and len(run.symbols) >= 4 and not asked

    def _followed(self, found: Finding, run: Run, heard: Heard) -> Finding:
        """A number known by its shape opens a slot: corrections and the rest of it may follow."""
        kind = kinds()[found.kind]
        if kind.code == "NUMBER":
            return found
        slot = self.open.open_answered(kind, run.symbols, heard)
        if kind.code == "CARD":
            self.open.expect_rest_of_card(heard)
        return replace(found, slot=slot.number)

    def _is_company_line(self, run: Run, heard: Heard) -> bool:
        """A free line is kept, except as the caller's answer to a question for another number."""
        if not self.policy.keep_company_numbers or not toll_free(run, self.open.book.language):
            return False
        # 080-0… of a caller is a mobile number of which the blank was lost.
        mobile = run.digits.startswith("0800") and len(run.digits) == _MOBILE
        begun = any(
            slot.subject.kind == "PHONE" and slot.symbols[:_BEGUN] == run.digits[:_BEGUN]
            for slot in self.open.slots
        )
        if begun and len(run.digits) > _BEGUN:
            return False
        if mobile and (not heard.by_operator or self.open.book.theirs.search(heard.plain)):
            return False
        front = self.open.front.kind if self.open.front else None
        if front is None or front.form not in NUMERIC:
            return True
        told = any(run.digits in slot.symbols for slot in self.open.slots)
        if heard.by_operator and self.open.book.language is Language.JA:
            return not told and not front.fails_closed
        return heard.by_operator and front.code == "PHONE" and not self.open.slots[0].symbols

    def _letters_asked(self, run: Run, heard: Heard) -> bool:
        front = self.open.front
        if front is not None and self.open.book.language is Language.JA:
            beside = (s for s in self.open.slots if s.breath == front.breath and s.kind)
            front = next((s for s in beside if s.kind and s.kind.form is Form.CODE), front)
        if front is None or front.kind is None or front.kind.form is not Form.CODE:
            return False
        return len(run.letters) >= 2 and (heard.side is not front.opened_by or bool(front.symbols))

    def _stays(self, topic: Slot, run: Run) -> bool:
        """Whether a topic explains the run."""
        beside = [s.kind for s in self.open.slots[1:] if s.breath == topic.breath and s.kind]
        if any(can_be(kind, run) for kind in beside) and not explained(run):
            return False
        sure = max((kind.looks(run) for kind in kinds().values()), default=0.0)
        if topic.subject.topic in ("amount", "date"):
            return sure < 0.8 and (explained(run) or len(run.digits) < LONG_RUN)
        if topic.subject.topic == "reference" and sure >= self._least_sure(run):
            return False
        if topic.answered and len(run.digits) >= LONG_RUN and run.symbols not in topic.symbols:
            return run.symbols[:4] in topic.symbols
        if topic.subject.topic == "reference" and not self.policy.keep_references:
            return explained(run)
        if topic.subject.topic == "company" and not self.policy.keep_company_numbers:
            return explained(run)
        topic.symbols += run.symbols
        self.open.touch(topic)
        self._kept.add(run.symbols)
        return True

    def _least_sure(self, run: Run) -> float:
        """How sure a shape must be against a topic; Japanese telephone numbers come in three."""
        in_three = self.open.book.language is Language.JA and len(run.groups) == _GROUPS_OF_A_LINE
        area = run.groups[0] if in_three else ""
        return 0.7 if area in ("03", "06") or (len(area) > 2 and area[0] == "0") else 0.9

    def _slot_for(self, run: Run, heard: Heard) -> Slot | None:
        fitting = []
        for order, slot in enumerate(self.open.slots):
            if slot.kind is None:
                if not slot.answered:
                    break
                continue
            if not self._in_reach(slot, slot.kind, run) or self._is_over(slot, run):
                continue
            if slot.kind.form in NUMERIC and accepts(
                slot, slot.kind, run, heard, correcting=self.open.correcting
            ):
                fitting.append((fit(slot, slot.kind, run) - order * 0.5, -order, slot))
        return max(fitting, key=lambda f: f[:2])[2] if fitting else None

    def _is_over(self, slot: Slot, run: Run) -> bool:
        """Whether the talk has gone on since a slot was answered, and a run is none of its."""
        return slot.closed and not self.open.correcting and not resembles(slot.symbols, run.symbols)

    def _in_reach(self, slot: Slot, kind: Kind, run: Run) -> bool:
        """What was asked last comes first; older questions take only what looks like their answer."""
        front = self.open.slots[0]
        if (
            slot.breath == front.breath
            or slot.implied
            or (front.kind is not None and slot.opened_in == front.opened_in)
        ):
            return True
        if front.answered and (front.kind is None or front.kind.form in NUMERIC):
            return True
        return kind.looks(run) >= 0.5 or len(run.digits) >= LONG_RUN

    def _answered(self, slot: Slot, run: Run, heard: Heard) -> Finding:
        kind = slot.kind
        assert kind is not None
        if kind.code == "NUMBER":
            kind = max([kind, *kinds().values()], key=lambda other: other.looks(run))
        echoed = echoes(slot.symbols, run.symbols)
        if (
            slot.answered
            and not echoed
            and not self.open.correcting
            and len(run.symbols) >= LONG_RUN
        ):
            slot.number, slot.symbols = self.open.number(), run.symbols
        elif not echoed:
            slot.symbols += run.symbols
            if kind.code == "CARD" and slot.answered:
                self.open.expect_rest_of_card(heard)
        self.open.touch(slot)
        if echoed and heard.side is not slot.opened_by:
            reason = Reason.READ_BACK
        elif slot.opened_in == heard.index:
            reason = Reason.CUE
        else:
            reason = Reason.QUESTION
        score = 1.0 if kind.valid(run.symbols) else 0.9
        start = with_lead(run, kind, heard)
        end = with_rest(run, slot, kind, heard)
        return Finding(heard.index, start, end, kind.code, score, reason, run.symbols, slot.number)

    def _date_words(self, heard: Heard) -> Iterator[Finding]:
        """An era or month said by itself in answer to a question for a date."""
        front = self.open.front
        place = date_words(heard)
        if place is None or front is None or front.kind is None or heard.by_operator:
            return
        if front.kind.form is Form.DATE and front.opened_by is not heard.side:
            self.open.touch(front)
            yield Finding(
                heard.index,
                *place,
                front.kind.code,
                0.7,
                Reason.QUESTION,
                heard.plain[slice(*place)],
                front.number,
            )

    def _days_named(self, heard: Heard, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Months and holidays beside the numbers of a date that was asked for."""
        dated = next((f for f in findings if f.kind in ("DOB", "CARD_EXP")), None)
        front = self.open.front
        asked = front is not None and front.kind is not None and front.kind.code == "DOB"
        if self.open.book.language is not Language.EN or (dated is None and not asked):
            return
        kind, slot = (dated.kind, dated.slot) if dated else ("DOB", front.number if front else 0)
        for start, end in days_named(heard):
            beside = dated is not None and min(abs(start - dated.end), abs(dated.start - end))
            alone = len(heard.plain.split()) <= _ALONE
            if heard.by_operator and not alone and (dated is None or beside > _BESIDE):
                continue
            value = heard.plain[start:end]
            yield Finding(heard.index, start, end, kind, 0.7, Reason.QUESTION, value, slot)

    def _beside(self, heard: Heard, findings: Sequence[Finding]) -> Iterator[Finding]:
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
