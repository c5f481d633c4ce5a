"""Who of several operators a call is put down to."""

from collections.abc import Mapping, Sequence

from archive.call import Call
from speech.audio import Channel, Span


def who_spoke_most(call: Call, voiced: Mapping[Channel, Sequence[Span]]) -> str:
    """The operator who spoke longest; of two who spoke alike the later, who answered for its end.

    Whoever only passes a caller on says a sentence or two. Where nobody told who was there when, it is
    the operator of the call.
    """
    voices = voiced.get(Channel.OPERATOR, ())
    spoken: dict[str, float] = {}
    for one in reversed(call.attended):
        heard_s = sum(span.overlap(one.span) for span in voices)
        spoken[one.operator] = spoken.get(one.operator, 0.0) + heard_s
    return max(spoken, key=lambda name: spoken[name], default=call.operator)
