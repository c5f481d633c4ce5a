"""Made-up two-channel sound for tests that need no words."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 8_000


def bursts(*, seed: int, seconds: float = 4.0, rate_hz: int = RATE_HZ) -> NDArray[np.int16]:
    """Noise that comes and goes like talk; another seed gives another speaker."""
    random = np.random.default_rng(seed)
    count = int(seconds * rate_hz)
    on = np.repeat(random.random(int(seconds * 4) + 1) > 0.5, rate_hz // 4)[:count]
    on[: rate_hz // 2] = True
    return (random.normal(0, 3000, count) * on).astype(np.int16)


def stereo(*, seconds: float = 4.0, rate_hz: int = RATE_HZ) -> NDArray[np.int16]:
    """Caller left, operator right; shape (n, 2)."""
    sides = [bursts(seed=seed, seconds=seconds, rate_hz=rate_hz) for seed in (1, 2)]
    return np.stack(sides, axis=1)


def write(
    file: Path, samples: NDArray[np.int16], *, rate_hz: int = RATE_HZ, subtype: str | None = None
) -> Path:
    format_name = {".opus": "OGG", ".ogg": "OGG", ".mp3": "MP3"}.get(file.suffix)
    soundfile.write(file, samples, rate_hz, subtype=subtype, format=format_name)
    return file
