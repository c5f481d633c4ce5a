"""Telephone sounds in which nobody says a word, made when asked for: recognizers must hear nothing."""

import numpy as np
from numpy.typing import NDArray

from audio_fixtures.speaking import RATE_HZ, Wave
from audio_fixtures.telephone import companded, hold_music, level, noise

_KEY_HZ = {"1": (697, 1209), "5": (770, 1336), "9": (852, 1477), "#": (941, 1477)}


def clips(seconds: float = 8.0) -> dict[str, NDArray[np.int16]]:
    """Mono samples at 8 kHz under what they are: silence, noise, tones, keys, music."""
    samples = round(seconds * RATE_HZ)
    line = noise(samples, 7)
    made = {
        "silence": np.zeros(samples),
        "line noise": line,
        "loud noise": noise(samples, 11) * level(20),
        "ringing": line + _every(samples, 3.0, _tone((440, 480), 1.2)),
        "busy": line + _every(samples, 1.0, _tone((400,), 0.5)),
        "keys": line + _keys(samples),
        "hold music": line + hold_music(samples),
    }
    return {name: companded(wave) for name, wave in made.items()}


def _tone(parts_hz: tuple[int, ...], seconds: float) -> Wave:
    clock = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    together = np.sum([np.sin(2 * np.pi * hz * clock) for hz in parts_hz], axis=0)
    return np.asarray(together * level(-18) / len(parts_hz))


def _every(samples: int, period_s: float, tone: Wave) -> Wave:
    period = np.zeros(round(period_s * RATE_HZ))
    period[: len(tone)] = tone
    return np.resize(period, samples)


def _keys(samples: int) -> Wave:
    pressed = [_every(round(0.4 * RATE_HZ), 0.4, _tone(pair, 0.12)) for pair in _KEY_HZ.values()]
    return np.resize(np.concatenate(pressed), samples)
