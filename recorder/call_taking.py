"""Takes ended calls through the stages, one after the other, while the next ones are being held."""

import logging
import queue
import time
from dataclasses import dataclass
from functools import partial
from threading import Thread

from recorder.call_in_progress import CallInProgress
from recorder.live_reporting import LiveReporting
from recorder.recovery import Recovered, Recovery, take_out, tidied
from recorder.taking_elsewhere import TakingElsewhere
from speech.errors import KikitoriError
from speech.reasons import Reason

log = logging.getLogger(__name__)

_GIVE_UP_AFTER_S = 5.0
_TRY_AGAIN_S = 60.0
_SWEEP_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class _NoMore:
    """Says that no further call comes."""


class CallTaking:
    """A thread that takes calls out of the spool: those of a process that died first, then each
    that ends. What became of each is in `outcomes`, in that order; None there says that it is done.

    With `elsewhere` another process does so; else it is done in this thread.
    """

    def __init__(
        self,
        recovery: Recovery,
        reporting: LiveReporting,
        *,
        elsewhere: TakingElsewhere | None = None,
    ) -> None:
        self.outcomes: queue.SimpleQueue[Recovered | None] = queue.SimpleQueue()
        self._recovery = recovery
        self._reporting = reporting
        self._elsewhere = elsewhere
        self._take_out = elsewhere or partial(take_out, recovery)
        self._calls: queue.SimpleQueue[CallInProgress | _NoMore] = queue.SimpleQueue()
        self._ended: dict[str, CallInProgress] = {}
        self._stays = False
        self._thread = Thread(target=self._run, name="taking", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def take(self, call: CallInProgress) -> None:
        """A call that has ended; never waits."""
        self._ended[call.facts.id] = call
        self._calls.put(call)

    @property
    def ended(self) -> list[CallInProgress]:
        """The calls that have ended and are not dealt with yet."""
        return list(self._ended.values())

    def close(self) -> None:
        """No further call comes; those given are still taken."""
        self._calls.put(_NoMore())

    def join(self, timeout_s: float | None = None) -> bool:
        """Whether everything given is dealt with."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._recover()
            while not isinstance(call := self._next(), _NoMore):
                close_spool(call)
                self._take(call.facts.id)
        except Exception as error:  # noqa: BLE001 - the calls stay sealed for the next start
            name = type(error).__name__
            why = error.reason if isinstance(error, KikitoriError) else Reason(name)
            log.error("calls stay in the spool: %s", why)  # noqa: TRY400 - a traceback could hold speech
            self._leave_all(why)
        finally:
            if self._elsewhere is not None:
                self._elsewhere.close()
            self.outcomes.put(None)

    def _next(self) -> CallInProgress | _NoMore:
        while True:
            try:
                return self._calls.get(timeout=_TRY_AGAIN_S if self._stays else _SWEEP_EVERY_S)
            except queue.Empty:
                self._stays = False
                self._recover()

    def _recover(self) -> None:
        spool = self._recovery.spool
        self._reporting.take_up(spool.unfinished(), spool.waits)
        for call_id in tidied(self._recovery):
            self._take(call_id)

    def _take(self, call_id: str) -> None:
        taken = self._take_out(call_id)
        if taken is not None:
            self._tell(taken)

    def _tell(self, recovered: Recovered) -> None:
        self._stays = self._stays or recovered.status is None
        self._ended.pop(recovered.call_id, None)
        self._reporting.over(recovered.call_id)
        self.outcomes.put(recovered)

    def _leave_all(self, why: Reason) -> None:
        """Close what ended and say that it waits for the next start."""
        while not isinstance(call := self._calls.get(), _NoMore):
            close_spool(call)
            self._tell(Recovered(call_id=call.facts.id, status=None, reason=why))


def close_spool(call: CallInProgress) -> None:
    """Bring the spool of an ended call to its end, also where the disk stays full."""
    until = time.monotonic() + _GIVE_UP_AFTER_S
    while call.finish() is not None:
        if time.monotonic() > until:
            call.finish(give_up=True)
            return
        time.sleep(0.2)
