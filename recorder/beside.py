"""Processes of our own beside this one: started with a pipe between, and asked how they ended."""

import logging
import queue
import signal
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[1]
_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from importlib import import_module;"
    " import_module(sys.argv[2]).main(int(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of another process' log."""

    level: int
    text: str


class Beside:
    """A process that runs `main(descriptor)` of a module, `descriptor` being its end of `wire`.

    It ends when its end of the wire is closed, as it is when this process dies.
    """

    def __init__(self, module: str) -> None:
        self.wire, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-c", _RUN, str(_ROOT), module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # Libraries print what strangers sent and what was said; what is ours to tell is told.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def how_it_ended(self, within_s: float) -> str:
        """The name of the signal or the exit code; nothing while it goes on."""
        try:
            code = self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return ""
        return signal.Signals(-code).name if code < 0 else str(code)

    def end(self, within_s: float) -> None:
        """See to it that the process is gone, which was told to end or found its wire closed."""
        if not self.how_it_ended(within_s):
            log.warning("process %d does not end by itself", self.pid)
            self._process.kill()
            self._process.wait()


class Records(logging.Handler):
    """Keeps what is logged in a process until it is told to the one that started it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._kept: queue.SimpleQueue[Logged] = queue.SimpleQueue()

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.put(Logged(record.levelno, record.getMessage()))

    def taken(self) -> tuple[Logged, ...]:
        return tuple(self._kept.get() for _ in range(self._kept.qsize()))


def keep_records() -> Records:
    """Have all that is logged kept from now on."""
    records = Records()
    logging.getLogger().addHandler(records)
    return records


def log_again(records: tuple[Logged, ...], *, whose: str) -> None:
    """Log here what was logged there."""
    for record in records:
        log.log(record.level, "%s: %s", whose, record.text)


def leave_ending_to_main() -> None:
    """The process that started this one decides when it ends, not the terminal."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
