"""Tells when an operator is in a call that an IVR answered: only then is anything the operator's doing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from privacy.redacted import RedactedAudio
from qa.listening import HeardTurn, QaCall, Voiced
from speech.audio import Channel, Span, merged, without
from speech.transcript import Spoken


def while_attended(
    call: QaCall, *, joined_s: float | None = None, by: Sequence[Span] | None = None
) -> QaCall:
    """The call with only what happens while an operator is there; others are as they were.

    What the caller and the IVR say to each other lies in `with_ivr`. For silences the IVR counts as
    speaking all that time: nobody is to blame for a caller who thinks or waits in the queue. Of several
    operators only the time of the one who is judged is given (`by`); what others say lies in `with_ivr`
    as well.
    """
    voices = call.voiced if call.voiced is not None else _voices(call.transcript.utterances)
    if Channel.IVR not in voices:
        return call
    attended = attended_spans(voices, call.duration_s, joined_s=joined_s)
    handed_on = False
    if by is not None:
        later = (span.start for span in voices.get(Channel.OPERATOR, ()))
        handed_on = any(at >= max(one.end for one in by) for at in later)
        attended = tuple(part for span in by for part in _inside(span, attended))
        joined_s = None if joined_s is None else max(joined_s, by[0].start)
    turns = tuple(turn for turn in call.turns if _is_attended(turn, attended, alone=by is None))
    return replace(
        call,
        turns=turns,
        with_ivr=tuple(turn for turn in call.turns if turn not in turns),
        voiced=None if call.voiced is None else _voiced(call.voiced, attended, call.duration_s),
        attended=attended,
        joined_s=joined_s,
        handed_on=handed_on,
    )


def attended_spans(
    voices: Voiced, duration_s: float, *, joined_s: float | None = None
) -> tuple[Span, ...]:
    """From where the operator joins, or is heard first, to the last word before the IVR speaks again."""
    events = [(span.start, False) for span in voices.get(Channel.IVR, ())]
    events += [(span.start, True) for span in voices.get(Channel.OPERATOR, ())]
    events += [] if joined_s is None else [(joined_s, True)]
    spans: list[Span] = []
    since: float | None = None
    for at, joins in sorted(events):
        if joins and since is None:
            since = at
        elif not joins and since is not None:
            spans.append(Span(since, _last_word(voices, since, at)))
            since = None
    if since is not None:
        spans.append(Span(since, max(since, duration_s)))
    return tuple(spans)


def _last_word(voices: Voiced, since: float, until: float) -> float:
    people = (*voices.get(Channel.OPERATOR, ()), *voices.get(Channel.CALLER, ()))
    ends = (span.end for span in people if span.start < until and span.end > since)
    return max(since, min(until, max(ends, default=until)))


def joins_at(audio: RedactedAudio) -> float | None:
    """When the operator's line is connected to a call an IVR answered: before, their channel is empty.

    Masks sound on every channel and tell nothing.
    """
    operator = audio.channels.get(Channel.OPERATOR)
    if operator is None or Channel.IVR not in audio.channels:
        return None
    for free in without(Span(0.0, audio.duration_s), merged(audio.masks)):
        stretch = free.samples(audio.rate_hz)
        sounding = operator[stretch].nonzero()[0]
        if len(sounding):
            return float(stretch.start + sounding[0]) / audio.rate_hz
    return None


def _is_attended(turn: HeardTurn, attended: Sequence[Span], *, alone: bool) -> bool:
    if turn.channel is Channel.OPERATOR and alone:
        return True
    inside = sum(u.span.overlap(span) for u in turn.utterances for span in attended)
    return inside > sum(u.span.duration for u in turn.utterances) / 2 and (
        turn.channel is not Channel.IVR
    )


def _voiced(voiced: Voiced, attended: Sequence[Span], duration_s: float) -> Voiced:
    rest = tuple(without(Span(0.0, duration_s), attended))
    cut = {
        side: tuple(part for span in spans for part in _inside(span, attended))
        for side, spans in voiced.items()
    }
    return {**cut, Channel.IVR: rest}


def _inside(span: Span, attended: Iterable[Span]) -> list[Span]:
    return [
        Span(max(span.start, one.start), min(span.end, one.end))
        for one in attended
        if span.overlap(one) > 0
    ]


def _voices(said: Sequence[Spoken]) -> Mapping[Channel, tuple[Span, ...]]:
    sides = {one.channel for one in said}
    return {side: tuple(u.span for u in said if u.channel is side) for side in sides}
