"""Takes what a line gives, in one thread that waits for nothing else, and hands it to the call."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeAlias

from recorder.call_in_progress import LINE_LOST, CallInProgress
from recorder.call_opening import CallOpening
from recorder.captions import CallCaptions
from recorder.line import Arrival, AudioSource
from recorder.voice_watch import Turnout, VoiceWatch
from speech.audio import AudioFrame, Channel
from speech.errors import ArchiveError, LineError
from speech.reasons import Reason, reason

log = logging.getLogger(__name__)

BeginCall: TypeAlias = Callable[[AudioSource, CallOpening, int], CallInProgress]
"""Makes a call of a line that begins with that sample. Raises ArchiveError."""

_ASK_EVERY_S = 0.2


class LineCapture:
    """One open line: its thread, the call that is held on it and what was said just before.

    Calls begin and end when somebody says so, and with `watch` by voice, which `ears` hear.
    Ended calls go to `ended`, which must not wait.
    """

    def __init__(
        self,
        source: AudioSource,
        opening: CallOpening,
        begin_call: BeginCall,
        ended: Callable[[CallInProgress], None],
        *,
        watch: VoiceWatch | None = None,
        ears: CallCaptions | None = None,
    ) -> None:
        self.source = source
        self.opening = opening
        self.call: CallInProgress | None = None
        self.failure: Reason | None = None
        self.over = Event()
        self._begin_call = begin_call
        self._ended = ended
        self._watch = watch
        self._ears = ears
        self._heard = dict.fromkeys(source.channels, 0)
        self._recent: deque[Arrival] = deque()
        self._asked_at = 0
        self._step = Lock()
        self._thread = Thread(target=self._run, name=f"line-{source.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Hang up: what the line still holds belongs to its call, which then ends."""
        self.source.close()

    def join(self, timeout_s: float | None = None) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def begin(self, opening: CallOpening | None = None) -> CallInProgress:
        """Begin a call now. Raises LineError when one is held, ArchiveError when it cannot be kept."""
        with self._step:
            if self.call is not None:
                raise LineError("line.held", line=self.source.name, call=self.call.facts.id)
            if self.over.is_set():
                raise LineError("line.closed", line=self.source.name)
            return self._begin(opening or self.opening, max(self._heard.values()))

    def end(self) -> CallInProgress:
        """End the call that is held. Raises LineError when none is."""
        with self._step:
            call = self._current()
            self._end()
            if self._watch is not None:
                self._watch.over(now_s=self._heard_s, talk_s=self._talk_s)
            return call

    def current(self) -> CallInProgress:
        """The call that is held. Raises LineError when none is."""
        with self._step:
            return self._current()

    def _current(self) -> CallInProgress:
        if self.call is None:
            raise LineError("line.idle", line=self.source.name)
        return self.call

    def _run(self) -> None:
        try:
            for arrival in self.source.arrivals():
                with self._step:
                    self._take(arrival)
        except LineError as error:
            self._break_off(error.reason)
        except Exception as error:  # noqa: BLE001 - whatever fails here, the call ends whole
            self._break_off(reason("line.broke", line=self.source.name, error=type(error).__name__))
        finally:
            with self._step:
                self.over.set()
                self._end()
            if self._ears is not None:
                self._ears.end(hear_rest=False)

    def _break_off(self, why: Reason) -> None:
        self.failure = why
        log.error("%s", why)
        if self.call is not None:
            self.call.alarm(LINE_LOST)

    def _take(self, arrival: Arrival) -> None:
        self._heard[arrival.channel] = arrival.first_sample + _count(arrival)
        if self.call is not None:
            self.call.take(arrival)
        if self._ears is not None:
            self._ears.offer(arrival)
            self._remember(arrival)
            self._watch_voice()

    def _remember(self, arrival: Arrival) -> None:
        """Keep in memory what belongs to a call that is about to be noticed."""
        assert self._watch is not None
        if self.call is not None:
            return
        self._recent.append(arrival)
        oldest = self._heard[arrival.channel] - self._watch.rules.pre_roll_s * arrival.rate_hz
        while self._recent[0].first_sample + _count(self._recent[0]) <= oldest:
            self._recent.popleft()

    def _watch_voice(self) -> None:
        now = max(self._heard.values())
        if now - self._asked_at < _ASK_EVERY_S * self.source.rate_hz:
            return
        self._asked_at = now
        assert self._watch is not None
        turnout = self._watch.step(
            now_s=self._heard_s, talk_s=self._talk_s, voice_until_s=self._voice_until_s
        )
        if turnout is Turnout.BEGINS and self.call is None:
            self._begin_with_recent()
        elif turnout is Turnout.ENDS:
            self._end()

    def _begin_with_recent(self) -> None:
        firsts: dict[Channel, int] = {}
        for arrival in self._recent:
            firsts.setdefault(arrival.channel, arrival.first_sample)
        try:
            self._begin(self.opening, max(firsts.values()))
        except ArchiveError as error:
            # The next voice tries again: the disk may be back by then.
            log.error("line %s: %s", self.source.name, error)  # noqa: TRY400
            self.failure = error.reason
            assert self._watch is not None
            self._watch.over(now_s=self._heard_s, talk_s=self._talk_s)

    def _begin(self, opening: CallOpening, origin: int) -> CallInProgress:
        call = self._begin_call(self.source, opening, origin)
        self.failure = None
        while self._recent:
            call.take(self._recent.popleft())
        self.call = call
        log.info("call %s: begins on %s", call.facts.id, self.source.name)
        return call

    def _end(self) -> None:
        call, self.call = self.call, None
        if call is not None:
            call.end()
            log.info("call %s: ends after %.1f s", call.facts.id, call.duration_s)
            self._ended(call)

    @property
    def _heard_s(self) -> float:
        return max(self._heard.values()) / self.source.rate_hz

    @property
    def _talk_s(self) -> float:
        return sum(one.talk_s for one in self._ears.hearing().values()) if self._ears else 0.0

    @property
    def _voice_until_s(self) -> float:
        ears = self._ears.hearing().values() if self._ears else ()
        return max((one.voice_until_s for one in ears), default=0.0)


def _count(arrival: Arrival) -> int:
    """How many samples the arrival stands for."""
    return len(arrival.samples) if isinstance(arrival, AudioFrame) else arrival.count
