"""Makes a telephone line of clean sound: band, noise, G.711 mu-law, and music to hold by."""

import numpy as np
from numpy.typing import NDArray

from audio_fixtures.speaking import RATE_HZ, Wave

_BAND_HZ = (300.0, 3400.0)
_SPEECH_DBFS = -19.5
_PEAK_DBFS = -2.5
_NOISE_DBFS = -60.0
_MUSIC_DBFS = -27.0
_CHORDS_HZ = ((262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294))


def level(dbfs: float) -> float:
    """Amplitude of `dbfs` decibels below full scale."""
    return float(10 ** (dbfs / 20))


def spoken_level(wave: Wave) -> Wave:
    """Speech brought to one loudness over its voiced part and one highest peak."""
    banded = band(wave)
    loud = np.abs(banded) > 0.05 * np.max(np.abs(banded))
    scaled = banded * level(_SPEECH_DBFS) / np.sqrt(np.mean(banded[loud] ** 2))
    limit = level(_PEAK_DBFS)
    return np.asarray(limit * np.tanh(scaled / limit))


def band(wave: Wave) -> Wave:
    """Only what a telephone lets through."""
    spectrum = np.fft.rfft(wave)
    hz = np.fft.rfftfreq(len(wave), 1 / RATE_HZ)
    low, high = _BAND_HZ
    gain = np.clip((hz - low + 60) / 60, 0, 1) * np.clip((high + 150 - hz) / 150, 0, 1)
    return np.asarray(np.fft.irfft(spectrum * gain, len(wave)))


def noise(samples: int, seed: int) -> Wave:
    """Soft line noise, duller than white, the same for the same seed."""
    white = np.random.default_rng(seed).standard_normal(samples)
    spectrum = np.fft.rfft(white)
    hz = np.fft.rfftfreq(samples, 1 / RATE_HZ)
    coloured = band(np.fft.irfft(spectrum / np.maximum(hz, 300.0), samples))
    return np.asarray(coloured * level(_NOISE_DBFS) / np.sqrt(np.mean(coloured**2)))


def hold_music(samples: int) -> Wave:
    """Slow broken chords of decaying sines, made here and owed to nobody."""
    music = np.zeros(samples)
    step = RATE_HZ // 4
    for number, first in enumerate(range(0, samples, step)):
        chord = _CHORDS_HZ[number // 8 % len(_CHORDS_HZ)]
        hz = 2 * chord[(0, 1, 2, 1)[number % 4]]
        length = min(4 * step, samples - first)
        seconds = np.arange(length) / RATE_HZ
        tone = np.sin(2 * np.pi * hz * seconds) + 0.3 * np.sin(4 * np.pi * hz * seconds)
        music[first : first + length] += tone * np.exp(-3 * seconds) * np.minimum(1, seconds / 0.01)
    edge = np.minimum(1, np.minimum(np.arange(samples), np.arange(samples)[::-1]) / (0.1 * RATE_HZ))
    return np.asarray(music * edge * level(_MUSIC_DBFS) / np.sqrt(np.mean(music**2)))


def companded(wave: Wave) -> NDArray[np.int16]:
    """The nearest values that G.711 mu-law can carry, as 16-bit samples."""
    codes = np.arange(128)
    steps = ((((codes & 15) << 3) + 132) << (codes >> 4)) - 132
    values = np.concatenate([-steps[:0:-1], steps]).astype(np.float64)
    thresholds = (values[1:] + values[:-1]) / 2
    return np.asarray(values[np.searchsorted(thresholds, wave * 32767)], dtype=np.int16)
