"""Connections without a network: what they send and hear is there at once, one beat after the other."""

from collections.abc import Sequence

import numpy as np

from models.loading import load_detector
from recorder.switchboard.exchange import Exchange
from recorder.switchboard.leg import Ending, KeyDown, KeyWay, LegState
from recorder.switchboard.news import Connected, Heard, News, SpeechPlayed
from recorder.switchboard.orders import Order
from speech.audio import Samples
from speech.errors import LineError

new_detector = load_detector("webrtc")


class MadeLeg:
    """Says a frame a beat, of silence when nothing else waits; what it was given is sent at once."""

    def __init__(self, name: str, *, rate_hz: int = 8_000, rings: bool = False) -> None:
        self.id = name
        self.number = "anonymous"
        self.dialled = "100"
        self.rate_hz = rate_hz
        self.state = LegState.RINGING if rings else LegState.CONNECTED
        self.ending: Ending | None = None
        self.waiting_samples = 0
        # Whether it stays when it is to be sent on.
        self.stays = False
        self.not_referred = False
        self.heard: list[Samples] = []
        self.arriving: list[Samples] = []
        self._pressed: list[KeyDown] = []
        self._said: Samples = np.zeros(0, np.int16)

    def say(self, samples: Samples) -> None:
        self._said = np.concatenate([self._said, samples])

    def press(self, key: str, way: KeyWay = KeyWay.RTP_EVENT) -> None:
        self._pressed.append(KeyDown(key, way))

    def take(self) -> Samples:
        if self.arriving:
            return self.arriving.pop(0)
        size = self.rate_hz // 50
        frame, self._said = self._said[:size], self._said[size:]
        return np.pad(frame, (0, size - len(frame)))

    def give(self, samples: Samples) -> None:
        self.heard.append(samples)

    def flush(self) -> None:
        self.waiting_samples = 0

    def keys(self) -> Sequence[KeyDown]:
        pressed, self._pressed = self._pressed, []
        return pressed

    def answer(self) -> None:
        if self.state is LegState.RINGING:
            self.state = LegState.CONNECTED

    def refuse(self) -> None:
        self.leave(Ending.REFUSED)

    def hang_up(self) -> None:
        self.leave(Ending.HUNG_UP)

    def refer(self, destination: str) -> None:
        self.not_referred = self.stays
        if not self.stays:
            self.leave(Ending.REFERRED)

    def leave(self, ending: Ending) -> None:
        self.ending = self.ending or ending
        self.state = LegState.GONE

    @property
    def all_heard(self) -> Samples:
        return np.concatenate([*self.heard, np.zeros(0, np.int16)])


class MadeDoor:
    """Gives the legs it was told of; whom it dials rings, and nobody is called "nobody"."""

    def __init__(self) -> None:
        self.coming: list[MadeLeg] = []
        self.dialled: dict[str, MadeLeg] = {}

    def arrivals(self) -> list[MadeLeg]:
        coming, self.coming = self.coming, []
        return coming

    def dial(self, destination: str, *, id: str) -> MadeLeg:  # noqa: A002 - as `Door` has it
        if destination == "nobody":
            raise LineError("nobody can be called")
        self.dialled[id] = MadeLeg(id, rings=True)
        return self.dialled[id]

    def close(self) -> None:
        for leg in self.dialled.values():
            leg.hang_up()


class Beats:
    """An exchange with a made door, beat by beat, and all it told."""

    def __init__(self) -> None:
        self.door = MadeDoor()
        self.exchange = Exchange({"made": self.door}, new_detector)
        self.told: list[News] = []

    def caller(self, name: str = "caller", *, rate_hz: int = 8_000) -> MadeLeg:
        """Somebody who is connected."""
        leg = MadeLeg(name, rate_hz=rate_hz)
        self.door.coming.append(leg)
        self.run(1)
        assert Connected(name, rate_hz) in self.told
        return leg

    def order(self, *orders: Order) -> None:
        for order in orders:
            self.told += self.exchange.order(order)

    def run(self, beats: int, *, behind: int = 0) -> list[News]:
        """So many beats; what they told, apart from sound."""
        before = len(self.told)
        for _ in range(beats):
            self.told += self.exchange.beat(behind=behind)
        return [one for one in self.told[before:] if not isinstance(one, Heard | SpeechPlayed)]

    def seconds(self, seconds: float) -> list[News]:
        return self.run(round(seconds * 50))

    def played(self, leg: str) -> list[SpeechPlayed]:
        """What was told of how far prompts were played, so far."""
        return [one for one in self.told if isinstance(one, SpeechPlayed) and one.leg == leg]

    def heard(self, leg: str) -> list[Heard]:
        return [one for one in self.told if isinstance(one, Heard) and one.leg == leg]
