"""Brings every sound of a prompt to one loudness, one band and clean edges, whoever speaks it."""

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.audio import Samples

LEVEL_DBFS = -20.0
"""Root mean square of voiced parts; about -23 LUFS in the band of a telephone."""

_PEAK = 10 ** (-2.5 / 20)
_KNEE = 10 ** (-6.0 / 20)
_FRAME_S = 0.02
_VOICED_BELOW_LOUDEST_DB = 25.0
_QUIET_BELOW_PEAK_DB = 42.0
_BEFORE_S = 0.015
_AFTER_S = 0.04
_EDGE_S = 0.005
_NARROW_HZ = (200.0, 3550.0)
_WIDE_HZ = (80.0, 7300.0)

_Wave = NDArray[np.float64]


def at_rate(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    """The same sound at another rate."""
    if rate_hz == wanted_hz or not len(samples):
        return samples
    return _int16(np.asarray(soxr.resample(_wave(samples), rate_hz, wanted_hz), np.float64))


def trimmed(samples: Samples, rate_hz: int) -> Samples:
    """Without the silence that voices leave before and after their words."""
    loudness = np.abs(samples.astype(np.int32))
    peak = loudness.max(initial=0)
    loud = np.flatnonzero(loudness > peak * 10 ** (-_QUIET_BELOW_PEAK_DB / 20))
    if not len(loud):
        return samples[:0]
    first = max(0, int(loud[0]) - round(_BEFORE_S * rate_hz))
    return samples[first : int(loud[-1]) + 1 + round(_AFTER_S * rate_hz)]


def mastered(samples: Samples, rate_hz: int) -> Samples:
    """The sound as callers hear it: in band, at `LEVEL_DBFS`, without clipping, faded at both edges."""
    if not len(samples):
        return samples
    wave = _in_band(_wave(samples), rate_hz)
    level = voiced_level(wave, rate_hz)
    if level <= 0:
        return np.zeros(len(samples), np.int16)
    return _int16(_faded(_limited(wave * (10 ** (LEVEL_DBFS / 20) / level)), rate_hz))


def voiced_level(wave: _Wave, rate_hz: int) -> float:
    """Root mean square of the frames that are not much quieter than the loudest; 0 for silence."""
    length = min(len(wave), round(_FRAME_S * rate_hz))
    whole = len(wave) // length * length if length else 0
    if not whole:
        return 0.0
    powers = np.mean(np.square(wave[:whole].reshape(-1, length)), axis=1)
    voiced = powers[powers > powers.max() * 10 ** (-_VOICED_BELOW_LOUDEST_DB / 10)]
    return float(np.sqrt(voiced.mean())) if len(voiced) else 0.0


def _in_band(wave: _Wave, rate_hz: int) -> _Wave:
    low, high = _NARROW_HZ if rate_hz < 16_000 else _WIDE_HZ
    spectrum = np.fft.rfft(wave)
    hz = np.fft.rfftfreq(len(wave), 1 / rate_hz)
    gain = np.clip(hz / low, 0, 1) ** 2 * np.clip((high + 250 - hz) / 250, 0, 1)
    return np.asarray(np.fft.irfft(spectrum * gain, len(wave)), np.float64)


def _limited(wave: _Wave) -> _Wave:
    """Peaks above the knee bent smoothly under the highest peak allowed."""
    size = np.abs(wave)
    over = np.maximum(size - _KNEE, 0) / (_PEAK - _KNEE)
    bent = np.where(size > _KNEE, _KNEE + (_PEAK - _KNEE) * np.tanh(over), size)
    return np.asarray(np.sign(wave) * bent, np.float64)


def _faded(wave: _Wave, rate_hz: int) -> _Wave:
    length = min(round(_EDGE_S * rate_hz), len(wave) // 2)
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))
    faded = wave.copy()
    faded[:length] *= ramp
    faded[len(wave) - length :] *= ramp[::-1]
    return faded


def _wave(samples: Samples) -> _Wave:
    return samples.astype(np.float64) / 32768


def _int16(wave: _Wave) -> Samples:
    return np.clip(np.rint(wave * 32768), -32768, 32767).astype(np.int16)
