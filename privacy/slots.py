"""What is being asked for or announced at each moment of a call."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from privacy.cueing import Cue, CueBook, Subject
from privacy.hearing import Heard, Tag
from privacy.kind import Form, Kind, kinds
from privacy.names.english_words import COMMON
from privacy.numbers.tokens import Unit
from speech.audio import Channel
from speech.transcript import Language

NUMERIC = frozenset({Form.NUMBER, Form.DATE, Form.CODE})
"""Forms that are answered by numbers; the others are answered in words."""
COMPANY_CAN_OWN = frozenset({"PHONE", "ADDRESS", "EMAIL", "BANK", "POSTAL"})
"""Kinds a firm has as well, so that they may be nobody's."""
_IN_PARTS = frozenset({"BANK", "HEALTHINS"})

_LIFE_TURNS = 6
_WAITING_TURNS = 2
_WORDED_TURNS = 4
# Signs between words that tell a number and the number.
_BESIDE = 4
_WHOLE = 3
_SHORT_WORDS = 3
# Telling words by which an operator goes on to another thing.
_WORDS_OF_A_QUESTION = 1
_WORDS_OF_A_TURN = 3
_SENTENCE = re.compile("[^。!?]*[。!]?")
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

    `breath` is shared by what was named in one breath ("name and number"). An `implied` slot was
    opened by what came before it, not by words; `names` counts the names taken as answers. A
    `closed` one was answered before the talk moved on: only corrections and read-backs are its.
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
    names: int = 0
    closed: bool = False
    symbols: str = field(default="", repr=False)

    @property
    def answered(self) -> bool:
        """Whether a whole value has been given."""
        if self.kind is None or not self.kind.longest:
            return len(self.symbols) >= 4
        return len(self.symbols) >= _enough(self.kind)


