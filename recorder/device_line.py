"""A line of one or two sound devices on one time line; see `recorder.line.AudioSource`."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from recorder.clocks import TimeLine
from recorder.device import Block, Intake
from recorder.device_input import FIRST_SOUND_S, DeviceInput, Wanted
from recorder.device_track import Track
from recorder.line import Arrival
from speech.audio import Channel
from speech.errors import LineError
from speech.reasons import reason

_APART_S = 0.4
_GIVE_UP_S = 2 * FIRST_SOUND_S
_PAUSE_S = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """A device and the channels of the call it carries, in the order it gives them.

    `known_as` finds the device again.
    """

    wanted: Wanted
    channels: Sequence[Channel]
    known_as: str = ""


class DeviceSource:
    """The devices of one call; the first one's clock is the call's.

    Raises LineError when a device cannot be opened.
    """

    def __init__(
        self,
        name: str,
        parts: Sequence[Part],
        rate_hz: int,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._rate_hz = rate_hz
        self._parts = parts
        self._now = now
        self._closed = threading.Event()
        self._intake = Intake(len(parts), now=now)
        self._tracks = [
            Track(part.channels, part.wanted.rate_hz, leads=place == 0)
            for place, part in enumerate(parts)
        ]
        self._held: list[deque[Arrival]] = [deque() for _ in parts]
        self._inputs: list[DeviceInput] = []
        try:
            for number, part in enumerate(parts):
                self._inputs.append(DeviceInput(name, part.wanted, self._intake, number, now=now))
        except LineError:
            self.close()
            raise

    @property
    def name(self) -> str:
        return self._name

    @property
    def rate_hz(self) -> int:
        return self._rate_hz

    @property
    def channels(self) -> Sequence[Channel]:
        return tuple(channel for part in self._parts for channel in part.channels)

    @property
    def known_as(self) -> Sequence[str]:
        """What finds each device again, also when its number has changed."""
        return tuple(part.known_as for part in self._parts)

    def arrivals(self) -> Iterator[Arrival]:
        """Frames and gaps of all channels, in the order of the time line."""
        try:
            self._begin()
            while not self._closed.is_set():
                self._lay(self._intake.take(_PAUSE_S))
                yield from self._due()
            while taken := self._intake.take(0):
                self._lay(taken)
            for track, held in zip(self._tracks, self._held, strict=True):
                held.extend(track.end())
            yield from self._due(at_all=True)
        finally:
            self.close()

    def close(self) -> None:
        self._closed.set()
        for device in self._inputs:
            device.close()
        self._intake.wake()

    def _begin(self) -> None:
        """Start the call's time with the first moment all devices have heard.

        A device that gives nothing is opened a second time before the line is given up.
        """
        until = self._now() + _GIVE_UP_S
        while None in (begins := [track.begins_at_s for track in self._tracks]):
            if self._closed.is_set():
                return
            if self._now() > until:
                mute = self._parts[begins.index(None)].wanted
                raise LineError(
                    "device.mute_on_line",
                    line=self._name,
                    role=reason(f"role.{mute.role}"),
                    device=mute.device.name,
                )
            self._lay(self._intake.take(_PAUSE_S))
        line = TimeLine(self._rate_hz, max(begin for begin in begins if begin is not None))
        for track, held in zip(self._tracks, self._held, strict=True):
            held.extend(track.begin(line))

    def _lay(self, taken: tuple[int, Block] | None) -> None:
        """Put a block in its place, and silence where a device is away.

        Blocks queue in the order they came, so at a block's time all earlier ones are laid.
        """
        if taken is not None:
            number, block = taken
            self._held[number].extend(self._tracks[number].take(block))
        now_s = taken[1].at_s if taken else self._now()
        for track, held in zip(self._tracks, self._held, strict=True):
            held.extend(track.silence(now_s))

    def _due(self, *, at_all: bool = False) -> Iterator[Arrival]:
        """What may go out: a channel waits for one that is late, until that counts as away."""
        slowest = min(track.position for track in self._tracks)
        limit = float("inf") if at_all else slowest + _APART_S * self._rate_hz
        while waiting := [held for held in self._held if held]:
            earliest = min(waiting, key=lambda held: held[0].first_sample)
            if earliest[0].first_sample >= limit:
                return
            yield earliest.popleft()
