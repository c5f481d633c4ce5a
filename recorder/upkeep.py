"""What keeps calls safe and shown while they are held, beside the threads that capture."""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Event, Thread

from recorder.call_in_progress import CLOCK_JUMP, CallInProgress
from recorder.call_taking import CallTaking
from recorder.live_reporting import LiveReporting

log = logging.getLogger(__name__)

_EVERY_S = 1.0
_JUMP_S = 2.0


class Upkeep:
    """Two threads work once a second: one has the spools synced, the other tells the board and looks
    at the clock. `calls` gives those that are being held.
    """

    def __init__(
        self,
        reporting: LiveReporting,
        taking: CallTaking,
        calls: Callable[[], Iterable[CallInProgress]],
    ) -> None:
        self._reporting = reporting
        self._taking = taking
        self._calls = calls
        self._stopped = Event()
        self._threads = [
            Thread(target=self._every_second, args=(work,), name=name, daemon=True)
            for name, work in (("sync", self._sync), ("report", self._report))
        ]
        self._clock_ahead_s = _clock_ahead_s()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _every_second(self, work: Callable[[], None]) -> None:
        while not self._stopped.wait(_EVERY_S):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - calls go on being recorded whatever fails here
                log.error("%s: %s", work.__name__, type(error).__name__)  # noqa: TRY400 - a traceback could hold speech

    def _sync(self) -> None:
        for call in self._calls():
            call.sync()

    def _report(self) -> None:
        self._look_at_clock()
        self._reporting.report([*self._calls(), *self._taking.ended])

    def _look_at_clock(self) -> None:
        """Times come from counting samples; that the clock was set explains odd dates later."""
        ahead_s = _clock_ahead_s()
        if abs(ahead_s - self._clock_ahead_s) > _JUMP_S:
            log.warning("the clock was set by %.0f s", ahead_s - self._clock_ahead_s)
            for call in self._calls():
                call.alarm(CLOCK_JUMP)
        self._clock_ahead_s = ahead_s


def _clock_ahead_s() -> float:
    return time.time() - time.monotonic()
