"""Takes calls out of the spool: those that just ended, and those a dying process left behind."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from archive.call import Call, Status
from archive.spool import Spool
from archive.spool_notes import Alarm, Loss, Missing, Note
from archive.spool_reading import Spooled
from archive.store import CallStore
from recorder.call_in_progress import LINE_LOST
from recorder.soundfile_reading import sound_sha256
from recorder.stages import Taken
from speech.audio import CallAudio, Channel, Span
from speech.errors import KikitoriError, SoundError
from speech.reasons import Reason, reason

log = logging.getLogger(__name__)

_TOUCHING_S = 0.001


class Take(Protocol):
    """Takes a call through `recorder.stages`; `spooled.notes` tell what is missing or was paused.

    Raises SoundError when there is nothing to keep of it.
    """

    def __call__(self, call: Call, spooled: Spooled) -> Taken: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What is needed to take a call out of the spool.

    `keep_until` is the last day the sealed original of a call with that outcome is kept; None
    shreds it. Originals whose last day is before `today` are shredded. `last_day` is that of the call
    itself, None for ever; `engines` is kept with the call.
    """

    spool: Spool
    store: CallStore
    take: Take
    keep_until: Callable[[Call, Status], date | None]
    today: Callable[[], date]
    engines: Mapping[str, str] = field(default_factory=dict)
    last_day: Callable[[str, date], date | None] = lambda _client, _came_on: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What became of a call; without a status it still lies in the spool, and `reason` says why.

    Until the end of the day `sealed_until` its sealed original is kept.
    """

    call_id: str
    status: Status | None
    reason: Reason | None = None
    interrupted: bool = False
    sealed_until: date | None = None


def recover(recovery: Recovery) -> Iterator[Recovered]:
    """Take every call out of the spool that nobody is writing.

    Run again, or after it was killed anywhere, it goes on where it stopped and nothing is kept
    twice. A call that cannot be read is left alone and the rest goes on.
    """
    for call_id in tidied(recovery):
        recovered = take_out(recovery, call_id)
        if recovered is not None:
            yield recovered


def tidied(recovery: Recovery) -> list[str]:
    """The calls in the spool that nobody is writing.

    Sealed originals that have been kept long enough are shredded first, and what was noted beside
    calls whose time is over.
    """
    recovery.spool.sweep(recovery.today())
    recovery.store.forget(recovery.today())
    return recovery.spool.unfinished()


def take_out(recovery: Recovery, call_id: str, *, again: bool = False) -> Recovered | None:
    """Take one call out of the spool; None when another process is at it or it is gone.

    With `again` a sealed original is tried once more whose call was withheld or quarantined.
    """
    try:
        with recovery.spool.claim(call_id) as ours:
            if not ours:
                return None
            return _take(recovery, without_empty_side(recovery.spool.read(call_id)), again=again)
    except KikitoriError as error:
        return Recovered(call_id=call_id, status=None, reason=error.reason)
    except Exception as error:  # noqa: BLE001 - one call that fails must not stop the others
        failed = reason("call.failed", call=call_id, error=type(error).__name__)
        return Recovered(call_id=call_id, status=None, reason=failed)


def without_empty_side(spooled: Spooled) -> Spooled:
    """A call the IVR answered without the operator's channel where nobody ever came to it.

    The line fills a side nobody is on with noughts, which no telephone ever gives.
    """
    channels = spooled.audio.channels
    operator = channels.get(Channel.OPERATOR)
    if Channel.IVR not in channels or operator is None or operator.any():
        return spooled
    left = dict(channels)
    del left[Channel.OPERATOR]
    notes = [n for n in spooled.notes if getattr(n, "channel", None) is not Channel.OPERATOR]
    return replace(
        spooled,
        facts=replace(spooled.facts, channels=tuple(left)),
        audio=CallAudio(spooled.audio.rate_hz, left),
        notes=tuple(notes),
    )


def call_of(spooled: Spooled, engines: Mapping[str, str]) -> Call:
    """The facts of a spooled call as the archive keeps them.

    What tells live calls apart is their id beside their sound: the same sound on a line twice is
    two calls.
    """
    facts = spooled.facts
    digest = hashlib.sha256(f"{facts.id} {sound_sha256(spooled.audio)}".encode())
    return Call(
        id=facts.id,
        sound_sha256=digest.hexdigest(),
        duration_s=spooled.audio.duration_s,
        language=facts.language,
        direction=facts.direction,
        channels=facts.channels,
        started_at=facts.started_at,
        client=facts.client,
        campaign=facts.campaign,
        operator=facts.operator,
        engines=dict(engines),
        line=facts.line,
        interrupted=not spooled.finished or _line_was_lost(spooled),
        notes=tuple(_joined(spooled.notes)),
    )


def _line_was_lost(spooled: Spooled) -> bool:
    return any(isinstance(note, Alarm) and note.code == LINE_LOST for note in spooled.notes)


def _joined(notes: Iterable[Note]) -> list[Note]:
    """The notes, with what is missing of a channel in one piece for each cause."""
    joined: list[Note] = []
    last: dict[tuple[Channel, Loss], int] = {}
    for note in notes:
        if isinstance(note, Missing):
            place = last.get((note.channel, note.why))
            before = joined[place] if place is not None else None
            if place is not None and before and note.span.start - before.span.end < _TOUCHING_S:
                whole = Span(before.span.start, max(before.span.end, note.span.end))
                joined[place] = replace(note, span=whole)
                continue
            last[note.channel, note.why] = len(joined)
        joined.append(note)
    return joined


def _take(recovery: Recovery, spooled: Spooled, *, again: bool) -> Recovered:
    call = call_of(spooled, recovery.engines)
    came_on = spooled.facts.started_at.astimezone().date()
    call = replace(call, keep_until=recovery.last_day(call.client, came_on))
    known = recovery.store.known(call.sound_sha256)
    # A process that died after the stages has only left the original of its call behind.
    if known and (known[1] is Status.KEPT or not again):
        taken = Taken(known[1])
    else:
        taken = _through_stages(recovery, call, spooled)
    until = _last_day(recovery, call, taken.status)
    if until is None:
        recovery.spool.shred(call.id)
    else:
        recovery.spool.keep(call.id, until)
    log.info("call %s: %s, %.1f s", call.id, taken.status, call.duration_s)
    return Recovered(
        call_id=call.id,
        status=taken.status,
        reason=taken.because,
        interrupted=not spooled.finished,
        sealed_until=until,
    )


def _last_day(recovery: Recovery, call: Call, status: Status) -> date | None:
    """Trying a call again does not keep its original any longer."""
    until, before = recovery.keep_until(call, status), recovery.spool.kept().get(call.id)
    return min(until, before) if until and before else until


def _through_stages(recovery: Recovery, call: Call, spooled: Spooled) -> Taken:
    if call.duration_s == 0:
        return _withhold(recovery, call, reason("call.nothing_recorded"))
    try:
        return recovery.take(call, spooled)
    except SoundError as error:
        return _withhold(recovery, call, error.reason)


def _withhold(recovery: Recovery, call: Call, because: Reason) -> Taken:
    recovery.store.withhold(call, because.kept())
    return Taken(Status.WITHHELD, because)
