"""Tells a connection's own prompt, coming back as an echo, from a caller's voice."""

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

_RATE_HZ = 4_000
_DELAY_S = 0.3
_WINDOW_S = 0.1
_LIKE = 0.6
_VOICE_ABOVE_ECHO = 4.0
_LEAST_POWER = 1.0

_Floats = NDArray[np.float32]


class EchoEstimate:
    """Compares what comes with what was sent up to 300 ms before, both thinned to 4 kHz.

    A window of 100 ms that is like a stretch of what was sent, and softer, is its echo; how late
    and how soft it is is remembered, and a voice must be clearly louder than the echo expected then.
    """

    def __init__(self, rate_hz: int) -> None:
        self._step = rate_hz // _RATE_HZ
        self._window = round(_WINDOW_S * _RATE_HZ)
        self._came: _Floats = np.zeros(self._window, np.float32)
        self._sent: _Floats = np.zeros(round(_DELAY_S * _RATE_HZ) + self._window, np.float32)
        self._late: int | None = None
        self._softness = 0.0

    def sent(self, samples: Samples) -> None:
        """What was sent in this beat; called after `is_echo` of the beat."""
        self._sent = _pushed(self._sent, self._thinned(samples))

    def came(self, samples: Samples) -> None:
        self._came = _pushed(self._came, self._thinned(samples))

    def is_echo(self, frame_samples: int) -> bool:
        """Whether the last `frame_samples` that came are nothing but echo."""
        count = frame_samples // self._step
        power = _power(self._came[-count:])
        if _power(self._sent) < _LEAST_POWER:
            return False
        return power <= self._expected(count) * _VOICE_ABOVE_ECHO or (
            self._look_for_echo() and power <= self._expected(count) * _VOICE_ABOVE_ECHO
        )

    def _expected(self, count: int) -> float:
        """The power the echo known of would have in the last frame, a little earlier or later."""
        if self._late is None:
            return 0.0
        end = len(self._sent) - self._late
        begin = max(0, end - 2 * count)
        around = self._sent[begin : end + count]
        powers = np.convolve(np.square(around), np.ones(count, np.float32) / count, "valid")
        return float(powers.max()) * self._softness if len(powers) else 0.0

    def _look_for_echo(self) -> bool:
        """Find the stretch of what was sent that is most like what came."""
        window = self._came
        size = len(self._sent) + len(window)
        spectrum = np.fft.rfft(self._sent, size) * np.conj(np.fft.rfft(window, size))
        places = len(self._sent) - len(window) + 1
        products = np.fft.irfft(spectrum, size)[:places]
        sums = np.concatenate([[0.0], np.cumsum(np.square(self._sent, dtype=np.float64))])
        energies = sums[len(window) :] - sums[:places]
        own = float(np.sum(np.square(window, dtype=np.float64)))
        like = np.abs(products) / np.sqrt(np.maximum(energies * own, 1.0))
        best = int(np.argmax(like))
        softness = own / max(float(energies[best]), 1.0)
        if like[best] < _LIKE or softness > 1.0:
            return False
        self._late = places - 1 - best
        self._softness = softness
        return True

    def _thinned(self, samples: Samples) -> _Floats:
        whole = samples[: len(samples) // self._step * self._step].reshape(-1, self._step)
        thin: _Floats = whole.mean(axis=1, dtype=np.float32)
        return thin


def _pushed(kept: _Floats, new: _Floats) -> _Floats:
    return np.concatenate([kept[len(new) :], new])


def _power(samples: _Floats) -> float:
    return float(np.mean(np.square(samples)))
