"""The line's real process with a SIP door, answered by the simplest of receptions: everybody hears a tone."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from kikitori.bench.ports import free_port
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import Connected, Gone, Heard, KeyPressed, Load, News, Rang
from recorder.switchboard.orders import Answer, Loop
from speech.audio import Samples
from speech.errors import LineError

_TONE = (6_000 * np.sin(2 * np.pi * 50 * np.arange(1_600) / 1_600)).astype(np.int16)


class Reception:
    """Answers all calls and counts what became of them."""

    def __init__(self, *, answers: bool = True, **options: object) -> None:
        self.port = free_port()
        settings = {"port": self.port, "most_calls": 50, **options}
        self.board = Switchboard([DoorSpec("sip", DoorOptions(**settings))])  # type: ignore[arg-type]
        self.answers = answers
        self.rang = 0
        self.numbers: list[str] = []
        self.there: set[str] = set()
        self.gone: dict[str, str] = {}
        self.loads: list[Load] = []
        self.keys: list[str] = []
        self._operator: list[Samples] = []
        self.failure: Exception | None = None
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._attend, daemon=True)

    @property
    def house(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def memory_mb(self) -> float:
        assert self.board.pid
        status = Path(f"/proc/{self.board.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def open_files(self) -> int:
        assert self.board.pid
        return len(list(Path(f"/proc/{self.board.pid}/fd").iterdir()))

    @property
    def operator(self) -> Samples:
        """What operators said to callers, without their silence."""
        return np.concatenate([np.zeros(0, np.int16), *self._operator])

    @property
    def operator_s(self) -> float:
        return 0.02 * len(self._operator)

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + 10
        while not holds():
            assert self.failure is None
            assert time.monotonic() < until, f"never: {what}; gone: {self.gone}"
            time.sleep(0.02)

    def open(self) -> None:
        self.board.start()
        self._thread.start()

    def close(self) -> None:
        self._leaving.set()
        self._thread.join(10)
        self.board.close()

    def _attend(self) -> None:
        while not self._leaving.is_set():
            try:
                for one in self.board.news(0.05):
                    self._hear(one)
            except LineError as error:
                self.failure = error
                return

    def _hear(self, news: News) -> None:
        match news:
            case Rang():
                self.rang += 1
                self.numbers += [news.number, news.dialled]
                if self.answers:
                    self.board.order(Answer(news.leg))
            case Connected():
                self.there.add(news.leg)
                self.board.order(Loop(news.leg, _TONE))
            case Gone():
                self.there.discard(news.leg)
                self.gone[news.leg] = str(news.ending)
            case Load():
                self.loads.append(news)
            case KeyPressed():
                self.keys.append(news.key)
            case Heard() if news.operator.any():
                self._operator.append(news.operator)


@pytest.fixture
def receptions() -> Iterator[Callable[..., Reception]]:
    pytest.importorskip("baresip", reason="pip install 'kikitori[sip]'")
    there: list[Reception] = []

    def make(**options: object) -> Reception:
        there.append(Reception(**options))  # type: ignore[arg-type]
        there[-1].open()
        return there[-1]

    yield make
    for reception in there:
        reception.close()
