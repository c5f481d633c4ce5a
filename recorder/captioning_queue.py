"""Hands a channel's sound from the thread that captures it to the one that hears it."""

from collections import deque
from dataclasses import dataclass, field
from threading import Condition

from recorder.line import Arrival


@dataclass(slots=True)
class SoundQueue:
    """What a channel said and nobody has heard yet, `longest_s` of it at most.

    Giving never waits: what does not fit is left out and counted, and shows in the next arrival's
    first sample.
    """

    longest_s: float
    _waiting: deque[Arrival] = field(default_factory=deque)
    _changed: Condition = field(default_factory=Condition)
    _waiting_s: float = 0.0
    _lost_s: float = 0.0
    _closed: bool = False

    @property
    def waiting_s(self) -> float:
        return self._waiting_s

    @property
    def lost_s(self) -> float:
        """Seconds of sound that found no room."""
        return self._lost_s

    def give(self, arrival: Arrival) -> None:
        duration_s = arrival.span.duration
        with self._changed:
            if self._closed:
                return
            if self._waiting_s + duration_s > self.longest_s:
                self._lost_s += duration_s
                return
            self._waiting.append(arrival)
            self._waiting_s += duration_s
            self._changed.notify()

    def take(self) -> Arrival | None:
        """The oldest arrival; waits for one, and gives None when there will be no more."""
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            if not self._waiting:
                return None
            arrival = self._waiting.popleft()
            # Rounding must not leave a queue that is empty and seems to wait.
            left_s = self._waiting_s - arrival.span.duration
            self._waiting_s = left_s if self._waiting else 0.0
            return arrival

    def close(self, *, discard: bool = False) -> None:
        """Nothing more will come; with `discard` what waits is not given out either."""
        with self._changed:
            self._closed = True
            if discard:
                self._waiting.clear()
                self._waiting_s = 0.0
            self._changed.notify_all()
