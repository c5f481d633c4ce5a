"""What every synthesizer of the fixtures gives: phones with their times."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8000

Wave = NDArray[np.float64]


class Phone(NamedTuple):
    """A sound of speech and the seconds of it; pauses are not phones."""

    name: str
    start: float
    end: float


class VoiceMissingError(Exception):
    """A synthesizer is not installed; the message says how to get it."""
