"""The pace of the line's process: 20 ms by a steady clock, without drift."""

from collections.abc import Callable

BEAT_S = 0.02
_MOST_BEHIND = 250
"""After five seconds without a beat what was missed is over: the machine slept or stood still."""


class Beat:
    """Says when the next beat is and how many are due; `now` is a clock that never goes back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._origin_s = now()
        self._done = 0
        self._latest_s = 0.0

    @property
    def wait_s(self) -> float:
        """How long until the next beat; 0 when it is due."""
        return max(0.0, self._due_s - self._now())

    def due(self) -> int:
        """The beats to be made now, at least one; several when some were missed."""
        late_s = max(0.0, self._now() - self._due_s)
        self._latest_s = max(self._latest_s, late_s)
        due = 1 + int(late_s / BEAT_S)
        if due > _MOST_BEHIND:
            self._origin_s += late_s
            due = 1
        self._done += due
        return due

    def latest_s(self) -> float:
        """The worst delay of a beat since the last time somebody asked."""
        latest_s, self._latest_s = self._latest_s, 0.0
        return latest_s

    @property
    def _due_s(self) -> float:
        return self._origin_s + (self._done + 1) * BEAT_S
