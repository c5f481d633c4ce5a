"""The main process' side of the line's process: starts it, orders, hears its news, ends it."""

import pickle
import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection as Wire
from threading import Thread
from typing import TypeAlias

from recorder.beside import Beside, log_again
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import News
from recorder.switchboard.orders import Order
from recorder.switchboard.wire import Close, Failed, Opened, Start, Told
from speech.errors import LineError
from speech.reasons import Reason, reason

_OPENS_WITHIN_S = 60.0
_CLOSES_WITHIN_S = 5.0
_PROCESS = "recorder.switchboard.process"

_Orders: TypeAlias = "queue.SimpleQueue[Order | Close | Start | None]"


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
        self._orders: _Orders = queue.SimpleQueue()
        self._process: Beside | None = None
        self._writer: Thread | None = None
        self._is_over = True

    @property
    def pid(self) -> int | None:
        """The line's process; None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Raises LineError, with a door's own words where one cannot be opened.

        After `close`, and when the process died, it may be started again.
        """
        labels = [door.label for door in self._start.doors]
        if len(set(labels)) < len(labels):
            raise LineError("door.same_name", names=", ".join(labels))
        self._process = Beside(_PROCESS)
        # What a process that died was not told concerns nobody any more.
        self._orders = queue.SimpleQueue()
        self._writer = Thread(
            target=_write,
            args=(self._orders, self._process.wire),
            name="switchboard-orders",
            daemon=True,
        )
        self._writer.start()
        self._is_over = False
        self._orders.put(self._start)
        self._wait_until_open()

    def order(self, order: Order) -> None:
        """Never waits; does nothing when the process is gone."""
        if not self._is_over:
            self._orders.put(order)

    def for_this_life(self) -> Callable[[Order], None]:
        """As `order`, for connections there are now: when the process is started again, their names
        may be those of others.
        """
        return self._orders.put

    def news(self, timeout_s: float) -> Sequence[News]:
        """What came; nothing when nothing came in time. Raises LineError once when the process died."""
        if self._is_over:
            return ()
        told = self._receive(timeout_s)
        if self._is_over:
            # It was closed meanwhile, and ends as it was told to.
            return ()
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
        self._process.end(_CLOSES_WITHIN_S)
        assert self._writer
        self._writer.join(_CLOSES_WITHIN_S)
        self._process.wire.close()
        self._process = None

    def _wait_until_open(self) -> None:
        told = self._receive(_OPENS_WITHIN_S)
        if isinstance(told, Opened):
            return
        self._give_up(told.why if isinstance(told, Failed) else reason("door.no_answer"))

    def _receive(self, timeout_s: float) -> object:
        """The next message; None on timeout, Failed when the process is gone."""
        assert self._process
        wire = self._process.wire
        try:
            if not wire.poll(timeout_s):
                return None
            told = wire.recv()
        except (EOFError, OSError):
            how = self._process.how_it_ended(_CLOSES_WITHIN_S)
            return Failed(reason("door.ended", how=how) if how else reason("door.silent"))
        if isinstance(told, Told):
            log_again(told.log, whose="line's process")
        return told

    def _give_up(self, why: Reason) -> None:
        self.close()
        raise LineError(why)

    def _drain(self) -> None:
        """Take what it still tells, so that it is never stuck in telling."""
        while isinstance(self._receive(_CLOSES_WITHIN_S), Told | Opened):
            pass


def _write(orders: _Orders, wire: Wire) -> None:
    while (order := orders.get()) is not None:
        try:
            wire.send_bytes(pickle.dumps(order, protocol=5))
        except OSError:
            return
