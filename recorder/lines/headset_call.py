"""A call held through a headset of this machine: the one connection of its door, there at once."""

import threading
from collections import deque
from collections.abc import Sequence

import numpy as np

from recorder.device import Device, Stream
from recorder.lines.ports.sounddevice_port import SounddevicePort
from recorder.switchboard.leg import Ending, KeyDown, Leg, LegState
from speech.audio import Samples
from speech.errors import LineError

RATE_HZ = 16_000
_CUSHION_SAMPLES = RATE_HZ * 12 // 100
_MOST_BLOCKS = 250
_BYTES = 2


class HeadsetLeg:
    """Hears a microphone and plays into headphones. It has no keys of its own: others press them.

    Sound servers fetch 60 ms at once, and what runs dry in between is heard: playing begins when
    120 ms are there, and only what waits beyond them counts as waiting. Raises LineError when a device cannot be opened.
    """

    def __init__(
        self, label: str, port: SounddevicePort, microphone: Device, headphones: Device
    ) -> None:
        self.id = f"{label}-1"
        self.number = ""
        self.dialled = ""
        self.rate_hz = RATE_HZ
        self._heard: deque[Samples] = deque(maxlen=_MOST_BLOCKS)
        self._to_say = bytearray()
        self._flows = False
        self._lock = threading.Lock()
        self._ending: Ending | None = None
        self._streams: list[Stream] = [port.talk(headphones, rate_hz=RATE_HZ, fetch=self._fetch)]
        try:
            self._streams.append(
                port.listen(microphone, channels=1, rate_hz=RATE_HZ, deliver=self._deliver)
            )
        except LineError:
            self._end(Ending.FAILED)
            raise

    @property
    def state(self) -> LegState:
        if self._ending is None and not all(stream.running for stream in self._streams):
            self._end(Ending.FAILED)
        return LegState.CONNECTED if self._ending is None else LegState.GONE

    @property
    def ending(self) -> Ending | None:
        return self._ending

    @property
    def waiting_samples(self) -> int:
        return max(0, len(self._to_say) // _BYTES - _CUSHION_SAMPLES)

    def take(self) -> Samples:
        heard = [self._heard.popleft() for _ in range(len(self._heard))]
        return np.concatenate([*heard, np.zeros(0, np.int16)])

    def give(self, samples: Samples) -> None:
        with self._lock:
            self._to_say += samples.tobytes()

    def flush(self) -> None:
        with self._lock:
            self._to_say.clear()

    def keys(self) -> Sequence[KeyDown]:
        return ()

    def answer(self) -> None:
        """It is connected already."""

    def refuse(self) -> None:
        self._end(Ending.REFUSED)

    def hang_up(self) -> None:
        self._end(Ending.HUNG_UP)

    def refer(self, destination: str) -> None:
        """Nobody else can be given the headset."""

    @property
    def not_referred(self) -> bool:
        return True

    def _deliver(self, data: bytes, overflowed: bool) -> None:  # noqa: ARG002 - as `Deliver` has it
        self._heard.append(np.frombuffer(bytes(data), np.int16))

    def _fetch(self, count: int) -> bytes:
        with self._lock:
            waiting = len(self._to_say) // _BYTES
            self._flows = waiting >= (count if self._flows else max(count, _CUSHION_SAMPLES))
            if not self._flows:
                return bytes(count * _BYTES)
            sound = bytes(self._to_say[: count * _BYTES])
            del self._to_say[: count * _BYTES]
            return sound

    def _end(self, ending: Ending) -> None:
        if self._ending is None:
            self._ending = ending
            for stream in self._streams:
                stream.close()


class HeadsetDoor:
    """See `recorder.switchboard.leg.Door`."""

    def __init__(self, leg: HeadsetLeg) -> None:
        self._leg = leg
        self._coming: list[Leg] = [leg]

    def arrivals(self) -> Sequence[Leg]:
        coming, self._coming = self._coming, []
        return coming

    def dial(self, destination: str, *, id: str) -> Leg:  # noqa: A002, ARG002 - as `Door` has it
        raise LineError("door.no_dialling", door=self._leg.id)

    def close(self) -> None:
        self._leg.hang_up()
