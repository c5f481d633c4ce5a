"""How loud a channel is, in steps of 20 ms: where there is sound that no detector has to believe in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speech.audio import Channel, Samples, Span, merged

STEP_S = 0.02
_ABOVE_NOISE = 2.5
_LOWEST_DBFS, _HIGHEST_DBFS = -55.0, -38.0
_NOISE_PERCENTILE = 10
_CHUNK_STEPS = 3000
_CLEAR_OF_NOISE = 1.8
_PAUSE_S, _LEAST_S = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Loudness:
    """A channel's level (root mean square, 1 is full scale) and from what level on it has sound."""

    levels: NDArray[np.float32]
    audible: float

    def within(self, span: Span) -> NDArray[np.float32]:
        """The levels of the steps that `span` touches."""
        return self.levels[self._steps(span)]

    @property
    def span(self) -> Span:
        """The whole channel, in whole steps."""
        return Span(0.0, len(self.levels) * STEP_S)

    def power(self, span: Span) -> float:
        """The mean power in `span`."""
        inside = self.within(span)
        return float(np.mean(inside**2)) if len(inside) else 0.0

    def audible_s(self, span: Span) -> float:
        """Seconds of sound in `span`, in whole steps."""
        return float(np.count_nonzero(self.within(span) > self.audible) * STEP_S)

    def sounding(self, span: Span, *, gap_s: float) -> list[Span]:
        """Where in `span` there is sound, over gaps of at most `gap_s`."""
        first = self._steps(span).start
        loud = np.flatnonzero(self.within(span) > self.audible) + first
        steps = (Span(step * STEP_S, (step + 1) * STEP_S) for step in loud.tolist())
        inside = (Span(max(s.start, span.start), min(s.end, span.end)) for s in steps)
        # Steps that touch may differ in the last bit of their seconds.
        return merged(inside, gap_s=max(gap_s, STEP_S / 10))

    def spoken(self, span: Span) -> list[Span]:
        """Where in `span` there may be speech: sound that lasts, well above the channel's own noise."""
        noise = float(np.percentile(self.levels, _NOISE_PERCENTILE)) if len(self.levels) else 0.0
        clear = replace(self, audible=max(self.audible, noise * _CLEAR_OF_NOISE))
        return [s for s in clear.sounding(span, gap_s=_PAUSE_S) if clear.audible_s(s) >= _LEAST_S]

    def _steps(self, span: Span) -> slice:
        return slice(int(span.start / STEP_S + 1e-6), int(np.ceil(span.end / STEP_S - 1e-6)))


def loudness(samples: Samples, rate_hz: int) -> Loudness:
    """The loudness of a channel; sound is what stands 8 dB above its quiet tenth."""
    size = max(1, round(STEP_S * rate_hz))
    levels = np.zeros(-(-len(samples) // size), np.float32)
    for first in range(0, len(levels), _CHUNK_STEPS):
        piece = samples[first * size : (first + _CHUNK_STEPS) * size].astype(np.float32) / 32768
        piece = np.pad(piece, (0, -len(piece) % size)).reshape(-1, size)
        levels[first : first + len(piece)] = np.sqrt(np.mean(piece**2, axis=1))
    noise = float(np.percentile(levels, _NOISE_PERCENTILE)) if len(levels) else 0.0
    lowest, highest = 10 ** (_LOWEST_DBFS / 20), 10 ** (_HIGHEST_DBFS / 20)
    return Loudness(levels, min(highest, max(lowest, noise * _ABOVE_NOISE)))


def loudnesses(channels: Mapping[Channel, Samples], rate_hz: int) -> dict[Channel, Loudness]:
    """The loudness of each channel of a call."""
    return {channel: loudness(samples, rate_hz) for channel, samples in channels.items()}
