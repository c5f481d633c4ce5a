"""The line's own process: a beat of 20 ms that nothing else waits in.

It ends when it is told to, or when the main process is gone.
"""

import gc
import os
import pickle
import queue
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection as Wire
from threading import Thread

from models.loading import load_detector
from recorder.beside import Records, keep_records, leave_ending_to_main
from recorder.switchboard.beat import Beat
from recorder.switchboard.exchange import Exchange
from recorder.switchboard.leg import Door
from recorder.switchboard.news import Load, News
from recorder.switchboard.opening import open_door
from recorder.switchboard.orders import Order
from recorder.switchboard.wire import Close, Failed, Opened, Start, Told
from speech.errors import KikitoriError, LineError
from speech.reasons import reason

_SWITCH_S = 0.001
_LEAST_REST_S = 0.001
"""So that too many calls slow down themselves and not the machine: nothing goes before the beat."""
_LOAD_EVERY_BEATS = 50
_MOST_UNTOLD = 1_500
_COLLECT_AFTER = 50_000
_NICE = -10
_SOUND, _BEAT = 1, 2


class Pipe:
    """The wire to the main process, read and written by threads of its own."""

    def __init__(self, wire: Wire) -> None:
        self.is_closed = False
        self._wire = wire
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._untold: queue.Queue[bytes | None] = queue.Queue(_MOST_UNTOLD)
        self._reader = Thread(target=self._read, name="orders", daemon=True)
        self._writer = Thread(target=self._write, name="news", daemon=True)

    def begin(self) -> Start:
        """The first message. Raises EOFError when the main process is gone."""
        start: Start = self._wire.recv()
        self._reader.start()
        self._writer.start()
        return start

    def orders(self) -> list[Order]:
        """All that came since the last time."""
        came = []
        with suppress(queue.Empty):
            while True:
                came.append(self._orders.get_nowait())
        return came

    def tell(self, told: Told | Opened | Failed) -> None:
        """Never waits; a main process that has not listened for half a minute is gone."""
        try:
            self._untold.put_nowait(pickle.dumps(told, protocol=5))
        except queue.Full:
            self.is_closed = True

    def end(self) -> None:
        """Let what was told be written."""
        with suppress(queue.Full):
            self._untold.put_nowait(None)
        self._writer.join(1.0)

    def _read(self) -> None:
        with suppress(EOFError, OSError):
            while not isinstance(order := self._wire.recv(), Close):
                self._orders.put(order)
        self.is_closed = True

    def _write(self) -> None:
        with suppress(OSError):
            while (told := self._untold.get()) is not None:
                self._wire.send_bytes(told)


def main(descriptor: int) -> None:
    """Run on one end of a pipe."""
    leave_ending_to_main()
    _hurry(_SOUND)
    pipe = Pipe(Wire(descriptor))
    try:
        start = pipe.begin()
    except EOFError:
        return
    try:
        _run(pipe, start)
    except KikitoriError as error:
        pipe.tell(Failed(error.reason))
    except Exception as error:  # noqa: BLE001 - the main process must know that calls are lost
        pipe.tell(Failed(reason("door.failed", error=type(error).__name__)))
    pipe.end()


def _run(pipe: Pipe, start: Start) -> None:
    records = keep_records()
    new_detector = load_detector(start.detector)
    exchange = Exchange(_opened(start), new_detector)
    try:
        new_detector()
        _settle()
        pipe.tell(Opened())
        _go_on(pipe, exchange, records)
    finally:
        exchange.close()


def _opened(start: Start) -> dict[str, Door]:
    doors: dict[str, Door] = {}
    try:
        for spec in start.doors:
            doors[spec.label] = open_door(spec)
    except LineError:
        for door in doors.values():
            door.close()
        raise
    return doors


def _settle() -> None:
    """What is there stays: no later collection looks through it, and threads take short turns."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 100)
    sys.setswitchinterval(_SWITCH_S)
    _hurry(_BEAT)


def _hurry(priority: int) -> None:
    """Let this thread, and those it starts, run before all that is not real-time.

    Sound is; a decode is not. Where that is not allowed (see the limits RTPRIO and NICE of the user)
    or not known, they run as others do.
    """
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(priority))


def _go_on(pipe: Pipe, exchange: Exchange, records: Records) -> None:
    beat = Beat(time.monotonic)
    beats = lost = 0
    while not pipe.is_closed:
        time.sleep(max(beat.wait_s, _LEAST_REST_S))
        due = beat.due()
        news: list[News] = []
        for order in pipe.orders():
            news += exchange.order(order)
        for behind in reversed(range(due)):
            news += exchange.beat(behind=behind)
        beats += due
        if beats >= _LOAD_EVERY_BEATS:
            newly_lost = exchange.lost_samples - lost
            news.append(Load(exchange.connections, beat.latest_s(), newly_lost))
            beats, lost = 0, lost + newly_lost
        logged = records.taken()
        if news or logged:
            pipe.tell(Told(tuple(news), logged))
