"""All lines of one process: what keeps their calls safe and shown, beside the threads that capture."""

from collections.abc import Iterable, Iterator

from recorder.call_in_progress import CallInProgress
from recorder.call_taking import CallTaking
from recorder.capture import LineCapture
from recorder.live_reporting import LiveReporting
from recorder.upkeep import Upkeep


class Station:
    """Runs the lines until all are over or it is closed; a thread takes ended calls through the stages."""

    def __init__(self, reporting: LiveReporting, taking: CallTaking) -> None:
        self.lines: list[LineCapture] = []
        self.taking = taking
        self._upkeep = Upkeep(reporting, taking, self.calls)

    def start(self, lines: Iterable[LineCapture]) -> None:
        self.lines = list(lines)
        self.taking.start()
        self._upkeep.start()
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
        self._upkeep.stop()
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
