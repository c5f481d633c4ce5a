"""Sound carried between 8 and 16 kHz is what it was, and comes at once."""

import numpy as np
import pytest

from recorder.switchboard.carrying import Carrying
from speech.audio import Samples
from tests.recorder.switchboard.calls import likeness, tone


def carried(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    carrying, size = Carrying(from_hz, to_hz), from_hz // 50
    frames = [carrying.carry(part) for part in samples.reshape(-1, size)]
    assert {len(frame) for frame in frames} == {to_hz // 50}
    return np.concatenate(frames)


@pytest.mark.parametrize(("from_hz", "to_hz"), [(8_000, 16_000), (16_000, 8_000)])
@pytest.mark.parametrize("hz", [300, 1_000, 3_000])
def test_speech_is_carried_between_rates_as_loud_as_it_was(
    from_hz: int, to_hz: int, hz: float
) -> None:
    heard = carried(tone(hz, from_hz), from_hz, to_hz)
    assert likeness(heard, tone(hz, to_hz, 0.9)) > 0.999
    assert np.abs(heard[1_000:-1_000]).max() == pytest.approx(8_000, rel=0.1)


def test_what_8_khz_cannot_hold_does_not_come_back_as_another_tone() -> None:
    heard = carried(tone(6_000, 16_000), 16_000, 8_000)
    assert np.abs(heard[100:]).max() < 100
