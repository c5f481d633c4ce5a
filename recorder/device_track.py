"""Lays what one device gives on the call's time line: frames, and gaps where samples are missing."""

from collections.abc import Iterator, Sequence

import numpy as np

from recorder.clocks import Clock, Follower, Leader, Sound, TimeLine
from recorder.device import Block
from recorder.line import FRAME_S, Arrival, Gap, Lost
from speech.audio import AudioFrame, Channel

SETTLING_FIRST_S = 1.5
SETTLING_S = 0.4
"""A stream that begins, or lost an unknown number of samples, is listened to for so long before it
is placed: by then a block came in time and tells when its samples were captured. Before the call
nobody waits for it, and drivers start unevenly, so that it may take longer."""
AWAY_AFTER_S = 1.0
_LEAST_GAP_S = 0.01
_ASTRAY_S = 0.03
_SILENCE_BEHIND_S = 0.1
_LEAST_SILENCE_S = 0.1


class Track:
    """The channels of one device, in frames of 20 ms without a hole.

    The track that `leads` makes the time line; another is resampled to it. Times are arguments.
    """

    def __init__(self, channels: Sequence[Channel], clock_hz: int, *, leads: bool) -> None:
        self.channels = channels
        self.position = 0
        """Samples of the time line that are given, as sound or gap."""
        self._leads = leads
        self._clock = Clock(clock_hz)
        self._line: TimeLine | None = None
        self._resampler: Leader | Follower | None = None
        self._waiting: list[Sound] = []
        self._settling: Lost | None = Lost.UNPLUGGED
        self._opening = 0
        self._last_at_s = -float("inf")
        self._tail: Sound = np.zeros((0, len(channels)), np.int16)

    @property
    def begins_at_s(self) -> float | None:
        """When the first sample was captured; None until that is known."""
        return self._clock.time_of(0) if self._has_settled() else None

    def begin(self, line: TimeLine) -> Iterator[Arrival]:
        """The time line is there; what came before its origin is left out."""
        self._line = line
        yield from self._resume()

    def take(self, block: Block) -> Iterator[Arrival]:
        """What a block gives to the call."""
        if block.opening != self._opening or self._is_away(block.at_s):
            self._opening = block.opening
            yield from self._settle(Lost.UNPLUGGED)
        elif block.overflowed and self._settling is None:
            yield from self._settle(Lost.OVERFLOW)
        elif block.lost and self._settling is None:
            yield from self._miss(block.lost)
        elif block.lost:
            yield from self._settle(self._settling or Lost.OVERFLOW)
        self._last_at_s = block.at_s
        self._clock.saw(len(block.samples), block.at_s)
        if self._settling is not None:
            self._waiting.append(block.samples)
            if self._line and self._has_settled():
                yield from self._resume()
        elif self._resampler:
            yield from self._frames(self._resampler.feed(block.samples))
            if abs(self._resampler.astray_s) > _ASTRAY_S:
                yield from self._settle(Lost.OVERFLOW)

    def silence(self, now_s: float) -> Iterator[Arrival]:
        """The gap that goes on while the device is away."""
        if self._line is None or not self._is_away(now_s):
            return
        self._waiting.clear()
        if self._settling is None:
            yield from self._settle(Lost.UNPLUGGED)
        missing = round(self._line.at(now_s - _SILENCE_BEHIND_S)) - self.position
        if missing >= self._line.rate_hz * _LEAST_SILENCE_S:
            yield from self._gap(missing, Lost.UNPLUGGED)

    def end(self) -> Iterator[Arrival]:
        """The last samples, when no more blocks come."""
        yield from self._finish()

    def _is_away(self, now_s: float) -> bool:
        return self._line is not None and now_s - self._last_at_s > AWAY_AFTER_S

    def _has_settled(self) -> bool:
        settling_s = SETTLING_S if self._line else SETTLING_FIRST_S
        return self._clock.total >= settling_s * self._clock.rate_hz

    def _settle(self, why: Lost) -> Iterator[Arrival]:
        """End what was, and find out where what comes now has its place."""
        yield from self._finish()
        self._clock = Clock(self._clock.rate_hz, hz=self._clock.hz)
        self._settling = why
        self._waiting = []

    def _resume(self) -> Iterator[Arrival]:
        """Place the samples that waited: after a gap, or cut where silence is given already."""
        assert self._line
        why, self._settling = self._settling, None
        base = self._line.at(self._clock.time_of(0))
        off = base - self.position
        if abs(off) < _LEAST_GAP_S * self._line.rate_hz or (
            off < 0 and self._leads and why is Lost.OVERFLOW
        ):
            base, off = float(self.position), 0.0
        if off > 0:
            yield from self._gap(round(off), why or Lost.OVERFLOW)
        step = self._line.rate_hz / self._clock.rate_hz
        skipped = max(0, round(-off / step))
        if self._leads:
            self._line.lead(self._clock, base)
        self._resampler = self._laying(self._line, float(self.position))
        samples = np.concatenate(self._waiting)[skipped:]
        self._waiting = []
        yield from self._frames(self._resampler.feed(samples))

    def _miss(self, count: int) -> Iterator[Arrival]:
        """Exactly `count` samples of the device found the queue full."""
        assert self._line
        assert self._resampler
        self._clock.lost(count)
        laid = self._resampler.laid + count * self._line.rate_hz / self._clock.rate_hz
        yield from self._finish()
        yield from self._gap(round(laid) - self.position, Lost.OVERFLOW)
        self._resampler = self._laying(self._line, laid)

    def _laying(self, line: TimeLine, laid: float) -> Leader | Follower:
        kind = Leader if self._leads else Follower
        return kind(self._clock, line, channels=len(self.channels), laid=laid)

    def _finish(self) -> Iterator[Arrival]:
        """What the resampler still holds, and the part of a frame that is left."""
        if self._resampler:
            yield from self._frames(self._resampler.rest())
            self._resampler = None
        if len(self._tail):
            yield from self._sides(self._tail)
            self._tail = self._tail[:0]

    def _frames(self, samples: Sound) -> Iterator[Arrival]:
        assert self._line
        size = round(self._line.rate_hz * FRAME_S)
        self._tail = np.concatenate([self._tail, samples])
        while len(self._tail) >= size:
            yield from self._sides(self._tail[:size])
            self._tail = self._tail[size:]

    def _sides(self, samples: Sound) -> Iterator[Arrival]:
        assert self._line
        first, self.position = self.position, self.position + len(samples)
        for side, channel in enumerate(self.channels):
            own = np.ascontiguousarray(samples[:, side])
            yield AudioFrame(own, self._line.rate_hz, first, channel)

    def _gap(self, count: int, why: Lost) -> Iterator[Arrival]:
        assert self._line
        if count > 0:
            first, self.position = self.position, self.position + count
            for channel in self.channels:
                yield Gap(channel, self._line.rate_hz, first, count, why)
