"""Lays what comes from a connection on its time line, one frame a beat, whenever packets come."""

import numpy as np

from speech.audio import Samples

_BEGINS_WITH_FRAMES = 2
_MOST_WAITING_FRAMES = 3
_MOST_AT_ALL_FRAMES = 25
_LATE_AT_MOST_FRAMES = 10
_QUIET_S = 0.01
_QUIET_ABOVE_FLOOR = 4.0
_FLOOR_RISE = 1.05
_LEAST_FLOOR = 100.0


class Arriving:
    """A short queue in which packets wait for their beat: 20 to 60 ms, as uneven as they come.

    What did not come in time is silence. What comes after a stretch of `_LATE_AT_MOST_FRAMES`
    without sound was not late: the other side said nothing, and begins anew. A queue that grows
    too long, because clocks differ, is shortened where it is quiet; what is longer than 0.5 s
    loses its oldest sound.
    """

    def __init__(self, frame_samples: int, rate_hz: int) -> None:
        self.lost_samples = 0
        """Sound that came and was thrown away, because too much of it came."""
        self._size = frame_samples
        self._silence: Samples = np.zeros(frame_samples, np.int16)
        self._silence.flags.writeable = False
        self._waiting: Samples = self._silence[:0]
        self._quiet_samples = round(_QUIET_S * rate_hz)
        self._floor = _LEAST_FLOOR
        self._flowing = False
        self._empty_frames = 0

    @property
    def waiting_samples(self) -> int:
        return len(self._waiting)

    def put(self, samples: Samples) -> None:
        """What came since the last beat."""
        if len(samples):
            self._waiting = np.concatenate([self._waiting, samples])

    def frame(self, *, behind: int = 0) -> tuple[Samples, int]:
        """The next frame, and how many of its samples are silence because they did not come in time.

        `behind` beats are still to be made up for, so that so much more may wait.
        """
        if not self._flowing:
            if len(self._waiting) < _BEGINS_WITH_FRAMES * self._size:
                return self._silence, 0
            self._flowing = True
        self._shorten(behind)
        frame, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
        missing = self._size - len(frame)
        if missing == 0:
            self._empty_frames = 0
            return frame, 0
        self._empty_frames = 0 if len(frame) else self._empty_frames + 1
        if self._empty_frames > _LATE_AT_MOST_FRAMES:
            self._flowing, self._empty_frames = False, 0
            return self._silence, 0
        return np.concatenate([frame, self._silence[:missing]]), missing

    def rest(self) -> Samples:
        """The whole frames that still wait, when nothing more comes."""
        whole = len(self._waiting) // self._size * self._size
        rest, self._waiting = self._waiting[:whole], self._waiting[:0]
        return rest

    def _shorten(self, behind: int) -> None:
        wanted = (1 + _MOST_WAITING_FRAMES + behind) * self._size
        if len(self._waiting) <= wanted:
            return
        self._waiting = self._without_quiet(len(self._waiting) - wanted)
        too_many = len(self._waiting) - (1 + _MOST_AT_ALL_FRAMES + behind) * self._size
        if too_many > 0:
            surplus = len(self._waiting) - wanted
            self.lost_samples += surplus
            self._waiting = self._waiting[surplus:]

    def _without_quiet(self, surplus: int) -> Samples:
        """What waits without up to `surplus` samples of quiet, in whole blocks."""
        size = self._quiet_samples
        count = len(self._waiting) // size
        blocks = self._waiting[: count * size].reshape(count, size)
        powers = np.mean(np.square(blocks, dtype=np.float32), axis=1)
        self._floor = max(_LEAST_FLOOR, min(self._floor * _FLOOR_RISE, float(powers.min())))
        quiet = (powers <= self._floor * _QUIET_ABOVE_FLOOR).nonzero()[0][: -(-surplus // size)]
        if not len(quiet):
            return self._waiting
        kept = np.delete(blocks, quiet, axis=0).reshape(-1)
        return np.concatenate([kept, self._waiting[count * size :]])
