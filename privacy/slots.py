"""Follows through a call what was asked and announced, and which numbers answer it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from privacy.cueing import Cue, CueBook, Subject
from privacy.explaining import closing_units, explained, tells_expiry, toll_free
from privacy.findings import Finding, Reason
from privacy.hearing import Heard, Tag, mostly_number, only_number
from privacy.kind import Form, Kind, kinds
from privacy.numbers.tokens import Run, Unit, part
from privacy.policy import Policy
from speech.audio import Channel
from speech.transcript import Language

_LIFE_TURNS = 6
_WAITING_TURNS = 2
_WORDED_TURNS = 4
_LONG_RUN = 7
_NUMERIC = frozenset({Form.NUMBER, Form.DATE, Form.CODE})
_COMPANY_CAN_OWN = frozenset({"PHONE", "ADDRESS", "EMAIL", "BANK", "POSTAL"})


# Units that recognizers write amid the digits of other numbers.
_MISHEARD_UNITS = frozenset({Unit.TIME, Unit.PRICE, Unit.ORDER})
_ENUMERATION = {
    Language.JA: re.compile(
        "(?:と|や|、|・|か|または|もしくは|および|及び|それから|それと|そして|あと|お|ご|の|を|\\s)*"
    ),
    Language.EN: re.compile(
        "(?:and|or|plus|as well as|along with|your|the|also|a|an|then|with|on|it|its|me|get|please|full|current|[\\s,&/'])*"
    ),
    Language.KO: re.compile("(?:와|과|하고|이랑|랑|및|,|\\s)*"),
}


@dataclass(slots=True)
class Slot:
    """Something asked for or announced, and what has been said for it so far.

    `breath` is shared by what was named in one breath ("name and number").
    """

    number: int
    subject: Subject
    kind: Kind | None
    opened_in: int
    opened_by: Channel
    last_turn: int
    breath: int = 0
    implied: bool = False
    requested: bool = True
    symbols: str = field(default="", repr=False)

    @property
    def answered(self) -> bool:
        """Whether a whole value has been given."""
        if self.kind is None or not self.kind.longest:
            return len(self.symbols) >= 4
        return len(self.symbols) >= _enough(self.kind)


def _enough(kind: Kind) -> int:
    enough = {"CARD": 14, "PHONE": 7, "BANK": 7, "SSN": 9, "POSTAL": 5, "DOB": 4, "PIN": 4}
    return enough.get(kind.code, kind.lengths[0])


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an utterance that may answer a question in words, with what was asked."""

    start: int
    end: int
    slots: Sequence[Slot]
    asked: bool


