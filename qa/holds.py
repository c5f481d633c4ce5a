"""Finds holds: the operator asks the caller to wait, nobody talks, the operator comes back."""

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

    `asked` is the operator's turn that announced it and `returned` the one that ended it.
    """

    span: Span
    asked: HeardTurn | None
    returned: HeardTurn | None


def find_holds(call: QaCall) -> list[Hold]:
    """All holds of a call in order; a wait of which only text is at hand lasts as long as known."""
    operator = call.side(Channel.OPERATOR)
    holds: list[Hold] = []
    for asked, after in zip(operator, [*operator[1:], None], strict=False):
        if "hold_ask" in asked.said:
            holds.extend(_announced(call, asked, after))
    return sorted([*holds, *_unannounced(call, holds)], key=lambda hold: hold.span)


def _announced(call: QaCall, asked: HeardTurn, after: HeardTurn | None) -> list[Hold]:
    within = _wait_within(asked)
    if within is not None:
        return [Hold(within, asked, asked)]
    start = max(u.span.end for u in asked.utterances)
    end = after.span.start if after else call.duration_s
    wait = Span(start, max(start, end))
    came_back = after is not None and "hold_return" in after.said
    # Text alone does not tell how long the wait was.
    if _quiet_s(call, wait) < LEAST_HOLD_S and not came_back and call.voiced is not None:
        return []
    return [Hold(wait, asked, after)]


def _quiet_s(call: QaCall, wait: Span) -> float:
    """Seconds of a wait in which no words were heard; hold music has none."""
    spoken = (u.span.overlap(wait) for turn in call.turns for u in turn.utterances)
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


def _unannounced(call: QaCall, known: list[Hold]) -> list[Hold]:
    if call.voiced is None or call.mono:
        return []
    talk = merged(span for spans in call.voiced.values() for span in spans)
    waits = [Span(before.end, after.start) for before, after in pairwise(talk)]
    long = [wait for wait in waits if wait.duration >= UNANNOUNCED_S]
    new = [w for w in long if not any(w.overlap(hold.span) for hold in known)]
    return [Hold(wait, None, _first_after(call, wait)) for wait in new]


def _first_after(call: QaCall, wait: Span) -> HeardTurn | None:
    later = (t for t in call.side(Channel.OPERATOR) if t.span.end > wait.end)
    return next(later, None)
