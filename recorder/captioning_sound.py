"""One channel of a line as recognizers take it: at 16 kHz, with silence where nothing came."""

from collections.abc import Iterator

import numpy as np
import soxr

from recorder.line import Arrival
from speech.audio import AudioFrame, Samples
from speech.recognizing import RECOGNIZER_RATE_HZ

_NOTHING = np.zeros(0, np.int16)


class LineSound:
    """Follows one channel; what it gives has no holes."""

    def __init__(self) -> None:
        self._rate_hz = 0
        self._next_sample = 0
        self._resampler: soxr.ResampleStream | None = None

    def at_recognizer_rate(self, arrival: Arrival) -> Iterator[Samples]:
        """The arrival's sound, in pieces of a second where much is missing."""
        self._begin(arrival.rate_hz)
        for count in self._missing(arrival):
            yield self._resampled(np.zeros(count, np.int16))
        if isinstance(arrival, AudioFrame):
            self._next_sample = arrival.first_sample + len(arrival.samples)
            yield self._resampled(arrival.samples)

    def rest(self) -> Samples:
        """What the resampler still holds."""
        return self._resampled(_NOTHING, last=True)

    def _begin(self, rate_hz: int) -> None:
        if self._rate_hz == 0 and rate_hz != RECOGNIZER_RATE_HZ:
            self._resampler = soxr.ResampleStream(rate_hz, RECOGNIZER_RATE_HZ, 1, dtype="int16")
        self._rate_hz = rate_hz

    def _missing(self, arrival: Arrival) -> Iterator[int]:
        begins = arrival.first_sample
        missing_until = begins if isinstance(arrival, AudioFrame) else begins + arrival.count
        while self._next_sample < missing_until:
            count = min(self._rate_hz, missing_until - self._next_sample)
            self._next_sample += count
            yield count

    def _resampled(self, samples: Samples, *, last: bool = False) -> Samples:
        if self._resampler is None:
            return samples
        resampled: Samples = self._resampler.resample_chunk(samples, last=last)
        return resampled
