"""Measures the two tones of telephone keys (DTMF, ITU-T Q.23) in short windows of sound."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

LOW_HZ = (697.0, 770.0, 852.0, 941.0)
HIGH_HZ = (1209.0, 1336.0, 1477.0, 1633.0)

WINDOW_S = 0.0256
HOP_S = 0.005

_LEAST_RATE_HZ = 8_000
_TAPS_PER_STEP = 12
# What is farther off cannot be told from its neighbour by a window of this length.
_FARTHEST_OFF = 0.045
_HIGH_ABOVE_DB = 6.0
_HIGH_BELOW_DB = 10.0
_QUIETEST_DBFS = -52.0
_NEARLY = 1e-3
# So few at once that numpy's matrix product stays on one thread, which is cheaper.
_WINDOWS_AT_ONCE = 64

_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tones:
    """One value a window: the loudest low and high tone (0 to 3), how far off each is (0.01 is 1 %).

    `purity` is the share of all sound that is these two; it is 0 where they cannot be a key's.
    """

    low: NDArray[np.intp]
    high: NDArray[np.intp]
    low_off: _Floats
    high_off: _Floats
    purity: _Floats


class ToneMeter:
    """Takes one channel's samples in order; measures a window every `HOP_S`."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._step = max(1, rate_hz // _LEAST_RATE_HZ)
        thin_hz = rate_hz / self._step
        self._length, self._hop = round(WINDOW_S * thin_hz), round(HOP_S * thin_hz)
        self.hop_s = self._hop / thin_hz
        self._taps = _low_pass(self._step)
        self._waiting: _Floats = np.zeros(len(self._taps) // 2, np.float32)
        self._thin: _Floats = np.zeros(0, np.float32)
        self._before = np.zeros((1, 8), np.complex64)
        self._hz: _Floats = np.array([*LOW_HZ, *HIGH_HZ], np.float32)
        self._window = np.hanning(self._length + 1)[:-1].astype(np.float32)
        angles = 2 * np.pi * np.outer(np.arange(self._length), self._hz) / thin_hz
        waves = np.concatenate([np.cos(angles), -np.sin(angles)], axis=1)
        self._waves = (self._window[:, None] * waves).astype(np.float32)
        self._advance = np.exp(-2j * np.pi * self._hz * self.hop_s).astype(np.complex64)

    def measure(self, samples: Samples, *, at_least: int = 1) -> Iterator[Tones]:
        """The windows that are complete with these samples, in parts; none while they are too few."""
        self._thin = np.concatenate([self._thin, self._thinned(samples)])
        count = (len(self._thin) - self._length) // self._hop + 1
        if count < at_least:
            return
        views = np.lib.stride_tricks.sliding_window_view(self._thin, self._length)
        every = views[: count * self._hop : self._hop]
        self._thin = self._thin[count * self._hop :]
        for first in range(0, count, _WINDOWS_AT_ONCE):
            yield self._tones(np.ascontiguousarray(every[first : first + _WINDOWS_AT_ONCE]))

    def _thinned(self, samples: Samples) -> _Floats:
        """The samples in -1..1 at a rate of 8 kHz or a little more, without what is too high for it."""
        sound = np.concatenate([self._waiting, samples.astype(np.float32) / np.float32(32768)])
        count = max(0, (len(sound) - len(self._taps)) // self._step + 1)
        self._waiting = sound[count * self._step :]
        if self._step == 1 or count == 0:
            return sound[:count]
        views = np.lib.stride_tricks.sliding_window_view(sound, len(self._taps))
        thin: _Floats = np.einsum("ij,j->i", views[: count * self._step : self._step], self._taps)
        return thin

    def _tones(self, windows: _Floats) -> Tones:
        parts = windows @ self._waves
        heard = (parts[:, :8] + 1j * parts[:, 8:]).astype(np.complex64)
        off = self._offs(heard)
        power = np.abs(heard) ** 2 * self._unspread(off)
        every = np.arange(len(windows))
        low, high = power[:, :4].argmax(axis=1), power[:, 4:].argmax(axis=1)
        low_power, high_power = power[every, low], power[every, high + 4]
        low_off, high_off = off[every, low], off[every, high + 4]
        energy = np.square(windows * self._window).sum(axis=1)
        share = 2 * np.square(self._window).sum() / self._window.sum() ** 2
        purity = (low_power + high_power) * share / (energy + np.float32(1e-9))
        farthest = np.maximum(np.abs(low_off), np.abs(high_off))
        fits = self._fits(low_power, high_power) & (farthest <= _FARTHEST_OFF)
        return Tones(low, high, low_off, high_off, np.where(fits, purity, 0).astype(np.float32))

    def _offs(self, heard: NDArray[np.complex64]) -> _Floats:
        """How far the sound near each tone is off, by how its phase moves from window to window."""
        earlier = np.concatenate([self._before, heard[:-1]])
        self._before = heard[-1:]
        turned = np.angle(heard * np.conj(earlier) * self._advance)
        off: _Floats = (turned / (2 * np.pi * self.hop_s * self._hz)).astype(np.float32)
        return off

    def _unspread(self, off: _Floats) -> _Floats:
        """What the power of a tone that is off lacks at its nominal frequency, in a Hann window."""
        bins = (
            np.clip(np.abs(off), 0, _FARTHEST_OFF)
            * self._hz
            * (self._length * self.hop_s / self._hop)
        )
        # A whole bin off, both halves of the fraction are 0 and it is 1/2.
        bins = np.where(np.abs(bins - 1) < _NEARLY, 1 + _NEARLY, bins)
        kept = np.sinc(bins) / (1 - bins**2)
        unspread: _Floats = (1 / kept**2).astype(np.float32)
        return unspread

    def _fits(self, low: _Floats, high: _Floats) -> NDArray[np.bool_]:
        """Whether both tones are loud enough, and about as loud as each other."""
        full = (self._window.sum() / 2) ** 2
        twist_db = 10 * np.log10((high + 1e-12) / (low + 1e-12))
        quietest = full * 10 ** (_QUIETEST_DBFS / 10)
        fits: NDArray[np.bool_] = (
            (np.minimum(low, high) >= quietest)
            & (twist_db <= _HIGH_ABOVE_DB)
            & (twist_db >= -_HIGH_BELOW_DB)
        )
        return fits


def _low_pass(step: int) -> _Floats:
    """A filter that lets through what a rate lower by `step` can hold, as far as keys go."""
    if step == 1:
        return np.ones(1, np.float32)
    places = np.arange(-_TAPS_PER_STEP * step // 2, _TAPS_PER_STEP * step // 2 + 1)
    taps = np.sinc(places / step * 0.75) * np.hamming(len(places))
    even: _Floats = (taps / taps.sum()).astype(np.float32)
    return even
