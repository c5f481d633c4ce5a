"""A sound device that does not exist: it gives a recorded call at the pace of speech, as drivers do.

What is not fetched in time is lost, as with a real one.
"""

import time
from collections.abc import Sequence
from threading import Event, Thread

import numpy as np

from recorder.device import Deliver, Device
from speech.audio import CallAudio, Channel

BLOCK_S = 0.02
_DRIVER_BUFFER_S = 0.2
"""What a driver holds of its own before it drops samples."""


class PacedPort:
    """Gives the call over and over; see `recorder.device.Port`."""

    def __init__(self, audio: CallAudio) -> None:
        sides = [audio.channels[Channel.CALLER], audio.channels[Channel.OPERATOR]]
        self._sound = np.stack(sides, axis=1)
        self._rate_hz = audio.rate_hz
        self._device = Device(
            number=0, name="paced", host_api="none", inputs=2, outputs=0, rate_hz=audio.rate_hz
        )

    def devices(self) -> list[Device]:
        return [self._device]

    def takes(self, device: Device, *, channels: int, rate_hz: int) -> bool:
        return device == self._device and channels == 2 and rate_hz == self._rate_hz

    def listen(
        self, device: Device, *, channels: int, rate_hz: int, deliver: Deliver
    ) -> "PacedStream":
        assert self.takes(device, channels=channels, rate_hz=rate_hz)
        step = round(rate_hz * BLOCK_S)
        blocks = [
            self._sound[at : at + step].tobytes()
            for at in range(0, len(self._sound) - step + 1, step)
        ]
        return PacedStream(blocks, deliver)


class PacedStream:
    """An open input with a thread of its own in place of the driver's callback."""

    input_name = ""

    def __init__(self, blocks: Sequence[bytes], deliver: Deliver) -> None:
        self._blocks = blocks
        self._deliver = deliver
        self._closed = Event()
        self._thread = Thread(target=self._run, name="paced", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        began, given = time.monotonic(), 0
        while not self._closed.is_set():
            behind_s = time.monotonic() - began - given * BLOCK_S
            if behind_s < BLOCK_S:
                self._closed.wait(BLOCK_S - behind_s)
                continue
            lost = max(0, int((behind_s - _DRIVER_BUFFER_S) / BLOCK_S))
            given += lost
            self._deliver(self._blocks[given % len(self._blocks)], lost > 0)
            given += 1