@dataclass(slots=True)
class Tracker:
    """The open slots of one call. Feed it the utterances in order."""

    book: CueBook
    policy: Policy
    _slots: list[Slot] = field(default_factory=list)
    _turn: int = 0
    _breath: int = 0
    _side: Channel | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _kept: set[str] = field(default_factory=set)
    _correcting: bool = False
    kept_places: set[tuple[int, int]] = field(default_factory=set)
    """Where numbers stand (utterance, offset) that belong to things, firms and amounts."""

    def hear(self, heard: Heard) -> tuple[list[Finding], list[Segment]]:
        """The numbers of `heard` that go, and the stretches to be read as answers in words."""
        self._begin(heard)
        findings: list[Finding] = []
        segments: list[Segment] = []
        place, governing, asked = 0, self._asked(heard), True
        block = 0
        last: Cue | None = None
        for event in _events(heard):
            if isinstance(event, Tag):
                self._note_tag(event)
                continue
            if isinstance(event, Cue):
                if last is None or not self._enumerates(heard.plain[last.end : event.start]):
                    block = 0
                last = event
                if block == 0:
                    segments.append(Segment(place, event.start, governing, asked))
                self._open(event, heard, block)
                block += 1
                announced = self.book.announces(heard.plain, event)
                governing = self._worded(heard.index) if announced else []
                place, asked = event.end, False
                continue
            for run in self._apart(event, heard):
                finding = self._take(run, heard)
                if finding is not None:
                    findings.append(finding)
        segments.append(Segment(place, len(heard.text), governing, asked))
        findings.extend(self._beside(heard, findings))
        return findings, [s for s in segments if s.slots and s.end > s.start]

    def _enumerates(self, between: str) -> bool:
        """Whether two cues are asked for in one breath ("name and number")."""
        return _ENUMERATION[self.book.language].fullmatch(between) is not None

    def answer(self, slot: Slot, value: str) -> None:
        """Note that words were taken as the answer of `slot`."""
        slot.symbols += value
        slot.last_turn = self._turn

    def _begin(self, heard: Heard) -> None:
        if heard.side is not self._side:
            self._turn += 1
            self._side = heard.side
        self._slots = [s for s in self._slots if self._turn - s.last_turn <= _LIFE_TURNS]
        self._correcting = self.book.corrections.search(heard.plain) is not None

    def _worded(self, opened_in: int | None = None) -> list[Slot]:
        """Open slots answered in words, as long as nothing else came in between."""
        found = []
        for slot in self._slots:
            if opened_in is not None and slot.opened_in != opened_in:
                break
            if slot.kind is None:
                break
            if self._turn - slot.last_turn > _WORDED_TURNS:
                continue
            if slot.subject.secret or slot.kind.form not in _NUMERIC:
                found.append(slot)
        return found

    def _asked(self, heard: Heard) -> list[Slot]:
        """What the other side asked to be told in words, or what is being told bit by bit."""
        return [
            slot
            for slot in self._worded()
            if slot.symbols
            or (
                slot.requested
                and slot.opened_by is not heard.side
                and self._turn - slot.last_turn <= _WAITING_TURNS + 1
            )
        ]

    def _open(self, cue: Cue, heard: Heard, block: int) -> None:
        subject = self._subject_of(cue, heard)
        if subject.kind == "NUMBER" and self._slots and not self._slots[0].answered:
            return
        known = next((s for s in self._slots if s.subject == subject), None)
        if known is not None and self._correctable(known):
            known.last_turn = self._turn
            known.opened_in = heard.index
            known.breath = self._breath_of(block)
            if self._requests(cue, heard):
                known.requested, known.opened_by = True, heard.side
            self._slots.remove(known)
            self._slots.insert(min(block, len(self._slots)), known)
            return
        if block == 0:
            self._slots = [s for s in self._slots if self._still_waits(s)]
        kind = kinds().get(subject.kind)
        slot = Slot(
            next(self._numbers), subject, kind, heard.index, heard.side, self._turn,
            self._breath_of(block), requested=self._requests(cue, heard),
        )  # fmt: skip
        self._slots.insert(min(block, len(self._slots)), slot)

    def _note_tag(self, tag: Tag) -> None:
        """What an earlier redaction took away has been answered."""
        for slot in self._slots:
            if slot.subject.kind == tag.kind:
                slot.symbols += "|" + "■" * max(4, slot.kind.longest if slot.kind else 0)
                slot.last_turn = self._turn
                return

    def _requests(self, cue: Cue, heard: Heard) -> bool:
        return self.book.asks(heard.plain) or heard.plain[cue.end :].strip(" 、,はが:") == ""

    def _gives(self, heard: Heard) -> bool:
        """Whether an operator tells a number of the firm for the caller to use."""
        if not heard.by_operator or self.book.theirs.search(heard.plain):
            return False
        return self.book.giving.search(heard.plain) is not None

    def _breath_of(self, block: int) -> int:
        if block == 0:
            self._breath += 1
        return self._breath

    def _correctable(self, slot: Slot) -> bool:
        return slot.kind is not None or not slot.answered

    def _still_waits(self, slot: Slot) -> bool:
        waiting = not slot.answered and slot.kind is not None and not slot.implied
        return waiting and self._turn - slot.last_turn <= _WAITING_TURNS

    def _subject_of(self, cue: Cue, heard: Heard) -> Subject:
        """A firm speaking of its own telephone or address announces nobody's data."""
        if not heard.by_operator or cue.subject.kind not in _COMPANY_CAN_OWN:
            return cue.subject
        own = self.book.own.search(heard.plain[: cue.start + 1]) is not None or self._gives(heard)
        own = own or any(
            other.subject.topic == "company" and other.end <= cue.start for other in heard.cues
        )
        return Subject(topic="company") if own else cue.subject

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
        if not run.digits and not self._letters_asked(run):
            return None
        front = self._slots[0] if self._slots else None
        if (
            run.symbols in self._kept
            or self._is_company_line(run, heard)
            or (front is not None and front.kind is None and self._stays(front, run))
        ):
            if front is None or front.subject.topic not in ("amount", "date"):
                self.kept_places.add((heard.index, run.start))
            return None
        slot = self._slot_for(run, heard)
        if slot is not None:
            return self._answered(slot, run, heard)
        found = _by_shape(run, heard)
        if found is not None and found.kind in _COMPANY_CAN_OWN and self._gives(heard):
            self._kept.add(run.symbols)
            self.kept_places.add((heard.index, run.start))
            return None
        return None if found is None else self._followed(found, run, heard)

    def _followed(self, found: Finding, run: Run, heard: Heard) -> Finding:
        """A number known by its shape opens a slot: corrections and the rest of it may follow."""
        kind = kinds()[found.kind]
        if kind.code == "NUMBER":
            return found
        self._breath += 1
        slot = Slot(
            next(self._numbers), Subject(kind=kind.code), kind, heard.index, heard.side, self._turn,
            self._breath, symbols=run.symbols,
        )  # fmt: skip
        self._slots.insert(0, slot)
        if kind.code == "CARD":
            self._expect_rest_of_card(heard)
        return replace(found, slot=slot.number)

    def _is_company_line(self, run: Run, heard: Heard) -> bool:
        """A free line is kept, except as the caller's answer to a question for another number."""
        if not self.policy.keep_company_numbers or not toll_free(run, self.book.language):
            return False
        front = self._slots[0].kind if self._slots else None
        if front is None or front.form not in _NUMERIC:
            return True
        return heard.by_operator and front.code == "PHONE" and not self._slots[0].symbols

    def _letters_asked(self, run: Run) -> bool:
        front = self._slots[0].kind if self._slots else None
        return front is not None and front.form is Form.CODE and len(run.letters) >= 2

    def _stays(self, topic: Slot, run: Run) -> bool:
        """Whether a topic explains the run."""
        beside = [s.kind for s in self._slots[1:] if s.breath == topic.breath and s.kind]
        if any(_can_be(kind, run) for kind in beside) and not explained(run):
            return False
        sure = max((kind.looks(run) for kind in kinds().values()), default=0.0)
        if topic.subject.topic in ("amount", "date"):
            return sure < 0.8 and (explained(run) or len(run.digits) < _LONG_RUN)
        if topic.subject.topic == "reference" and sure >= 0.9:
            return False
        if topic.answered and len(run.digits) >= _LONG_RUN and run.symbols not in topic.symbols:
            return run.symbols[:4] in topic.symbols
        if topic.subject.topic == "reference" and not self.policy.keep_references:
            return explained(run)
        if topic.subject.topic == "company" and not self.policy.keep_company_numbers:
            return explained(run)
        topic.symbols += run.symbols
        topic.last_turn = self._turn
        self._kept.add(run.symbols)
        return True

    def _slot_for(self, run: Run, heard: Heard) -> Slot | None:
        fitting = []
        for order, slot in enumerate(self._slots):
            if slot.kind is None:
                if not slot.answered:
                    break
                continue
            if not self._in_reach(slot, slot.kind, run):
                continue
            if slot.kind.form in _NUMERIC and self._accepts(slot, slot.kind, run, heard):
                fitting.append((_fit(slot, slot.kind, run) - order * 0.5, -order, slot))
        return max(fitting, key=lambda f: f[:2])[2] if fitting else None

    def _in_reach(self, slot: Slot, kind: Kind, run: Run) -> bool:
        """What was asked last comes first; older questions take only what looks like their answer."""
        front = self._slots[0]
        if (
            slot.breath == front.breath
            or slot.implied
            or (front.kind is not None and slot.opened_in == front.opened_in)
        ):
            return True
        if front.answered and (front.kind is None or front.kind.form in _NUMERIC):
            return True
        return kind.looks(run) >= 0.5 or len(run.digits) >= _LONG_RUN

    def _accepts(self, slot: Slot, kind: Kind, run: Run, heard: Heard) -> bool:
        size = len(run.symbols)
        if Unit.LENGTH in run.units or size == 0:
            return False
        if size == 1 and run.weak and not only_number(heard):
            return False
        counted = closing_units(run) - kind.units
        dated = Unit.DATE in run.units and Unit.DATE not in kind.units
        if slot.implied:
            return 3 <= size <= 6 and not counted and (not dated or tells_expiry(run))
        if kind.code == "CARD_EXP" and "日" in heard.plain[run.start : run.end]:
            return only_number(heard)
        if kind.fails_closed and not slot.answered:
            return _accepts_closed(slot, run, heard, counted=bool(counted), dated=dated)
        if counted or dated:
            return False
        if size == 1:
            return bool(kind.units & run.units) or mostly_number(heard)
        if slot.subject.kind == "NUMBER" or (slot.answered and not self._correcting):
            open_ended = slot.subject.kind == "NUMBER" and slot.opened_by is not heard.side
            fits = open_ended or len(slot.symbols) + size <= kind.longest
            goes_on = fits and mostly_number(heard)
            return size >= 4 or goes_on or _echoes(slot.symbols, run.symbols)
        if run.letters and kind.form is not Form.CODE and len(run.digits) < 3:
            return False
        return not (run.weak and size < 3 and kind.form is not Form.CODE)

    def _answered(self, slot: Slot, run: Run, heard: Heard) -> Finding:
        kind = slot.kind
        assert kind is not None
        if kind.code == "NUMBER":
            kind = max([kind, *kinds().values()], key=lambda other: other.looks(run))
        echoed = _echoes(slot.symbols, run.symbols)
        if slot.answered and not echoed and not self._correcting and len(run.symbols) >= _LONG_RUN:
            slot.number, slot.symbols = next(self._numbers), run.symbols
        elif not echoed:
            slot.symbols += run.symbols
            if kind.code == "CARD" and slot.answered:
                self._expect_rest_of_card(heard)
        slot.last_turn = self._turn
        if echoed and heard.side is not slot.opened_by:
            reason = Reason.READ_BACK
        elif slot.opened_in == heard.index:
            reason = Reason.CUE
        else:
            reason = Reason.QUESTION
        score = 1.0 if kind.valid(run.symbols) else 0.9
        start = _with_lead(run, kind, heard)
        end = _with_last_digit(run, slot, kind, heard.plain)
        return Finding(heard.index, start, end, kind.code, score, reason, run.symbols, slot.number)

    def _expect_rest_of_card(self, heard: Heard) -> None:
        """After a card number its expiry and code follow, asked for in words heard or not."""
        for code in ("CARD_EXP", "CVV"):
            if not any(s.subject.kind == code for s in self._slots):
                subject = Subject(kind=code)
                slot = Slot(
                    next(self._numbers), subject, kinds()[code], heard.index, heard.side, self._turn,
                    implied=True,
                )  # fmt: skip
                self._slots.append(slot)

    def _beside(self, heard: Heard, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Digits that a recognizer wrote as a time or price in the middle of a longer number."""
        taken = [f for f in findings if kinds()[f.kind].longest >= _LONG_RUN]
        for run in heard.runs:
            if any(f.start < run.end and run.start < f.end for f in findings):
                continue
            if Unit.LENGTH in run.units or not run.digits or Unit.COUNT in run.units:
                continue
            near = next((f for f in taken if _neighbours(f, run, heard.plain)), None)
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


_POINTING_BACK = frozenset({
    "が", "というのが", "がわたしの", "が私の", "がうちの", "がこちらの", "is my", "that's my", "is the", "is our",
    "'s my", "that is my", "as my", "for my", "for the", "is her", "is his", "on my", "は私の",
})  # fmt: skip


def _fit(slot: Slot, kind: Kind, run: Run) -> float:
    """How well a run answers a slot when several are open."""
    size = len(run.symbols)
    fit = 2.0 if size in kind.lengths else 0.0
    if kind.longest:
        room = kind.longest - len(slot.symbols)
        fit += 1.0 if 0 < size <= room + 1 else -1.0
    if slot.answered:
        fit -= 1.5
    fit += 3.0 if Unit.DATE in run.units and kind.form is Form.DATE else 0.0
    return fit + 3.0 * kind.looks(run) + (3.0 if kind.valid(run.symbols) else 0.0)


def _accepts_closed(slot: Slot, run: Run, heard: Heard, *, counted: bool, dated: bool) -> bool:
    """Whether a run goes in a slot that fails closed: all but what is plainly a count or a price."""
    if closing_units(run) - _MISHEARD_UNITS:
        return False
    if counted or dated or len(run.symbols) == 1:
        return mostly_number(heard) and not (heard.by_operator and not slot.symbols)
    return not run.weak or len(run.symbols) > 2 or mostly_number(heard)


def _can_be(kind: Kind, run: Run) -> bool:
    """Whether a run has the length or shape of a kind that was asked for in the same breath."""
    lettered = bool(run.letters) and kind.form is not Form.CODE
    return kind.looks(run) >= 0.4 or (len(run.symbols) in kind.lengths and not lettered)


def _by_shape(run: Run, heard: Heard) -> Finding | None:
    """What a number nobody announced is by its shape; seven digits without a reason go anyway."""
    if explained(run):
        return None
    sure = [(kind.looks(run), kind) for kind in kinds().values()]
    score, kind = max(sure, key=lambda pair: pair[0])
    size = len(run.digits)
    if score >= 0.5 and size >= 4:
        reason = Reason.VALIDATOR if kind.valid(run.symbols) else Reason.PATTERN
        return Finding(heard.index, run.start, run.end, kind.code, score, reason, run.symbols)
    if size >= _LONG_RUN and not run.weak and not (Unit.DATE in run.units and size <= 8):
        return Finding(heard.index, run.start, run.end, "NUMBER", 0.5, Reason.RUN, run.symbols)
    return None


_DATE_LEAD = re.compile(r"(?:月|年|(?<![a-z])(?:month|year|the))[\s、,]*$")
_CODE_LEAD = re.compile(r"(?<![A-Za-z])[A-Z]{1,5}[\s-]*$")


def _with_lead(run: Run, kind: Kind, heard: Heard) -> int:
    """The start of the run, with a month written before its number or the letters of a code."""
    if kind.form is Form.DATE:
        lead = _DATE_LEAD.search(heard.plain[: run.start])
    elif kind.form is Form.CODE:
        lead = _CODE_LEAD.search(heard.text[: run.start])
    else:
        lead = None
    if lead is None or any(cue.start < run.start and lead.start() < cue.end for cue in heard.cues):
        return run.start
    return lead.start()


def _with_last_digit(run: Run, slot: Slot, kind: Kind, plain: str) -> int:
    """The end of the run, with a last ニ, ゴ, シ, ク or ヨ that was written as a particle."""
    end = run.end
    missing = kind.longest - len(slot.symbols) == 1
    if missing and plain[end : end + 1] in ("に", "ご", "し", "く", "よ"):
        rest = plain[end + 1 : end + 3]
        if not rest or rest[0] in "、。 " or rest == "です":
            return end + 1
    return end


def _echoes(known: str, said: str) -> bool:
    """Whether what was said repeats a part of what is known."""
    return len(said) >= 2 and said in known


def _neighbours(finding: Finding, run: Run, plain: str) -> bool:
    between = (
        plain[finding.end : run.start]
        if finding.end <= run.start
        else plain[run.end : finding.start]
    )
    return len(between) <= 2 and not any(c.isalnum() and c != "の" for c in between)
