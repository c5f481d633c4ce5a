"""The main process' side of the line's process: starts it, orders, hears its news, ends it."""

import logging
import pickle
import queue
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection as Wire
from pathlib import Path
from threading import Thread

from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import News
from recorder.switchboard.orders import Order
from recorder.switchboard.wire import Close, Failed, Opened, Start, Told
from speech.errors import LineError
from speech.reasons import Reason, reason

log = logging.getLogger(__name__)

_OPENS_WITHIN_S = 60.0
_CLOSES_WITHIN_S = 5.0
_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from recorder.switchboard.process import main; main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class DoorSpec:
    """A door to open: a file in `recorder/lines/` that offers `open_door`, and its options.

    Orders and news name it by `options.label`, or by its kind where that is empty.
    """

    kind: str
    options: DoorOptions

    @property
    def label(self) -> str:
        return self.options.label or self.kind


class Switchboard:
    """Telephone calls by orders and news; a process of their own keeps their sound even.

    `order` may be called by any thread, the rest by one. `detector` is the cheap voice detector
    (a file in `models/detectors/`) that callers interrupt prompts by.
    """

    def __init__(self, doors: Sequence[DoorSpec], *, detector: str = "webrtc") -> None:
        self._start = Start(tuple(doors), detector)
        self._orders: queue.SimpleQueue[Order | Close | Start | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: Wire | None = None
        self._writer: Thread | None = None
        self._is_over = True

    def start(self) -> None:
        """Raises LineError, with a door's own words where one cannot be opened."""
        labels = [door.label for door in self._start.doors]
        if len(set(labels)) < len(labels):
            raise LineError("door.same_name", names=", ".join(labels))
        self._wire, theirs = Pipe()
        with theirs:
            self._process = self._run(theirs)
        self._writer = Thread(target=self._write, name="switchboard-orders", daemon=True)
        self._writer.start()
        self._is_over = False
        self._orders.put(self._start)
        self._wait_until_open()

    def order(self, order: Order) -> None:
        """Never waits; does nothing when the process is gone."""
        if not self._is_over:
            self._orders.put(order)

    def news(self, timeout_s: float) -> Sequence[News]:
        """What came; nothing when nothing came in time. Raises LineError once when the process died."""
        if self._is_over:
            return ()
        told = self._receive(timeout_s)
        if isinstance(told, Failed):
            self._give_up(told.why)
        return told.news if isinstance(told, Told) else ()

    def close(self) -> None:
        """Hang all up and end the process; may be called more than once."""
        self._is_over = True
        if self._process is None:
            return
        self._orders.put(Close())
        self._orders.put(None)
        self._drain()
        try:
            self._process.wait(_CLOSES_WITHIN_S)
        except subprocess.TimeoutExpired:
            log.warning("the line's process does not end by itself")
            self._process.kill()
            self._process.wait()
        assert self._wire
        assert self._writer
        self._writer.join(_CLOSES_WITHIN_S)
        self._wire.close()
        self._process = None

    def _run(self, theirs: Wire) -> "subprocess.Popen[bytes]":
        root = str(Path(__file__).parents[2])
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _RUN, root, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Libraries below print what strangers sent; what is ours to tell comes as news.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _wait_until_open(self) -> None:
        told = self._receive(_OPENS_WITHIN_S)
        if isinstance(told, Opened):
            return
        self._give_up(told.why if isinstance(told, Failed) else reason("door.no_answer"))

    def _receive(self, timeout_s: float) -> object:
        """The next message; None on timeout, Failed when the process is gone."""
        assert self._wire
        try:
            if not self._wire.poll(timeout_s):
                return None
            told = self._wire.recv()
        except (EOFError, OSError):
            return Failed(self._last_words())
        if isinstance(told, Told):
            for record in told.log:
                log.log(record.level, "line's process: %s", record.text)
        return told

    def _give_up(self, why: Reason) -> None:
        self.close()
        raise LineError(why)

    def _last_words(self) -> Reason:
        assert self._process
        try:
            code = self._process.wait(_CLOSES_WITHIN_S)
        except subprocess.TimeoutExpired:
            return reason("door.silent")
        how = signal.Signals(-code).name if code < 0 else str(code)
        return reason("door.ended", how=how)

    def _drain(self) -> None:
        """Take what it still tells, so that it is never stuck in telling."""
        while isinstance(self._receive(_CLOSES_WITHIN_S), Told | Opened):
            pass

    def _write(self) -> None:
        assert self._wire
        while (order := self._orders.get()) is not None:
            try:
                self._wire.send_bytes(pickle.dumps(order, protocol=5))
            except OSError:
                return
