"""Which stretches of a call must not be recorded: a card number is told, and nobody may hear it."""

from archive.spool_notes import Sensitive
from speech.audio import Span

_CHANNELS_APART_S = 2.0


class Sensitivity:
    """The sensitive stretches of one call, in its time; the last may still be open."""

    __slots__ = ("_ended", "_open", "_silent_from_s")

    def __init__(self) -> None:
        self._open: Sensitive | None = None
        self._silent_from_s = 0.0
        self._ended: list[Span] = []

    @property
    def now(self) -> bool:
        return self._open is not None

    def begin(self, at_s: float, reason: str, *, behind_s: float = 0.0) -> Sensitive | None:
        """What to note; None when it has begun already. Raises ValueError for a reason in prose.

        A channel that is `behind_s` is silent from there on, so that no word slips through.
        """
        if self._open is not None:
            return None
        self._silent_from_s = at_s - behind_s
        self._open = Sensitive(Span(at_s, at_s), reason)
        return self._open

    def end(self, at_s: float) -> Sensitive | None:
        """What to note in place of what was noted at its beginning; None when none is open."""
        if self._open is None:
            return None
        over = Sensitive(Span(self._open.span.start, at_s), self._open.reason)
        # A channel may still be behind; what it says of that time is silenced as it comes.
        self._ended = [span for span in self._ended if span.end > at_s - _CHANNELS_APART_S]
        self._ended.append(Span(self._silent_from_s, at_s))
        self._open = None
        return over

    def covers(self, start_s: float, end_s: float) -> bool:
        """Whether any of this is to be silent."""
        if self._open is not None and end_s > self._silent_from_s:
            return True
        return any(start_s < span.end and end_s > span.start for span in self._ended)
