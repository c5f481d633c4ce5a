"""Measures the clocks of sound devices and lays what they give on one time line.

Every device counts samples by a quartz of its own, up to some hundred millionths fast or slow and
moving with the temperature. Nothing here reads a clock: the times blocks came at are arguments.
"""

from collections import deque
from typing import TypeAlias

import numpy as np
import soxr
from numpy.typing import NDArray

Sound: TypeAlias = NDArray[np.int16]
"""Samples of one or more channels, shape (n, channels)."""

_BUCKET_S = 1.0
_BUCKETS = 90
_FEWEST_TO_MEASURE = 20
_LATEST = 8
_FURTHEST_OFF = 1e-3
"""No quartz is further off; what looks so is a block that came late."""
_CATCH_UP_S = 10.0
_LEFT_ALONE_S = 0.01
"""So far astray a channel may stay: to chase what jitter makes of the clocks would bend its sound."""


class Clock:
    """When a device's samples were captured, from counting them and the times blocks came at.

    Blocks come late, never early, so the earliest of each second tells; the rate is the median of
    the slopes between such seconds (Theil and Sen), which a spell of late blocks does not bend.
    `hz` is the rate until it can be measured.
    """

    def __init__(self, rate_hz: int, *, hz: float | None = None) -> None:
        self.rate_hz = rate_hz
        self.hz = hz or float(rate_hz)
        self.total = 0
        self._earliest: deque[tuple[float, int]] = deque(maxlen=_BUCKETS)
        self._bucket = -1
        self._zero_at_s = 0.0

    def saw(self, count: int, at_s: float) -> None:
        """A block of `count` samples came at `at_s`, its last sample just spoken."""
        self.total += count
        bucket = int(at_s / _BUCKET_S)
        if bucket != self._bucket:
            self._bucket = bucket
            self._measure()
            self._earliest.append((at_s, self.total))
        elif self._lateness(at_s, self.total) < self._lateness(*self._earliest[-1]):
            self._earliest[-1] = (at_s, self.total)
        else:
            return
        if len(self._earliest) < _FEWEST_TO_MEASURE:
            latest = list(self._earliest)[-_LATEST:]
            self._zero_at_s = min(self._lateness(*one) for one in latest)

    def lost(self, count: int) -> None:
        """`count` samples were captured and never came."""
        self.total += count

    def time_of(self, sample: float) -> float:
        """When this sample was captured, in seconds of the clock that stamps the blocks."""
        return self._zero_at_s + sample / self.hz

    def sample_at(self, time_s: float) -> float:
        """Which sample was captured at this time."""
        return (time_s - self._zero_at_s) * self.hz

    def _lateness(self, at_s: float, sample: int) -> float:
        return at_s - sample / self.hz

    def _measure(self) -> None:
        if len(self._earliest) < _FEWEST_TO_MEASURE:
            return
        at, sample = np.array(self._earliest, dtype=np.float64).T
        one, other = np.triu_indices(len(at), k=_FEWEST_TO_MEASURE // 2)
        period = float(np.median((at[other] - at[one]) / (sample[other] - sample[one])))
        off = np.clip(period * self.rate_hz - 1, -_FURTHEST_OFF, _FURTHEST_OFF)
        self.hz = self.rate_hz / (1 + float(off))
        self._zero_at_s = float(np.quantile(at - sample / self.hz, 0.2))


class TimeLine:
    """The call's time in samples: those of the leading device, once it runs.

    Position 0 is at `origin_s` of the clock that stamps blocks; until a device leads, and never
    after, positions follow that clock.
    """

    def __init__(self, rate_hz: int, origin_s: float) -> None:
        self.rate_hz = rate_hz
        self._clock = Clock(rate_hz)
        self._base = -origin_s * rate_hz

    def lead(self, clock: Clock, base: float) -> None:
        """From now on `clock` leads, its sample 0 lying at position `base`."""
        self._clock, self._base = clock, base

    def at(self, time_s: float) -> float:
        """The position of a moment."""
        return self._base + self._clock.sample_at(time_s) * self._step

    @property
    def hz(self) -> float:
        """Positions a second, as far as measured."""
        return self._clock.hz * self._step

    @property
    def _step(self) -> float:
        return self.rate_hz / self._clock.rate_hz


class Follower:
    """Resamples what a device gives so that it keeps to a time line it does not lead.

    `laid` is the position the next sample given to it comes to lie at.
    """

    def __init__(self, clock: Clock, line: TimeLine, *, channels: int, laid: float) -> None:
        self.laid = laid
        self._clock = clock
        self._line = line
        self._advance = line.hz / clock.hz
        self._steered_at = clock.total
        self._none = np.zeros((0, channels), np.float32)
        slowest = clock.rate_hz * (1 + 4 * _FURTHEST_OFF)
        self._stream = soxr.ResampleStream(
            slowest, line.rate_hz, channels, dtype="float32", vr=True
        )
        self._stream.set_io_ratio(1.0, self._advance)

    def feed(self, samples: Sound) -> Sound:
        """All the clock has seen since the last call, on the time line some 20 ms later."""
        laid = self._stream.resample_chunk(samples.astype(np.float32))
        self.laid += len(samples) * self._advance
        if self._clock.total - self._steered_at >= self._clock.rate_hz * _BUCKET_S:
            self._steer()
        return _as_int16(laid)

    def rest(self) -> Sound:
        """What is still inside; nothing can be fed after it."""
        return _as_int16(self._stream.resample_chunk(self._none, last=True))

    @property
    def astray_s(self) -> float:
        """How far ahead of its place the channel is, in seconds."""
        place = self._line.at(self._clock.time_of(self._clock.total))
        return (self.laid - place) / self._line.rate_hz

    def _steer(self) -> None:
        """Keep the rate of the time line, and make good within 10 s what is too far astray."""
        astray = self.astray_s
        beyond = astray - np.clip(astray, -_LEFT_ALONE_S, _LEFT_ALONE_S)
        back = np.clip(beyond / _CATCH_UP_S, -_FURTHEST_OFF, _FURTHEST_OFF)
        self._advance = self._line.hz / self._clock.hz * (1 - float(back))
        self._steered_at = self._clock.total
        self._stream.set_io_ratio(1.0, self._advance)


class Leader:
    """Brings what the leading device gives to the time line's rate, sample for sample."""

    def __init__(self, clock: Clock, line: TimeLine, *, channels: int, laid: float) -> None:
        self.laid = laid
        self.astray_s = 0.0
        self._step = line.rate_hz / clock.rate_hz
        self._none = np.zeros((0, channels), np.int16)
        self._stream = (
            soxr.ResampleStream(clock.rate_hz, line.rate_hz, channels, dtype="int16")
            if clock.rate_hz != line.rate_hz
            else None
        )

    def feed(self, samples: Sound) -> Sound:
        self.laid += len(samples) * self._step
        return self._stream.resample_chunk(samples) if self._stream else samples

    def rest(self) -> Sound:
        return self._stream.resample_chunk(self._none, last=True) if self._stream else self._none


def _as_int16(samples: NDArray[np.float32]) -> Sound:
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
