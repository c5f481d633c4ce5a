"""Sounds every telephone makes: the beep before one speaks, and ringing at the other end."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

_BEEP_HZ, _BEEP_S = 1_000.0, 0.25
# The ringing tone of Japanese exchanges: 400 Hz, beating at 16 Hz, 1 s on and 2 s off.
_RING_HZ, _RING_BEAT_HZ, _RING_ON_S, _RING_OFF_S = 400.0, 16.0, 1.0, 2.0
_LEVEL = 2_500.0
_EDGE_S = 0.01


def beep(rate_hz: int) -> Samples:
    """Speak now."""
    return _shaped(np.sin(2 * np.pi * _BEEP_HZ * _times(_BEEP_S, rate_hz)), rate_hz)


@cache
def ringing(rate_hz: int) -> Samples:
    """One round of ringing, to be played over and over."""
    times = _times(_RING_ON_S, rate_hz)
    beating = 0.6 + 0.4 * np.cos(2 * np.pi * _RING_BEAT_HZ * times)
    on = _shaped(np.sin(2 * np.pi * _RING_HZ * times) * beating, rate_hz)
    return np.concatenate([on, np.zeros(round(_RING_OFF_S * rate_hz), np.int16)])


def _times(seconds: float, rate_hz: int) -> NDArray[np.float64]:
    return np.arange(round(seconds * rate_hz)) / rate_hz


def _shaped(wave: NDArray[np.float64], rate_hz: int) -> Samples:
    """At an even level, with edges that do not click."""
    edge = round(_EDGE_S * rate_hz)
    ramp = np.minimum(1.0, np.minimum(np.arange(len(wave)), np.arange(len(wave))[::-1]) / edge)
    samples: Samples = (wave * ramp * _LEVEL).astype(np.int16)
    return samples
