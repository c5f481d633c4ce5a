"""What hearing a call while it is held asks beside the seams of detectors and recognizers."""

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples


@runtime_checkable
class CaptionsOnRequest(Protocol):
    """A session whose partial results are work of their own, not a step towards the final text.

    `accept` gives partials only while `captions` is set, and costs next to nothing otherwise; it may
    be switched at any time. Engines with `Traits.streaming` give theirs whether asked or not.
    """

    captions: bool


@runtime_checkable
class StreamingDetector(Protocol):
    """A voice detector that takes several frames of its channel at once, which is cheaper."""

    def next_probabilities(self, samples: Samples, rate_hz: int) -> NDArray[np.float32]:
        """The probability of speech in each of the whole frames that follow those heard before."""
        ...
