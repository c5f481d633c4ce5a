"""A line that plays a recorded call at the pace of speech, for demonstrations and tests."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from recorder.line import FRAME_S
from recorder.opening import LineOptions
from recorder.soundfile_reading import read_channels, resampled
from speech.audio import AudioFrame, CallAudio, Channel, Samples
from speech.errors import LineError


class FileSource:
    """Both channels of a call, frame by frame; see `recorder.line.AudioSource`.

    `now` is the clock (s) the pace keeps to and `wait` pauses up to so many seconds; it answers
    whether the line was closed meanwhile.
    """

    def __init__(
        self,
        name: str,
        audio: CallAudio,
        *,
        pace: float = 1.0,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._name = name
        self._audio = audio
        self._pace = pace
        self._now = now
        self._closed = threading.Event()
        self._wait = wait or self._closed.wait

    @property
    def name(self) -> str:
        return self._name

    @property
    def rate_hz(self) -> int:
        return self._audio.rate_hz

    @property
    def channels(self) -> Sequence[Channel]:
        return tuple(self._audio.channels)

    def arrivals(self) -> Iterator[AudioFrame]:
        """Each frame when its last sample would have been spoken."""
        began = self._now()
        step = round(self.rate_hz * FRAME_S)
        total = len(next(iter(self._audio.channels.values())))
        for first in range(0, total, step):
            if self._closed.is_set() or not self._is_time(began, first + step):
                return
            for channel, samples in self._audio.channels.items():
                yield AudioFrame(samples[first : first + step], self.rate_hz, first, channel)

    def close(self) -> None:
        self._closed.set()

    def _is_time(self, began: float, sample: int) -> bool:
        """Wait for this sample's turn; False when the line was closed meanwhile."""
        if self._pace == 0:
            return True
        due = began + sample / self.rate_hz / self._pace
        while (left := due - self._now()) > 0:
            if self._wait(left):
                return False
        return True


def open_source(options: LineOptions) -> FileSource:
    """One stereo file (left caller, right operator, or the reverse) or one file a side."""
    sides = _sides(options)
    longest = max(len(side) for side in sides)
    left, right = (np.pad(side, (0, longest - len(side))) for side in sides)
    caller, operator = (right, left) if options.operator_left else (left, right)
    audio = CallAudio(options.rate_hz, {Channel.CALLER: caller, Channel.OPERATOR: operator})
    return FileSource(options.label or "file", audio, pace=options.pace)


def _sides(options: LineOptions) -> list[Samples]:
    if len(options.files) not in (1, 2):
        raise LineError("line.how_many_files")
    sides = []
    for file in options.files:
        channels = read_channels(file)
        if len(channels) * len(options.files) != 2:
            raise LineError("line.file_channels", file=file.name, channels=len(channels))
        sides += [resampled(one, options.rate_hz).channels[Channel.MIXED] for one in channels]
    return sides
