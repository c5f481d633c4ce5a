"""Tells a connection's own prompt, coming back as an echo, from a caller's voice."""

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

_RATE_HZ = 8_000
_DELAY = round(0.3 * _RATE_HZ)
_WINDOW = round(0.16 * _RATE_HZ)
_SPECTRUM = 4_096
_LIKE = 0.45
_STILL_LIKE = 0.3
_NEAR = 16
_LEAST_POWER = 25.0

_Floats = NDArray[np.float32]


class EchoEstimate:
    """Compares the last 160 ms that came with all that was sent up to 300 ms before them.

    Compared is how the sound changes from sample to sample, because the tones of two voices are alike
    more often: of voices that have nothing to do with each other, 1 in 100 was more alike than 0.32;
    of echoes of a line, 1 in 50 less than 0.50. How late an echo is stays as it is, so that less
    likeness is enough there.
    """

    def __init__(self, rate_hz: int) -> None:
        self._step = rate_hz // _RATE_HZ
        self._came: _Floats = np.zeros(_WINDOW, np.float32)
        self._sent: _Floats = np.zeros(_DELAY + _WINDOW, np.float32)
        self._late: int | None = None

    def came(self, samples: Samples) -> None:
        self._came = _pushed(self._came, self._thinned(samples))

    def sent(self, samples: Samples) -> None:
        """What was sent in this beat; after `is_echo`."""
        self._sent = _pushed(self._sent, self._thinned(samples))

    def is_echo(self) -> bool:
        """Whether what came is what was sent, and nobody's voice."""
        if float(np.mean(np.square(self._sent))) < _LEAST_POWER:
            return False
        came, sent = np.diff(self._came), np.diff(self._sent)
        return self._is_still(came, sent) or self._is_found(came, sent)

    def _is_still(self, came: _Floats, sent: _Floats) -> bool:
        """Alike at the delay that is known."""
        if self._late is None:
            return False
        first = max(0, self._late - _NEAR)
        near = sent[first : self._late + _NEAR + len(came)]
        like, _ = _most_like(np.correlate(near, came, "valid"), came, near)
        return like >= _STILL_LIKE

    def _is_found(self, came: _Floats, sent: _Floats) -> bool:
        """Alike at any delay."""
        spectrum = np.fft.rfft(sent, _SPECTRUM) * np.conj(np.fft.rfft(came, _SPECTRUM))
        products = np.fft.irfft(spectrum, _SPECTRUM)[: len(sent) - len(came) + 1]
        like, place = _most_like(products, came, sent)
        if like < _LIKE:
            return False
        self._late = place
        return True

    def _thinned(self, samples: Samples) -> _Floats:
        thin: _Floats = samples.reshape(-1, self._step).mean(axis=1, dtype=np.float32)
        return thin


def _most_like(products: NDArray[np.floating], came: _Floats, sent: _Floats) -> tuple[float, int]:
    """How alike the stretch of `sent` is that is most like `came` (0 to 1), and where it begins."""
    sums = np.concatenate([[0.0], np.cumsum(np.square(sent, dtype=np.float64))])
    energies = sums[len(came) :] - sums[: len(products)]
    own = float(np.sum(np.square(came, dtype=np.float64)))
    # Stretches in which next to nothing was sent are like everything.
    energies = np.maximum(energies, energies.max() / 1000 + 1.0)
    like = np.abs(products) / np.sqrt(energies * max(own, 1.0))
    place = int(np.argmax(like))
    return float(like[place]), place


def _pushed(kept: _Floats, new: _Floats) -> _Floats:
    return np.concatenate([kept[len(new) :], new])
