"""How long a device may give nothing before it is opened again."""

from collections.abc import Iterator

import numpy as np
import pytest

from recorder.device import Deliver, Device, Intake, Stream
from recorder.device_input import FIRST_SOUND_S, DeviceInput, Wanted
from tests.recorder.lines.pulse import eventually

HEADSET = Device(number=0, name="Headset", host_api="made", inputs=1, outputs=0, rate_hz=8_000)
BLOCK = np.ones(160, np.int16).tobytes()


class Opening:
    """One opening of a device that gives what a test lets it give."""

    def __init__(self, deliver: Deliver) -> None:
        self.deliver = deliver
        self.is_open = True
        self.looks = 0

    @property
    def running(self) -> bool:
        self.looks += 1
        return self.is_open

    @property
    def input_name(self) -> str:
        return ""

    def close(self) -> None:
        self.is_open = False


class Desk:
    """One device, its openings, and the clock on the wall."""

    def __init__(self) -> None:
        self.openings: list[Opening] = []
        self.now_s = 100.0

    def devices(self) -> list[Device]:
        return [HEADSET]

    def takes(self, device: Device, *, channels: int, rate_hz: int) -> bool:
        return True

    def listen(self, device: Device, *, channels: int, rate_hz: int, deliver: Deliver) -> Stream:
        self.openings.append(Opening(deliver))
        return self.openings[-1]

    def is_looked_at(self) -> None:
        """Wait until somebody has looked at the device as it is now."""
        opening = self.openings[-1]
        # The second look began after the first one was over.
        enough = opening.looks + 2
        eventually(lambda: opening.looks >= enough or not opening.is_open, "somebody looks")


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    intake = Intake(1, now=lambda: desk.now_s)
    wanted = Wanted(role="microphone", port=desk, device=HEADSET, channels=1, rate_hz=8_000)
    device = DeviceInput("headset", wanted, intake, 0, now=lambda: desk.now_s)
    yield desk
    device.close()


def test_a_device_that_takes_seconds_to_its_first_sound_is_left_open(desk: Desk) -> None:
    desk.now_s += FIRST_SOUND_S - 0.1
    desk.is_looked_at()
    desk.openings[0].deliver(BLOCK, overflowed=False)
    desk.is_looked_at()
    assert desk.openings[0].is_open
    assert len(desk.openings) == 1


def test_a_device_that_gives_nothing_for_longer_is_opened_again(desk: Desk) -> None:
    desk.now_s += FIRST_SOUND_S + 0.1
    eventually(lambda: len(desk.openings) == 2, "it is opened again")
    assert not desk.openings[0].is_open


def test_a_device_that_gave_sound_and_falls_silent_is_opened_again_after_two_seconds(
    desk: Desk,
) -> None:
    desk.now_s += 0.1
    desk.openings[0].deliver(BLOCK, overflowed=False)
    desk.now_s += 1.9
    desk.is_looked_at()
    assert desk.openings[0].is_open
    desk.now_s += 0.2
    eventually(lambda: len(desk.openings) == 2, "it is opened again")
    assert not desk.openings[0].is_open
