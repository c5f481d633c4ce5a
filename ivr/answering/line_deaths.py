"""When a line that has died is begun again: soon at first, later when it dies again, and not for ever."""

from collections import deque

WITHIN_S = 600.0

_FIRST_WAIT_S = 1.0


class LineDeaths:
    """Counts deaths of the last `WITHIN_S`; each doubles the wait, and so many (`most`) are too many."""

    def __init__(self, *, most: int = 5) -> None:
        self.most = most
        self._died_s: deque[float] = deque()

    def died(self, now_s: float) -> float | None:
        """How long to wait before it is begun again; None when it is given up."""
        while self._died_s and now_s - self._died_s[0] > WITHIN_S:
            self._died_s.popleft()
        self._died_s.append(now_s)
        if len(self._died_s) >= self.most:
            return None
        return _FIRST_WAIT_S * 2.0 ** (len(self._died_s) - 1)
