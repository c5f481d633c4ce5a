"""Which open question a number answers, and what is found by that."""

from privacy.findings import Finding, Reason
from privacy.fitting import LONG_RUN, accepts, echoes, fit, resembles, with_lead, with_rest
from privacy.hearing import Heard
from privacy.kind import Kind, kinds
from privacy.numbers.tokens import Run
from privacy.slots import NUMERIC, OpenSlots, Slot


def slot_for(slots: OpenSlots, run: Run, heard: Heard) -> Slot | None:
    """The open question a run answers best."""
    fitting = []
    for order, slot in enumerate(slots.slots):
        if slot.kind is None:
            if not slot.answered:
                break
            continue
        if not _in_reach(slots, slot, slot.kind, run) or _is_over(slots, slot, run):
            continue
        if slot.kind.form in NUMERIC and accepts(
            slot, slot.kind, run, heard, correcting=slots.correcting
        ):
            fitting.append((fit(slot, slot.kind, run) - order * 0.5, -order, slot))
    return max(fitting, key=lambda f: f[:2])[2] if fitting else None


def answered(slots: OpenSlots, slot: Slot, run: Run, heard: Heard) -> Finding:
    """The run as an answer of `slot`, or a correction, or the rest of it."""
    kind = slot.kind
    assert kind is not None
    if kind.code == "NUMBER":
        kind = max([kind, *kinds().values()], key=lambda other: other.looks(run))
    echoed = echoes(slot.symbols, run.symbols)
    if slot.answered and not echoed and not slots.correcting and len(run.symbols) >= LONG_RUN:
        slot.number, slot.symbols = slots.number(), run.symbols
    elif not echoed:
        slot.symbols += run.symbols
        if kind.code == "CARD" and slot.answered:
            slots.expect_rest_of_card(heard)
    slots.touch(slot)
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


def _is_over(slots: OpenSlots, slot: Slot, run: Run) -> bool:
    """Whether the talk has gone on since a slot was answered, and a run is none of its."""
    return slot.closed and not slots.correcting and not resembles(slot.symbols, run.symbols)


def _in_reach(slots: OpenSlots, slot: Slot, kind: Kind, run: Run) -> bool:
    """What was asked last comes first; older questions take only what looks like their answer."""
    front = slots.slots[0]
    if (
        slot.breath == front.breath
        or slot.implied
        or (front.kind is not None and slot.opened_in == front.opened_in)
    ):
        return True
    if front.answered and (front.kind is None or front.kind.form in NUMERIC):
        return True
    return kind.looks(run) >= 0.5 or len(run.digits) >= LONG_RUN
