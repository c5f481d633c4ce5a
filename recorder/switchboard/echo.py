"""Tells a connection's own prompt, coming back as an echo, from a caller's voice."""

from collections import deque
from collections.abc import Iterable

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
        frame = _RATE_HZ // 50
        self._came: deque[Samples] = deque(maxlen=_WINDOW // frame)
        self._sent: deque[Samples] = deque(maxlen=(_DELAY + _WINDOW) // frame)
        for frames in (self._came, self._sent):
            frames.extend([np.zeros(frame * self._step, np.int16)] * (frames.maxlen or 0))
        self._late: int | None = None

    def came(self, frame: Samples) -> None:
        self._came.append(frame)

    def sent(self, frame: Samples) -> None:
        """What was sent in this beat; after `is_echo`."""
        self._sent.append(frame)

    def is_echo(self) -> bool:
        """Whether what came is what was sent, and nobody's voice."""
        sent = self._thinned(self._sent)
        if float(np.mean(np.square(sent))) < _LEAST_POWER:
            return False
        came, sent = np.diff(self._thinned(self._came)), np.diff(sent)
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

    def _thinned(self, frames: Iterable[Samples]) -> _Floats:
        sound = np.concatenate(list(frames)).astype(np.float32)
        return sound if self._step == 1 else sound.reshape(-1, self._step).mean(axis=1)


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
