"""How likely words are, said one after the other, by how likely each sound is in each frame.

Frames tell the probability of every sound and of none (CTC): a word is all ways of its sounds, each
held for some frames, with any number of frames of no sound between them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mass = NDArray[np.float64]
"""The probability of having come so far at each moment: before the first frame, after it, and so on."""

NO_SOUND = 0
_QUIET = 0.98


@dataclass(frozen=True, slots=True)
class Word:
    """Which of some things is said, by which sounds (numbers of them), and how usual that is."""

    of: int
    sounds: tuple[int, ...]
    usual: float = 1.0

    @property
    def backwards(self) -> "Word":
        return Word(self.of, self.sounds[::-1], self.usual)


class Words:
    """Words any one of which comes next."""

    def __init__(self, words: Sequence[Word]) -> None:
        places = [
            (word, place)
            for word in words
            for place in range(2 * len(word.sounds) - 1)  # between two sounds there may be none
        ]
        self._sounds = np.array(
            [NO_SOUND if place % 2 else word.sounds[place // 2] for word, place in places]
        )
        self._goes_on = np.array([float(place > 0) for _, place in places])
        self._skips = np.array([float(_may_skip(word, place)) for word, place in places])
        self._enters = np.array([0.0 if place else word.usual for word, place in places])
        self._ends = np.zeros((len(places), 1 + max(word.of for word in words)))
        for number, (word, place) in enumerate(places):
            self._ends[number, word.of] = float(place == 2 * len(word.sounds) - 2)

    def after(self, begun: Mass, frames: NDArray[np.float64]) -> Mass:
        """For each row of where a word may begin, and each of the things, where it ends."""
        likely = frames[:, self._sounds]
        at = np.zeros((len(begun), len(self._sounds)))
        ended = np.zeros((len(begun), self._ends.shape[1], len(frames) + 1))
        for frame in range(len(frames)):
            onward = at.copy()
            onward[:, 1:] += at[:, :-1] * self._goes_on[1:]
            onward[:, 2:] += at[:, :-2] * self._skips[2:]
            onward += begun[:, frame, None] * self._enters
            at = onward * likely[frame]
            ended[:, :, frame + 1] = at @ self._ends
        return ended


def shares(likely: NDArray[np.float32]) -> NDArray[np.float64]:
    """Frames of probabilities, of logarithms, as shares of the greatest; long quiet is of no use."""
    wide = likely.astype(np.float64)
    quiet = wide[:, NO_SOUND] > math.log(_QUIET)
    wide = wide[~(quiet & np.roll(quiet, 1)) | (np.arange(len(wide)) == 0)]
    return np.asarray(np.exp(wide - wide.max(axis=1, keepdims=True)))


def beginning(frames: NDArray[np.float64]) -> Mass:
    """Before the first frame, for sure."""
    return np.eye(1, len(frames) + 1)


def with_quiet(ended: Mass, frames: NDArray[np.float64]) -> Mass:
    """The same with any number of frames of no sound after it."""
    found = ended.copy()
    for frame in range(len(frames)):
        found[..., frame + 1] += found[..., frame] * frames[frame, NO_SOUND]
    return found


def _may_skip(word: Word, place: int) -> bool:
    """Whether a sound may follow the one before it at once, which the same sound may not."""
    if place < 2 or place % 2:
        return False
    return word.sounds[place // 2] != word.sounds[place // 2 - 1]
