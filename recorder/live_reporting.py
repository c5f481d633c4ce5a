"""Tells the board once a second how the calls in progress stand; capture never waits for it."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from threading import Lock
from typing import cast

from archive.live import Captions, LiveCall, LiveSpeech, new_turns
from archive.live_store import LiveStore
from privacy.redacted import RedactedTranscript
from recorder.call_in_progress import CallInProgress
from recorder.captions import CaptionState, Hearing
from speech.audio import Channel
from speech.errors import ArchiveError, RedactionError

log = logging.getLogger(__name__)


class LiveReporting:
    """What was told of each call so far, so that only what is new is written."""

    def __init__(self, store: LiveStore) -> None:
        self._store = store
        self._shown: dict[str, RedactedTranscript] = {}
        self._over: set[str] = set()
        self._taken_up: set[str] = set()
        self._warned: dict[str, str] = {}
        self._telling = Lock()

    def report(self, calls: Iterable[CallInProgress]) -> None:
        """Tell how each call stands; a board that cannot be told is tried again the next time."""
        for call in calls:
            try:
                with self._telling:
                    self._report(call)
            except ArchiveError as error:
                self._warn(call.facts.id, str(error))
        self._tell_taken_up()

    def take_up(self, call_ids: Collection[str], waits: Callable[[str], bool]) -> None:
        """Tell of calls that a dead recorder left that they are being finished.

        Of calls that neither a recorder nor the stages wait for, by `waits`, nothing is told any more.
        """
        with self._telling:
            self._taken_up = set(call_ids)
            try:
                for call_id in self._store.ids():
                    if not waits(call_id):
                        self._store.end(call_id)
            except ArchiveError as error:
                log.warning("%s", error)
        self._tell_taken_up()

    def shown(self, call_id: str) -> RedactedTranscript | None:
        """What the board shows of a call's words."""
        return self._shown.get(call_id)

    def over(self, call_id: str) -> None:
        """The call is kept, or lies sealed in the spool; either way it is not live any more."""
        with self._telling:
            self._over.add(call_id)
            self._taken_up.discard(call_id)
            self._shown.pop(call_id, None)
            self._warned.pop(call_id, None)
            try:
                self._store.end(call_id)
            except ArchiveError as error:
                log.warning("%s", error)

    def _warn(self, call_id: str, what: str) -> None:
        """Once for each cause: a full disk is full every second."""
        if self._warned.get(call_id) != what:
            self._warned[call_id] = what
            log.warning("%s", what)

    def _tell_taken_up(self) -> None:
        with self._telling:
            try:
                if self._taken_up:
                    self._store.take_up(sorted(self._taken_up))
            except ArchiveError as error:
                log.warning("%s", error)

    def _report(self, call: CallInProgress) -> None:
        call_id = call.facts.id
        if call_id in self._over:
            return
        transcript = call.captions.transcript
        if transcript is None:
            self._store.update(live_call(call))
            return
        try:
            shown = transcript.shown()
        except RedactionError as error:
            log.warning("call %s: captions cannot be shown: %s", call_id, error)
            self._shown.pop(call_id, None)
            self._store.update(live_call(call))
            self._store.hide(call_id)
            return
        going_on = tuple(
            LiveSpeech(one.channel, one.span.start, one.letters) for one in shown.going_on
        )
        self._store.update(live_call(call, speaking=going_on))
        turns = new_turns(call_id, shown.transcript, self._shown.get(call_id))
        if turns:
            self._store.show(call_id, turns)
            self._shown[call_id] = shown.transcript


def live_call(call: CallInProgress, *, speaking: tuple[LiveSpeech, ...] = ()) -> LiveCall:
    """How a call stands now, without a word of it."""
    facts, hearing = call.facts, call.captions.hearing()
    duration_s = call.duration_s
    voice_until_s = max((one.voice_until_s for one in hearing.values()), default=0.0)
    load_s = max((one.lag_s for one in hearing.values()), default=0.0)
    return LiveCall(
        id=facts.id,
        line=facts.line,
        language=facts.language,
        started_at=facts.started_at,
        client=facts.client,
        operator=facts.operator,
        direction=facts.direction,
        duration_s=duration_s,
        levels_dbfs=call.levels_dbfs(),
        talk_s={channel: one.talk_s for channel, one in hearing.items()},
        silence_s=max(0.0, duration_s - load_s - voice_until_s),
        dropped_frames=call.dropped_frames,
        gaps=call.gaps,
        load_s=load_s,
        captions=caption_state(hearing),
        sensitive=call.sensitive,
        alarms=call.alarms,
        ended=call.ended,
        speaking=speaking,
        way=call.way,
    )


def caption_state(hearing: Mapping[Channel, Hearing]) -> Captions:
    """The state of the channel that fares worst."""
    states = {one.captions for one in hearing.values()}
    for state in (CaptionState.DROPPED, CaptionState.ON):
        if state in states:
            return cast("Captions", state.value)
    return "off"
