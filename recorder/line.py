"""The seam of lines: where a live call's frames come from, one file a kind in `recorder/lines/`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from speech.audio import AudioFrame, Channel, Span

FRAME_S = 0.02
"""Lines give frames of this length; it is also the most a dying process may lose of a channel."""


class Lost(StrEnum):
    """Why a line gave nothing for a while."""

    OVERFLOW = "overflow"
    """The device or its driver dropped samples because nobody fetched them in time."""
    UNPLUGGED = "unplugged"
    """The device was away and came back, or the call ended without it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Samples of one channel that never came; they are kept as silence, so that time goes on."""

    channel: Channel
    rate_hz: int
    first_sample: int
    count: int
    why: Lost

    @property
    def span(self) -> Span:
        end = self.first_sample + self.count
        return Span(self.first_sample / self.rate_hz, end / self.rate_hz)


Arrival: TypeAlias = AudioFrame | Gap
"""What a line gives: sound, or the news that some is missing."""


class AudioSource(Protocol):
    """An open line. Implementations live in `recorder/lines/<name>.py`.

    All channels have one rate and one time line: their frames carry the sample they begin at, follow
    each other without a hole (a `Gap` fills it) and are never more than half a second apart between
    channels, however far the clocks of two devices drift.
    """

    @property
    def name(self) -> str:
        """What people call the line, "headset" or "card 2"."""
        ...

    @property
    def rate_hz(self) -> int: ...

    @property
    def channels(self) -> Sequence[Channel]: ...

    def arrivals(self) -> Iterator[Arrival]:
        """Frames as they are spoken, at the pace of the device, until it ends or `close`.

        Raises LineError when the line cannot be heard any more.
        """
        ...

    def close(self) -> None:
        """End the line; `arrivals` gives what is still waiting and ends. Safe from any thread."""
        ...
