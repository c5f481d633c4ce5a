"""What lies between a caller's mouth and us: noise around them, a bad microphone, a telephone line."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio_fixtures.speaking import RATE_HZ, Wave
from audio_fixtures.telephone import band, companded, level, noise, spoken_level

NOISES = ("white", "pink", "babble", "street")
FAULTS = ("clean", "quiet", "clipped", "hum and offset")
_BEFORE_S, _AFTER_S = 0.5, 0.7
_TALKERS = 6


def on_the_line(
    wave: Wave, condition: str, rng: np.random.Generator, others: Sequence[Wave] = ()
) -> NDArray[np.int16]:
    """The answer at 8 kHz and 16 bits as mu-law carries it, with what is around it.

    A condition is one of `FAULTS`, or noise and decibels as "street 10": speech over noise within
    the telephone's band, counted where somebody speaks. Babble is made of `others`.
    """
    padded = np.pad(wave, (round(_BEFORE_S * RATE_HZ), round(_AFTER_S * RATE_HZ)))
    spoken = spoken_level(padded)
    kind, _, decibels = condition.rpartition(" ")
    if kind in NOISES:
        around = band(_noise(kind, len(spoken), rng, others))
        return companded(
            band(spoken) + around * _rms(spoken) / _rms(around) / level(float(decibels))
        )
    faulty = {
        "clean": lambda: spoken,
        "quiet": lambda: spoken * level(-18),
        "clipped": lambda: np.clip(spoken * level(14), -0.5, 0.5),
        "hum and offset": lambda: spoken + _hum(len(spoken)) + 0.05,
    }[condition]()
    line = noise(len(spoken), int(rng.integers(1000)))
    return companded(faulty + line if condition == "hum and offset" else band(faulty) + line)


def _rms(wave: Wave) -> float:
    """Where it is loud at all."""
    loud = np.abs(wave) > 0.05 * np.max(np.abs(wave))
    return float(np.sqrt(np.mean(wave[loud] ** 2)))


def _hum(samples: int) -> Wave:
    seconds = np.arange(samples) / RATE_HZ
    return 0.02 * np.sin(2 * np.pi * 50 * seconds) + 0.01 * np.sin(2 * np.pi * 150 * seconds)


def _noise(kind: str, samples: int, rng: np.random.Generator, others: Sequence[Wave]) -> Wave:
    if kind == "babble":
        return _babble(samples, rng, others)
    if kind == "street":
        return _street(samples, rng)
    return _coloured(samples, rng, 0.0 if kind == "white" else 0.5)


def _coloured(samples: int, rng: np.random.Generator, slope: float) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    hz = np.fft.rfftfreq(samples, 1 / RATE_HZ)
    return np.asarray(np.fft.irfft(spectrum / np.maximum(hz, 20.0) ** slope, samples))


def _babble(samples: int, rng: np.random.Generator, others: Sequence[Wave]) -> Wave:
    """Several talkers at once, each from somewhere amid what they say."""
    total = np.zeros(samples)
    for talker in rng.choice(len(others), _TALKERS):
        wave = others[talker] / _rms(others[talker])
        total += np.roll(np.resize(np.pad(wave, (0, RATE_HZ // 5)), samples), rng.integers(samples))
    return total


def _street(samples: int, rng: np.random.Generator) -> Wave:
    """Traffic that swells and fades, tyres, and now and then a horn."""
    seconds = np.arange(samples) / RATE_HZ
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * (0.25 * seconds + rng.random()))
    traffic = _coloured(samples, rng, 1.0)
    tyres = _coloured(samples, rng, 0.3)
    total = swell * (traffic / _rms(traffic) + 0.4 * tyres / _rms(tyres))
    if rng.random() < 0.3:
        begin = rng.random() * seconds[-1]
        sounding = (seconds >= begin) & (seconds < begin + 0.4)
        horn = np.sin(2 * np.pi * 420 * seconds) + np.sin(2 * np.pi * 510 * seconds)
        total += 0.8 * sounding * horn
    return np.asarray(total)