def _moves_on(heard: Heard, book: CueBook) -> bool:
    """Whether an operator turns to something else, asked for in words that are no cue."""
    if book.continuing is None or any(cue.subject.kind for cue in heard.cues):
        return False
    numbers = [(run.start, run.end) for run in heard.runs]
    told = [
        word
        for word in re.finditer("[^\\W\\d_]{2,}(?:['’][a-z]+)?", heard.plain)
        if not any(start <= word.start() < end for start, end in numbers)
        and word.group() in COMMON
        and book.continuing.fullmatch(word.group()) is None
    ]
    return len(told) >= (_WORDS_OF_A_QUESTION if "?" in heard.text else _WORDS_OF_A_TURN)


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
class OpenSlots:
    """The slots of one call that may still be answered, what was named last first."""

    book: CueBook
    slots: list[Slot] = field(default_factory=list)
    correcting: bool = False
    unclear: bool = False
    """Whether what the operator said last could ask for a number of the caller's."""
    _turn: int = 0
    _breath: int = 0
    _insured: bool = False
    _side: Channel | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def front(self) -> Slot | None:
        return self.slots[0] if self.slots else None

    def begin(self, heard: Heard) -> None:
        """Go on to the next utterance; slots nobody came back to end."""
        if heard.side is not self._side:
            self._turn += 1
            self._side = heard.side
        self.slots = [s for s in self.slots if self._turn - s.last_turn <= _LIFE_TURNS]
        self.correcting = self.book.corrections.search(heard.plain) is not None
        if heard.by_operator and (heard.cues or len(heard.plain.split()) > _SHORT_WORDS):
            amount = any(c.subject.topic for c in heard.cues) or self.book.amounts.search(
                heard.plain
            )
            self.unclear = not amount
        self._insured = self._insured or self.book.insured.search(heard.plain) is not None
        if heard.by_operator and _moves_on(heard, self.book):
            for slot in self.slots:
                dated = self.book.language is Language.EN and slot.kind is not None
                begun = dated and slot.subject.kind == "DOB" and not slot.answered
                slot.closed = slot.closed or (bool(slot.symbols) and not begun)
        elif heard.by_operator and not heard.cues and self.book.moving_on.search(heard.plain):
            for slot in self.slots:
                name = slot.kind is not None and slot.kind.form is Form.NAME
                slot.closed = slot.closed or (name and bool(slot.symbols))

    def number(self) -> int:
        """A number no slot of this call has had."""
        return next(self._numbers)

    def touch(self, slot: Slot) -> None:
        """Note that `slot` was spoken of just now."""
        slot.last_turn = self._turn

    def worded(self, opened_in: int | None = None) -> list[Slot]:
        """Open slots answered in words, as long as nothing else came in between."""
        found = []
        for slot in self.slots:
            if opened_in is not None and slot.opened_in != opened_in:
                break
            if slot.kind is None:
                break
            if slot.closed and not self.correcting:
                continue
            if self._turn - slot.last_turn > _WORDED_TURNS:
                continue
            if slot.subject.secret or slot.kind.form not in NUMERIC:
                found.append(slot)
        return found

    def asked(self, heard: Heard) -> list[Slot]:
        """What the other side asked to be told in words, or what is being told bit by bit."""
        return [
            slot
            for slot in self.worded()
            if slot.symbols
            or (
                slot.requested
                and slot.opened_by is not heard.side
                and self._turn - slot.last_turn <= _WAITING_TURNS + 1
            )
        ]

    def open(self, cue: Cue, heard: Heard, block: int) -> None:
        """A cue was heard, the `block`th in one breath."""
        subject = self._subject_of(cue, heard)
        asked_here = any(s.kind is not None and s.opened_in == heard.index for s in self.slots)
        if subject.topic in ("amount", "date") and asked_here and self.book.language is Language.EN:
            return
        if subject.topic == "same":
            self._open_same(heard)
            return
        if self._declines(subject, cue, heard):
            return
        if subject.kind == "NUMBER":
            beside = block > 0 and self.book.language is Language.JA
            if self.slots and not self.slots[0].answered and not beside:
                return
            subject = self._in_parts() or subject
        known = next((s for s in self.slots if s.subject == subject), None)
        if known is not None and self._correctable(known):
            known.last_turn = self._turn
            known.opened_in = heard.index
            if known.implied:
                known.symbols = ""
            known.closed = known.implied = False
            known.breath = self._breath_of(block)
            known.implied = False
            if self._requests(cue, heard):
                known.requested, known.opened_by, known.names = True, heard.side, 0
            self.slots.remove(known)
            self.slots.insert(min(block, len(self.slots)), known)
            return
        if block == 0:
            self.slots = [s for s in self.slots if self._still_waits(s)]
        kind = kinds().get(subject.kind)
        slot = Slot(
            self.number(), subject, kind, heard.index, heard.side, self._turn,
            self._breath_of(block), requested=self._requests(cue, heard),
        )  # fmt: skip
        self.slots.insert(min(block, len(self.slots)), slot)

    def _declines(self, subject: Subject, cue: Cue, heard: Heard) -> bool:
        """Whether a datum is named only to say that it is not needed, lost or to be changed."""
        kind = kinds().get(subject.kind)
        if kind is None or kind.fails_closed or any(run.digits for run in heard.runs):
            return False
        sentence = _SENTENCE.match(heard.plain, cue.end)
        return sentence is not None and self.book.declining.search(sentence.group()) is not None

    def _in_parts(self) -> Subject | None:
        """What a "number" belongs to, where something said in several numbers is being told."""
        front = self.front
        if front is None or front.kind is None or self._turn - front.last_turn > _WAITING_TURNS:
            return None
        if front.kind.code not in _IN_PARTS:
            return None
        front.symbols, front.number = "", self.number()
        return front.subject

    def open_answered(self, kind: Kind, symbols: str, heard: Heard) -> Slot:
        """A slot for a number that was known by its shape; corrections of it may follow."""
        slot = Slot(
            self.number(), Subject(kind=kind.code), kind, heard.index, heard.side, self._turn,
            self._breath_of(0), symbols=symbols,
        )  # fmt: skip
        self.slots.insert(0, slot)
        return slot

    def _open_same(self, heard: Heard) -> None:
        """Another person's number of the kind that was asked for ("hers is …")."""
        asked = next(
            (s for s in self.slots if s.kind and s.kind.form in NUMERIC and s.symbols), None
        )
        if asked is not None and asked.kind is not None:
            self.open_answered(asked.kind, "", heard)

    def expect_rest_of_card(self, heard: Heard) -> None:
        """After a card number its expiry and code follow, asked for in words heard or not."""
        for code in ("CARD_EXP", "CVV"):
            if not any(s.subject.kind == code for s in self.slots):
                subject = Subject(kind=code)
                slot = Slot(
                    self.number(), subject, kinds()[code], heard.index, heard.side, self._turn,
                    implied=True,
                )  # fmt: skip
                self.slots.append(slot)

    def note_tag(self, tag: Tag) -> None:
        """What an earlier redaction took away has been answered."""
        for slot in self.slots:
            if slot.subject.kind == tag.kind:
                slot.names += 1
                slot.symbols += "■" * max(4, slot.kind.longest if slot.kind else 0)
                slot.last_turn = self._turn
                return

    def gives(self, heard: Heard) -> bool:
        """Whether an operator tells a number of the firm for the caller to use."""
        if not heard.by_operator or self.book.theirs.search(heard.plain):
            return False
        return self.book.giving.search(heard.plain) is not None

    def enumerates(self, between: str) -> bool:
        """Whether two cues are asked for in one breath ("name and number")."""
        return _ENUMERATION[self.book.language].fullmatch(between) is not None

    def _told(self, cue: Cue, heard: Heard) -> bool:
        """Whether an operator tells a number ("the number is …") rather than asks for one."""
        follows = any(
            0 <= run.start - cue.end <= _BESIDE and len(run.digits) >= _WHOLE
            for run in heard.runs
            if Unit.LENGTH not in run.units
        )
        return (
            follows
            and self.book.announces(heard.plain, cue)
            and not self.book.theirs.search(heard.plain)
        )

    def _requests(self, cue: Cue, heard: Heard) -> bool:
        sentence = _SENTENCE.match(heard.plain, cue.end)
        if cue.subject.secret and sentence is not None:
            return self.book.not_asking.search(sentence.group()) is None
        if self.book.language is Language.JA:
            start = max(heard.plain.rfind(end, 0, cue.start) for end in "。!?") + 1
            last = sentence.end() if sentence is not None else len(heard.plain)
            if self.book.asks(heard.plain[start:last]):
                return True
        return self.book.asks(heard.plain) or heard.plain[cue.end :].strip(" 、,はが:") == ""

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
        said = heard.plain[cue.start : cue.end]
        if cue.subject.topic == "reference" and self._insured and self.book.member.search(said):
            return Subject(kind="HEALTHINS")
        if not heard.by_operator:
            firm = cue.subject.kind == "PHONE" and self.book.firms.search(heard.plain) is not None
            firm = firm or (cue.subject.kind == "ADDRESS" and "where" in said)
            return Subject(topic="company") if firm else cue.subject
        if cue.subject.kind == "NUMBER" and self._told(cue, heard):
            return Subject(topic="reference")
        if cue.subject.kind not in COMPANY_CAN_OWN:
            return cue.subject
        before = re.split("[.?!。]", heard.plain[: cue.start + 1])[-1]
        own = self.book.own.search(before) is not None or self.gives(heard)
        own = own or any(
            other.subject.topic == "company" and other.end <= cue.start for other in heard.cues
        )
        return Subject(topic="company") if own else cue.subject
