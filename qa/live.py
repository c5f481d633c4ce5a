"""Finds what a supervisor should hear of at once in a call that is still going on.

The same phrases and moments as after the call; what comes later may still change them.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.call import Direction
from privacy.redacted import RedactedTranscript, RedactedUtterance
from qa.attending import while_attended
from qa.checks import forbidden
from qa.finding import Evidence
from qa.listening import HeardTurn, QaCall, listen
from qa.moments import Kind, find_moments
from qa.phrasebook import Phrasebook
from speech.audio import Channel
from speech.transcript import Turn, turns_of


class Sign(StrEnum):
    """What may make a supervisor step in."""

    PUSH = "push"
    FORBIDDEN = "forbidden"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign with the words that prove it, the rule that found it and the rule's version."""

    sign: Sign
    evidence: Evidence
    rule: str
    version: str


HeardBefore = MutableMapping[tuple[RedactedUtterance, ...], HeardTurn]
"""Turns that were looked at already: listening to one takes milliseconds, a call has hundreds."""


def live_flags(
    said: Sequence[RedactedUtterance],
    book: Phrasebook,
    *,
    direction: Direction = Direction.INBOUND,
    heard: HeardBefore | None = None,
) -> list[Flag]:
    """The flags of what has been said so far, in order of time; a mono call has none.

    `heard` spares listening to the same turn twice; it changes nothing about the outcome.
    """
    call = _call(said, book, direction, {} if heard is None else heard)
    if call.mono:
        return []
    signs = {Kind.PUSH: Sign.PUSH, Kind.COMPLAINT: Sign.COMPLAINT}
    found = [
        Flag(signs[m.kind], Evidence(m.turn, m.channel, m.span, m.quote), m.rule, m.version)
        for m in find_moments(call)
        if m.kind in signs and m.turn is not None
    ]
    version = f"{forbidden.VERSION}+{book.version}"
    found += [
        Flag(Sign.FORBIDDEN, turn.evidence(turn.said["forbidden"]), "forbidden", version)
        for turn in call.side(Channel.OPERATOR)
        if "forbidden" in turn.said
    ]
    return sorted(found, key=lambda flag: (flag.evidence.span, flag.sign))


def _call(
    said: Sequence[RedactedUtterance],
    book: Phrasebook,
    direction: Direction,
    heard: HeardBefore,
) -> QaCall:
    listened = (_heard(turn, book, direction, heard) for turn in turns_of(said))
    whole = QaCall(
        transcript=RedactedTranscript(book.language, tuple(said), ()),
        turns=tuple(turn for turn in listened if turn is not None),
        voiced=None,
        duration_s=max((u.span.end for u in said), default=0.0),
        direction=direction,
        mono=any(u.channel is Channel.MIXED for u in said),
        masks=(),
        phrasebook=book,
    )
    return while_attended(whole)


def _heard(
    turn: Turn[RedactedUtterance], book: Phrasebook, direction: Direction, heard: HeardBefore
) -> HeardTurn | None:
    known = heard.get(turn.utterances)
    if known is None:
        alone = listen(
            RedactedTranscript(book.language, turn.utterances, ()),
            voiced=None,
            duration_s=turn.span.end,
            direction=direction,
            phrasebook=book,
        )
        if not alone.turns:
            return None
        known = heard[turn.utterances] = alone.turns[0]
    return replace(known, number=turn.number)
