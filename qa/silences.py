"""Where nobody speaks, where both do, and who holds the floor how long: from voice activity alone."""

from bisect import bisect_right
from itertools import pairwise

from qa.holds import find_holds
from qa.listening import QaCall
from speech.audio import Channel, Span, merged

SIDES = (Channel.CALLER, Channel.OPERATOR)
_SAME_TALK_S = 0.3
_FLOOR_GAP_S = 3.0


def talk(call: QaCall, channel: Channel) -> list[Span]:
    """Where one side speaks outside holds; pauses inside a phrase are part of it.

    Hold music is on the operator's channel and no detector is always right about it.
    """
    voiced = merged((call.voiced or {}).get(channel, ()), gap_s=_SAME_TALK_S)
    for hold in find_holds(call):
        voiced = [left for span in voiced for left in _without(span, hold.span)]
    return voiced


def _without(span: Span, hole: Span) -> list[Span]:
    """What is left of `span` before and after `hole`."""
    if not span.overlap(hole):
        return [span]
    before = Span(span.start, max(span.start, hole.start))
    after = Span(min(span.end, hole.end), span.end)
    return [left for left in (before, after) if left.duration > 0]


def silences(call: QaCall, *, least_s: float) -> list[Span]:
    """Stretches of `least_s` and more between two words in which nobody speaks, holds left out.

    A caller who looks for something is on hold too.
    """
    spoken = merged(span for spans in (call.voiced or {}).values() for span in spans)
    gaps = [Span(before.end, after.start) for before, after in pairwise(spoken)]
    holds = [hold.span for hold in find_holds(call)]
    return [
        gap
        for gap in gaps
        if gap.duration >= least_s and not any(gap.overlap(h) > gap.duration / 2 for h in holds)
    ]


def overlaps(call: QaCall, *, least_s: float) -> list[Span]:
    """Stretches of `least_s` and more in which both sides speak, back-channels left out."""
    caller, operator = (without_backchannels(call, side) for side in SIDES)
    return [span for span in shared(caller, operator) if span.duration >= least_s]


def without_backchannels(call: QaCall, channel: Channel) -> list[Span]:
    """One side's talk without はい, ええ, mm-hm and the like."""
    own = [t for t in call.turns if t.channel is channel]
    listening = merged(u.span for t in own if t.backchannel for u in t.utterances)
    speaking = merged(u.span for t in own if not t.backchannel for u in t.utterances)
    return [
        span
        for span in talk(call, channel)
        if not _touches(span, listening) or _touches(span, speaking)
    ]


def shared(ones: list[Span], others: list[Span]) -> list[Span]:
    """The time two lists of spans have in common, each in order and without overlaps."""
    common: list[Span] = []
    one = other = 0
    while one < len(ones) and other < len(others):
        a, b = ones[one], others[other]
        if a.overlap(b) > 0:
            common.append(Span(max(a.start, b.start), min(a.end, b.end)))
        one, other = (one + 1, other) if a.end <= b.end else (one, other + 1)
    return common


def _touches(span: Span, others: list[Span]) -> bool:
    """Whether `span` meets any of `others`, which are in order and without overlaps."""
    place = bisect_right(others, span.start, key=lambda other: other.end)
    return place < len(others) and others[place].start < span.end


def longest_monologue(call: QaCall, channel: Channel) -> Span | None:
    """The longest run of one side without a word, or three seconds of silence, in between."""
    floor = sorted((s, side) for side in SIDES for s in without_backchannels(call, side))
    runs: list[Span] = []
    last: Channel | None = None
    for span, side in floor:
        if side is channel and last is channel and span.start - runs[-1].end <= _FLOOR_GAP_S:
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        elif side is channel:
            runs.append(span)
        last = side
    return max(runs, key=lambda run: run.duration, default=None)
