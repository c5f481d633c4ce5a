"""Which numbers of a call belong to things, firms and amounts, and so to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from privacy.cueing import Cue
from privacy.explaining import explained, toll_free
from privacy.fitting import BESIDE, LONG_RUN, can_be
from privacy.hearing import Heard
from privacy.kind import kinds
from privacy.numbers.tokens import Run, part
from privacy.policy import Policy
from privacy.slots import NUMERIC, OpenSlots, Slot
from speech.transcript import Language

_MOBILE = 11
_GROUPS_OF_A_LINE = 3
_BEGUN = 6
_TELLING = 4
"""Signs from which on a number is the same one when it is said again."""


@dataclass(slots=True)
class Belonging:
    """Remembers through a call what stays; `places` (utterance, offset) are where such numbers stand."""

    open: OpenSlots
    policy: Policy
    places: set[tuple[int, int]] = field(default_factory=set)
    _symbols: set[str] = field(default_factory=set)

    def takes(self, run: Run, heard: Heard) -> bool:
        """Whether a run is nobody's, which is remembered."""
        front = self.open.front
        if not (
            self._is_said_again(run)
            or self._is_company_line(run, heard)
            or (front is not None and front.kind is None and self._stays(front, run))
        ):
            return False
        if front is None or front.subject.topic not in ("amount", "date"):
            self.places.add((heard.index, run.start))
        return True

    def is_labelled(self, run: Run, label: Cue) -> bool:
        """Whether a run stands right behind a word that says which thing it is the number of."""
        near = 0 <= run.start - label.end <= BESIDE
        return near and self.policy.keep_references and len(run.digits) > 0

    def keep(self, run: Run, heard: Heard) -> None:
        """Remember a run as the number of a thing or a firm."""
        self._symbols.add(run.symbols)
        self.places.add((heard.index, run.start))

    def apart(self, run: Run, heard: Heard) -> Iterator[Run]:
        """The run without a kept number that is read back in one breath before or behind it."""
        for place in range(1, len(run.tokens)):
            first, second = part(run, 0, place), part(run, place, len(run.tokens))
            if first is None or second is None:
                continue
            for kept, other in ((first, second), (second, first)):
                if kept.symbols in self._symbols and len(kept.symbols) >= _TELLING and other.digits:
                    self.places.add((heard.index, kept.start))
                    yield other
                    return
        yield run

    def _is_said_again(self, run: Run) -> bool:
        """Whether a number that belongs to a thing is said again; secrets are not believed to."""
        front = self.open.front
        asked = front is not None and front.kind is not None and front.kind.fails_closed
        return run.symbols in self._symbols and len(run.symbols) >= _TELLING and not asked

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
        self._symbols.add(run.symbols)
        return True

    def _least_sure(self, run: Run) -> float:
        """How sure a shape must be against a topic; Japanese telephone numbers come in three."""
        in_three = self.open.book.language is Language.JA and len(run.groups) == _GROUPS_OF_A_LINE
        area = run.groups[0] if in_three else ""
        return 0.7 if area in ("03", "06") or (len(area) > 2 and area[0] == "0") else 0.9
