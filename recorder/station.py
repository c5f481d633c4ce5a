"""All lines of one process: what keeps their calls safe and shown, beside the threads that capture."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread

from recorder.call_in_progress import CLOCK_JUMP, CallInProgress
from recorder.call_taking import CallTaking
from recorder.capture import LineCapture
from recorder.live_reporting import LiveReporting

log = logging.getLogger(__name__)

_EVERY_S = 1.0
_JUMP_S = 2.0


class Station:
    """Runs the lines until all are over or it is closed.

    Two threads work once a second: one has the spools synced, the other tells the board and looks
    at the clock. A third takes ended calls through the stages.
    """

    def __init__(self, reporting: LiveReporting, taking: CallTaking) -> None:
        self.lines: list[LineCapture] = []
        self.taking = taking
        self._reporting = reporting
        self._closed = Event()
        self._threads = [
            Thread(target=self._every_second, args=(work,), name=name, daemon=True)
            for name, work in (("sync", self._sync), ("report", self._report))
        ]
        self._clock_ahead_s = _clock_ahead_s()

    def start(self, lines: Iterable[LineCapture]) -> None:
        self.lines = list(lines)
        self.taking.start()
        for thread in self._threads:
            thread.start()
        for line in self.lines:
            line.start()

    def hang_up(self) -> None:
        """End all calls; what waits in the devices still belongs to them."""
        for line in self.lines:
            line.close()

    def finish(self) -> None:
        """Wait until all lines are over; then no further call comes."""
        for line in self.lines:
            line.join()
        self.taking.close()

    def wait(self, timeout_s: float) -> bool:
        """Whether every call is dealt with and nothing runs any more."""
        if not self.taking.join(timeout_s):
            return False
        self._closed.set()
        for thread in self._threads:
            thread.join()
        return True

    @property
    def over(self) -> bool:
        """Whether no line gives anything any more."""
        return all(line.over.is_set() for line in self.lines)

    def calls(self) -> Iterator[CallInProgress]:
        """The calls that are being held."""
        for line in self.lines:
            call = line.call
            if call is not None:
                yield call

    def _every_second(self, work: Callable[[], None]) -> None:
        while not self._closed.wait(_EVERY_S):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - calls go on being recorded whatever fails here
                log.error("%s: %s", work.__name__, type(error).__name__)  # noqa: TRY400 - a traceback could hold speech

    def _sync(self) -> None:
        for call in self.calls():
            call.sync()

    def _report(self) -> None:
        self._look_at_clock()
        self._reporting.report([*self.calls(), *self.taking.ended])

    def _look_at_clock(self) -> None:
        """Times come from counting samples; that the clock was set explains odd dates later."""
        ahead_s = _clock_ahead_s()
        if abs(ahead_s - self._clock_ahead_s) > _JUMP_S:
            log.warning("the clock was set by %.0f s", ahead_s - self._clock_ahead_s)
            for call in self.calls():
                call.alarm(CLOCK_JUMP)
        self._clock_ahead_s = ahead_s


def _clock_ahead_s() -> float:
    return time.time() - time.monotonic()
