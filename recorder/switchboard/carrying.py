"""Carries sound between 8 and 16 kHz, frame for frame and at once."""

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

_TAPS = 33


class Carrying:
    """Doubles or halves the rate of a stream, 1 ms late; resamplers that hold back blocks of 60 ms
    and more would be heard as delay by people who talk with each other.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        if {from_hz, to_hz} - {8_000, 16_000}:
            raise ValueError(f"sound of {from_hz} Hz is not carried to {to_hz} Hz")
        self._up, self._down = to_hz > from_hz, to_hz < from_hz
        self._past: NDArray[np.float32] = np.zeros(_TAPS - 1, np.float32)

    def carry(self, samples: Samples) -> Samples:
        """The same stretch of time at the other rate."""
        if not (self._up or self._down):
            return samples
        sound = samples.astype(np.float32)
        if self._up:
            sound = np.zeros(2 * len(samples), np.float32)
            sound[::2] = samples * np.float32(2)
        sound = np.concatenate([self._past, sound])
        self._past = sound[len(sound) - _TAPS + 1 :]
        smooth = np.convolve(sound, _HALF_BAND, "valid")
        if self._down:
            smooth = smooth[::2]
        return np.clip(np.rint(smooth), -32768, 32767).astype(np.int16)


def _half_band() -> NDArray[np.float32]:
    """A filter that lets through what 8 kHz can hold, at 16 kHz."""
    places = np.arange(_TAPS) - _TAPS // 2
    taps = np.sinc(places / 2 * 0.95) * np.hamming(_TAPS)
    even: NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
    return even


_HALF_BAND = _half_band()
