"""Sound and call time: spans, frames and the channels of a whole call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.int16]
"""Mono 16-bit PCM, shape (n,)."""


class Channel(StrEnum):
    """Who is on a channel; `MIXED` is a mono recording in which nobody can be told apart."""

    CALLER = "caller"
    OPERATOR = "operator"
    IVR = "ivr"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of call time [start, end) in seconds from the first sample."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no such stretch of time: {self.start} to {self.end} s")

    @property
    def duration(self) -> float:
        return self.end - self.start

    def overlap(self, other: "Span") -> float:
        """Seconds both have in common."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))

    def padded(self, padding_s: float, *, end_of_call_s: float = float("inf")) -> "Span":
        """This stretch with `padding_s` more on both sides, kept inside the call."""
        return Span(max(0.0, self.start - padding_s), min(end_of_call_s, self.end + padding_s))

    def samples(self, rate_hz: int) -> slice:
        """The samples that lie in this stretch at `rate_hz`."""
        return slice(round(self.start * rate_hz), round(self.end * rate_hz))


def merged(spans: Iterable[Span], *, gap_s: float = 0.0) -> list[Span]:
    """The union of `spans` in order; stretches at most `gap_s` apart become one."""
    union: list[Span] = []
    for span in sorted(spans):
        if union and span.start <= union[-1].end + gap_s:
            union[-1] = Span(union[-1].start, max(union[-1].end, span.end))
        else:
            union.append(span)
    return union


def without(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What is left of `span` outside `others`, which are in order and apart."""
    start = span.start
    for other in others:
        if other.end > start and other.start < span.end:
            if other.start > start:
                yield Span(start, other.start)
            start = other.end
    if start < span.end:
        yield Span(start, span.end)


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """A short run of one channel's samples; its time comes from counting samples."""

    samples: Samples
    rate_hz: int
    first_sample: int
    channel: Channel

    @property
    def span(self) -> Span:
        end = self.first_sample + len(self.samples)
        return Span(self.first_sample / self.rate_hz, end / self.rate_hz)


@dataclass(frozen=True, slots=True)
class CallAudio:
    """All sound of one call before redaction: channels of equal length at one rate.

    It lives in memory only; `privacy.bleep` turns it into what may be kept.
    """

    rate_hz: int
    channels: Mapping[Channel, Samples]

    def __post_init__(self) -> None:
        if len({len(samples) for samples in self.channels.values()}) != 1:
            raise ValueError("the channels of a call have one length")

    @property
    def duration_s(self) -> float:
        return len(next(iter(self.channels.values()))) / self.rate_hz

    def frames(self, channel: Channel, frame_samples: int) -> Iterable[AudioFrame]:
        """The channel in frames of `frame_samples`; the last one is filled up with zeros."""
        samples = self.channels[channel]
        for first in range(0, len(samples), frame_samples):
            piece = samples[first : first + frame_samples]
            if len(piece) < frame_samples:
                piece = np.pad(piece, (0, frame_samples - len(piece)))
            yield AudioFrame(piece, self.rate_hz, first, channel)
