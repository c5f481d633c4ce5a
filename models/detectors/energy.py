"""Takes whatever is clearly louder than the line's own noise for speech.

It needs no model and no network, and cannot tell speech from music, tones or a slammed door: use it
for clean headsets and for tests.
"""

import math
from dataclasses import dataclass

import numpy as np

from models.loading import DetectorMaker
from speech.audio import AudioFrame
from speech.errors import ModelError

_FRAME_S = 0.02
_QUIETEST_SPEECH_DBFS = -50.0
_ABOVE_NOISE_DB = 12.0
_RISE_DB_PER_FRAME = 0.04
_SHARE_OF_FALL = 0.3


@dataclass(slots=True)
class EnergyDetector:
    """Follows the noise floor down at once and up by 2 dB a second."""

    noise_dbfs: float = -60.0

    def frame_samples(self, rate_hz: int) -> int:
        if not 8_000 <= rate_hz <= 48_000:
            raise ModelError(f"energy hears 8000 to 48000 Hz, not {rate_hz} Hz")
        return round(rate_hz * _FRAME_S)

    def probability(self, frame: AudioFrame) -> float:
        power = float(np.mean(np.square(frame.samples, dtype=np.float64))) / 32768**2
        level = 10 * math.log10(power + 1e-12)
        if level < self.noise_dbfs:
            self.noise_dbfs += (level - self.noise_dbfs) * _SHARE_OF_FALL
        else:
            self.noise_dbfs = min(level, self.noise_dbfs + _RISE_DB_PER_FRAME)
        least = max(_QUIETEST_SPEECH_DBFS, self.noise_dbfs + _ABOVE_NOISE_DB)
        return 1 / (1 + math.exp(max(-60.0, min(60.0, least - level))))


def load() -> DetectorMaker:
    """There is nothing to load."""
    return EnergyDetector
