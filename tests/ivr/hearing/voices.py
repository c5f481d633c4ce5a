"""Callers' answers over the telephone, spoken by voices that come with installed packages."""

from functools import cache
from pathlib import Path

import numpy as np
import pyopenjtalk
import soxr

from audio_fixtures.telephone import band, companded, noise, spoken_level
from recorder.soundfile_reading import read_channels, resampled
from speech.audio import Samples
from speech.recognizing import RECOGNIZER_RATE_HZ

_LINE_HZ = 8_000


@cache
def japanese(text: str) -> Samples:
    """The text over a telephone line, with quiet around it, as the recorder hands it on."""
    wave, rate_hz = pyopenjtalk.tts(text)
    narrow = soxr.resample(wave / 32768, rate_hz, _LINE_HZ)
    return over_the_line(np.pad(spoken_level(narrow), _LINE_HZ // 2))


def quiet(seconds: float) -> Samples:
    """A line nobody speaks on."""
    return over_the_line(np.zeros(round(seconds * _LINE_HZ)))


def recorded(file: Path) -> Samples:
    """What is in a file, as the recorder hands it on."""
    return next(iter(resampled(read_channels(file)[0], RECOGNIZER_RATE_HZ).channels.values()))


def over_the_line(wave: np.ndarray) -> Samples:
    heard = companded(band(wave) + noise(len(wave), 7)) / 32768
    return (soxr.resample(heard, _LINE_HZ, RECOGNIZER_RATE_HZ) * 32767).astype(np.int16)


def loud_part(samples: Samples) -> Samples:
    """From the first to the last 10 ms that come within 35 dB of the loudest."""
    frames = samples[: len(samples) // 160 * 160].astype(float).reshape(-1, 160)
    power = np.square(frames).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10**-3.5)
    return samples[loud[0] * 160 : (loud[-1] + 1) * 160]


def at_peak(samples: Samples, dbfs: float) -> Samples:
    """The same with its loudest moment at this level."""
    loudest = float(np.max(np.abs(samples.astype(float))))
    return (samples * (32_767 * 10 ** (dbfs / 20) / loudest)).astype(np.int16)
