"""Finds holds: one side asks the other to wait, nobody talks, somebody comes back."""

from dataclasses import dataclass
from itertools import pairwise

from qa.listening import HeardTurn, QaCall
from speech.audio import Channel, Span, merged

LEAST_HOLD_S = 5.0
"""A shorter wait is a pause, however it was announced."""

UNANNOUNCED_S = 20.0
"""Nobody leaves a caller that long by thinking: it is a hold nobody announced."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A wait from the last word before it to the first after it.

    `by` is the side that kept the other waiting, `asked` its turn that announced the wait and
    `returned` the operator's turn that ended it.
    """

    span: Span
    by: Channel
    asked: HeardTurn | None
    returned: HeardTurn | None


def find_holds(call: QaCall) -> list[Hold]:
    """All holds of a call in order; a wait of which only text is at hand lasts as long as known."""
    operator = call.side(Channel.OPERATOR)
    holds: list[Hold] = []
    for asked, after in zip(operator, [*operator[1:], None], strict=False):
        if "hold_ask" in asked.said:
            holds.extend(_announced(call, asked, after))
    holds.extend(_by_caller(call, holds))
    return sorted([*holds, *_unannounced(call, holds)], key=lambda hold: hold.span)


def _announced(call: QaCall, asked: HeardTurn, after: HeardTurn | None) -> list[Hold]:
    within = _wait_within(asked)
    if within is not None:
        return [Hold(within, Channel.OPERATOR, asked, asked)]
    start = max(u.span.end for u in asked.utterances)
    end = min(after.span.start if after else call.duration_s, call.attended_until(start))
    wait = Span(start, max(start, end))
    came_back = after is not None and "hold_return" in after.said
    # Text alone does not tell how long the wait was.
    last = after.number if after else len(call.transcript.utterances)
    between = [t for t in call.turns if asked.number < t.number < last]
    if _quiet_s(wait, between) < LEAST_HOLD_S and not came_back and call.voiced is not None:
        return []
    return [Hold(wait, Channel.OPERATOR, asked, after)]


def _quiet_s(wait: Span, between: list[HeardTurn]) -> float:
    """Seconds of a wait in which no words were heard; hold music has none."""
    spoken = (u.span.overlap(wait) for turn in between for u in turn.utterances)
    return wait.duration - sum(spoken)


def _wait_within(turn: HeardTurn) -> Span | None:
    """A wait inside one turn: the caller said nothing while the operator was away."""
    ends = [u.span.end for u in turn.utterances]
    gaps = [
        Span(end, max(end, later.span.start))
        for end, later in zip(ends, turn.utterances[1:], strict=False)
    ]
    longest = max(gaps, key=lambda gap: gap.duration, default=None)
    return longest if longest and longest.duration >= LEAST_HOLD_S else None


def _by_caller(call: QaCall, known: list[Hold]) -> list[Hold]:
    """Waits in which the caller looks for something: no silence to be blamed for."""
    waits = _quiet(call, LEAST_HOLD_S, known)
    asked = [(wait, _last_before(call, wait)) for wait in waits]
    return [
        Hold(wait, Channel.CALLER, turn, None)
        for wait, turn in asked
        if turn and turn.channel is Channel.CALLER and "caller_waits" in turn.said
    ]


def _unannounced(call: QaCall, known: list[Hold]) -> list[Hold]:
    """Long waits after which the operator speaks first, so it was not the caller who was busy."""
    waits = _quiet(call, UNANNOUNCED_S, known)
    ended = [(wait, _first_after(call, wait)) for wait in waits]
    return [
        Hold(wait, Channel.OPERATOR, None, turn)
        for wait, turn in ended
        if turn and turn.channel is Channel.OPERATOR
    ]


def _quiet(call: QaCall, least_s: float, known: list[Hold]) -> list[Span]:
    """Stretches between two words in which no voice is heard, beside the holds already known."""
    if call.voiced is None or call.mono:
        return []
    talk = merged(span for spans in call.voiced.values() for span in spans)
    gaps = [Span(before.end, after.start) for before, after in pairwise(talk)]
    long = [gap for gap in gaps if gap.duration >= least_s]
    return [gap for gap in long if not any(gap.overlap(hold.span) for hold in known)]


def _last_before(call: QaCall, wait: Span) -> HeardTurn | None:
    earlier = [t for t in call.turns if t.span.start < wait.start]
    return earlier[-1] if earlier else None


def _first_after(call: QaCall, wait: Span) -> HeardTurn | None:
    return next((t for t in call.turns if t.span.end > wait.end), None)
