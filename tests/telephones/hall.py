"""The beat of a line's process in small: serves the connections of one door every 20 ms."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from kikitori.bench.ports import free_port
from recorder.lines.sip import open_door
from recorder.switchboard.leg import Door, DoorOptions, KeyDown, Leg
from speech.audio import Samples

BEAT_S = 0.02


class Hall:
    """What connections are there, what each said and pressed, and what is to be said to it."""

    def __init__(self, door: Door, port: int) -> None:
        self.door, self.port = door, port
        self.legs: list[Leg] = []
        self.answering = True
        self.keys: dict[str, list[KeyDown]] = defaultdict(list)
        self._heard: dict[str, list[Samples]] = defaultdict(list)
        self._to_say: dict[str, Samples] = {}
        self._bridged: dict[str, Leg] = {}

    @property
    def address(self) -> str:
        return f"sip:5550100@127.0.0.1:{self.port}"

    def run(self, until: Callable[[], bool], what: str, *, patience_s: float = 8.0) -> None:
        """Serve until something holds; fail with what it was when it does not."""
        end = time.monotonic() + patience_s
        while not until():
            assert time.monotonic() < end, f"never: {what}; {[str(leg.state) for leg in self.legs]}"
            began = time.monotonic()
            self._beat()
            time.sleep(max(0.0, BEAT_S - (time.monotonic() - began)))

    def serve(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.run(lambda: time.monotonic() > end, "time", patience_s=seconds + 8)

    def say(self, leg: Leg, samples: Samples) -> None:
        self._to_say[leg.id] = np.concatenate([self._to_say.get(leg.id, samples[:0]), samples])

    def has_said_all(self, leg: Leg) -> bool:
        return len(self._to_say.get(leg.id, ())) == 0 and leg.waiting_samples == 0

    def bridge(self, one: Leg, other: Leg) -> None:
        self._bridged[one.id], self._bridged[other.id] = other, one
        for leg in (one, other):
            leg.give(np.zeros(leg.rate_hz // 5, np.int16))  # a beat may be late

    def dial(self, destination: str, name: str) -> Leg:
        leg = self.door.dial(destination, id=name)
        self.legs.append(leg)
        return leg

    def heard(self, leg: Leg) -> Samples:
        return np.concatenate([np.zeros(0, np.int16), *self._heard[leg.id]])

    def pressed(self, leg: Leg) -> str:
        return "".join(key.key for key in self.keys[leg.id])

    def _beat(self) -> None:
        for leg in self.door.arrivals():
            self.legs.append(leg)
            if self.answering:
                leg.answer()
        for leg in self.legs:
            came = leg.take()
            self._heard[leg.id].append(came)
            self.keys[leg.id] += leg.keys()
            if leg.id in self._bridged:
                self._bridged[leg.id].give(came)
            else:
                self._say(leg)

    def _say(self, leg: Leg) -> None:
        if leg.id in self._to_say and leg.waiting_samples < 0.4 * leg.rate_hz:
            piece = leg.rate_hz // 5
            leg.give(self._to_say[leg.id][:piece])
            self._to_say[leg.id] = self._to_say[leg.id][piece:]


@pytest.fixture
def halls() -> Iterator[Callable[..., Hall]]:
    """Opens a door of SIP calls; one at a time, as a process has one."""
    pytest.importorskip("baresip", reason="pip install 'kikitori[sip]'")
    there: list[Hall] = []

    def make(*, may_call: Sequence[str] = ("127.0.0.1",), **options: object) -> Hall:
        port = free_port()
        options = {"port": port, "may_call": may_call, **options}
        there.append(Hall(open_door(DoorOptions(**options)), port))  # type: ignore[arg-type]
        return there[-1]

    yield make
    for hall in there:
        hall.door.close()


def likeness(heard: Samples, said: Samples, rate_hz: int = 8_000) -> float:
    """How like what was heard is to what was said, as correlation: that of the middle fifth of a second.

    A busy machine may put silence between what is heard, or cut it, for a moment.
    """
    pieces = [
        said[at : at + rate_hz // 5] for at in range(0, len(said) - rate_hz // 5, rate_hz // 5)
    ]
    loudest = sorted(pieces, key=lambda piece: -float(np.abs(piece.astype(float)).sum()))
    return float(np.median([_likeness(heard, piece) for piece in loudest[: len(pieces) * 2 // 3]]))


def _likeness(heard: Samples, piece: Samples) -> float:
    """Correlation of `piece` with the stretch of `heard` that is most like it."""
    if len(heard) < len(piece):
        return 0.0
    size = 1 << (len(heard) + len(piece)).bit_length()
    one, other = (np.fft.rfft(side.astype(float), size) for side in (heard, piece))
    places = len(heard) - len(piece) + 1
    together = np.fft.irfft(one * other.conj(), size)[:places]
    energy = np.concatenate([[0.0], np.cumsum(heard.astype(float) ** 2)])
    loudness = np.sqrt(np.maximum(energy[len(piece) :] - energy[: -len(piece)], 1.0))
    at = int(np.argmax(together / loudness))
    found = heard[at : at + len(piece)]
    return float(np.corrcoef(found, piece)[0, 1]) if found.any() else 0.0
