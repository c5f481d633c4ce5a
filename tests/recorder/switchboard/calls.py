"""Calls through the real process for tests: a switchboard, and its news until something is told."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from kikitori.bench.line_phone import LinePhone
from kikitori.bench.ports import free_port
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import Connected, Heard, News, Rang
from recorder.switchboard.orders import Answer
from speech.audio import Samples

PATIENCE_S = 20.0

Wanted = TypeVar("Wanted", bound=News)


@dataclass(slots=True)
class Calls:
    """A running switchboard with one AudioSocket door, and all it told."""

    board: Switchboard
    port: int
    told: list[News] = field(default_factory=list)

    def phone(self, *, rate_hz: int = 8_000) -> tuple[LinePhone, str]:
        """Somebody who calls and was answered, and the connection's name."""
        phone = LinePhone(self.port, rate_hz=rate_hz)
        rang = self.until(Rang, lambda one: one.dialled == phone.call)
        self.board.order(Answer(rang.leg))
        self.until(Connected, lambda one: one.leg == rang.leg)
        return phone, rang.leg

    def until(self, kind: type[Wanted], fits: Callable[[Wanted], bool] = lambda _: True) -> Wanted:
        """The next news of this kind; those before it are kept in `told`."""
        end_s = time.monotonic() + PATIENCE_S
        seen = 0
        while time.monotonic() < end_s:
            for place in range(seen, len(self.told)):
                news = self.told[place]
                if isinstance(news, kind) and fits(news):
                    self.told.pop(place)
                    return news
            seen = len(self.told)
            self.told += self.board.news(0.1)
        raise AssertionError(f"no {kind.__name__} came")

    def heard(self, leg: str) -> list[Heard]:
        """All told until now of what was heard on a connection."""
        return [one for one in self.told if isinstance(one, Heard) and one.leg == leg]


@contextmanager
def switchboard(*, most_calls: int = 50) -> Iterator[Calls]:
    port = free_port()
    board = Switchboard([DoorSpec("audiosocket", DoorOptions(port=port, most_calls=most_calls))])
    board.start()
    try:
        yield Calls(board, port)
    finally:
        board.close()


def noise(seconds: float, *, seed: int, rate_hz: int = 8_000, loudness: float = 3_000) -> Samples:
    count = round(seconds * rate_hz)
    values = np.random.default_rng(seed).normal(0, loudness, count)
    return np.clip(values, -32768, 32767).astype(np.int16)


def tone(hz: float, rate_hz: int, seconds: float = 1.0) -> Samples:
    places = np.arange(round(rate_hz * seconds))
    return (8_000 * np.sin(2 * np.pi * hz * places / rate_hz)).astype(np.int16)


def sounding(frames: Sequence[Samples]) -> Samples:
    """The frames in which there is any sound, one after the other."""
    return np.concatenate([frame for frame in frames if frame.any()])


def likeness(heard: Samples, said: Samples) -> float:
    """How well `said` is found again in what was heard, wherever it stands; 1 is all of it."""
    size = len(heard) + len(said)
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size))
    place = int(np.argmax(np.fft.irfft(spectrum, size)[: max(1, len(heard) - len(said) + 1)]))
    part = heard[place : place + len(said)]
    if len(part) < len(said) or not part.any():
        return 0.0
    return float(np.corrcoef(part, said)[0, 1])
