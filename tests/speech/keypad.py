"""The sound of telephone keys, made exactly."""

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples
from speech.keys import KEYS
from speech.tones import HIGH_HZ, LOW_HZ

ALL_KEYS = "".join(KEYS)


def pressed(
    keys: str = ALL_KEYS,
    *,
    rate_hz: int = 8_000,
    on_s: float = 0.04,
    off_s: float = 0.04,
    lead_s: float = 0.1,
    low_dbfs: float = -12.0,
    high_dbfs: float = -12.0,
    low_off: float = 0.0,
    high_off: float = 0.0,
) -> NDArray[np.float64]:
    """Each key for `on_s` and a pause of `off_s`; levels are those of each tone's peak."""
    times = np.arange(round(on_s * rate_hz)) / rate_hz
    parts = [np.zeros(round(lead_s * rate_hz))]
    for number, key in enumerate(keys):
        row = next(i for i, row in enumerate(KEYS) if key in row)
        # Tones begin at whatever phase they have.
        low = np.sin(2 * np.pi * LOW_HZ[row] * (1 + low_off) * times + number)
        high = np.sin(
            2 * np.pi * HIGH_HZ[KEYS[row].index(key)] * (1 + high_off) * times + 2 * number
        )
        parts += [
            10 ** (low_dbfs / 20) * low + 10 ** (high_dbfs / 20) * high,
            np.zeros(round(off_s * rate_hz)),
        ]
    return np.concatenate([*parts, np.zeros(round(lead_s * rate_hz))])


def as_samples(wave: NDArray[np.float64]) -> Samples:
    return np.clip(np.round(wave * 32767), -32768, 32767).astype(np.int16)
