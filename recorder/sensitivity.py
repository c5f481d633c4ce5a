"""Which stretches of a call must not be recorded: a card number is told, and nobody may hear it."""

from archive.spool_notes import Sensitive
from speech.audio import Span

_CHANNELS_APART_S = 2.0


class Sensitivity:
    """The sensitive stretches of one call, in its time; the last may still be open."""

    __slots__ = ("_ended", "_open")

    def __init__(self) -> None:
        self._open: Sensitive | None = None
        self._ended: list[Span] = []

    @property
    def now(self) -> bool:
        return self._open is not None

    def begin(self, at_s: float, reason: str) -> Sensitive | None:
        """What to note; None when it has begun already. Raises ValueError for a reason in prose."""
        if self._open is not None:
            return None
        self._open = Sensitive(Span(at_s, at_s), reason)
        return self._open

    def end(self, at_s: float) -> Sensitive | None:
        """What to note in place of what was noted at its beginning; None when none is open."""
        if self._open is None:
            return None
        over = Sensitive(Span(self._open.span.start, at_s), self._open.reason)
        # A channel may still be behind; what it says of that time is silenced as it comes.
        self._ended = [span for span in self._ended if span.end > at_s - _CHANNELS_APART_S]
        self._ended.append(over.span)
        self._open = None
        return over

    def covers(self, start_s: float, end_s: float) -> bool:
        """Whether any of this is to be silent."""
        if self._open is not None and end_s > self._open.span.start:
            return True
        return any(start_s < span.end and end_s > span.start for span in self._ended)
