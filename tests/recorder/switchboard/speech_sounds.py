"""Real speech for tests: stretches of the example calls in which one side talks."""

from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from speech.audio import Samples

RATE_HZ = 8_000

_FIXTURES = Path(__file__).parents[3] / "audio_fixtures"
_FRAME = RATE_HZ // 50
_LOUD = 200
_PAUSE_FRAMES = 15


@cache
def utterances(call: str, side: int) -> tuple[Samples, ...]:
    """The stretches of at least 0.5 s in which a side of an example call talks."""
    file = _FIXTURES / f"{call}.flac"
    sound, rate_hz = soundfile.read(file, dtype="int16")
    assert rate_hz == RATE_HZ
    frames = sound[: len(sound) // _FRAME * _FRAME, side].reshape(-1, _FRAME)
    loud = np.sqrt(np.mean(np.square(frames.astype(np.float64)), axis=1)) > _LOUD
    places = loud.nonzero()[0]
    parts = np.split(places, (np.diff(places) > _PAUSE_FRAMES).nonzero()[0] + 1)
    return tuple(
        frames[part[0] : part[-1] + 1].reshape(-1) for part in parts if part[-1] - part[0] >= 25
    )


def spoken(call: str, side: int, seconds: float) -> Samples:
    """So much talk of a side without long pauses."""
    return np.concatenate(utterances(call, side))[: round(seconds * RATE_HZ)]


def hiss(seconds: float, *, seed: int = 5) -> Samples:
    """What a line without speech sounds like."""
    values = np.random.default_rng(seed).normal(0, 15, round(seconds * RATE_HZ))
    return values.astype(np.int16)
