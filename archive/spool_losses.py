"""What a failing disk cost a call: since when it takes nothing and which sound is gone."""

from archive.spool_notes import Alarm, Missing, Note, Trouble
from speech.audio import Span


class Losses:
    """Remembers an alarm while it lasts and the sound that could not be kept meanwhile."""

    __slots__ = ("_missing", "alarm")

    def __init__(self) -> None:
        self.alarm: Alarm | None = None
        self._missing: list[Missing] = []

    def begin(self, trouble: Trouble, now_s: float) -> None:
        """Raise the alarm, unless it is raised already."""
        if self.alarm is None:
            self.alarm = Alarm(Span(now_s, now_s), trouble)

    def lose(self, sound: Missing) -> None:
        """Remember sound that is gone; stretches that touch become one."""
        for place, lost in enumerate(self._missing):
            if lost.channel is sound.channel and lost.span.end == sound.span.start:
                whole = Span(lost.span.start, sound.span.end)
                self._missing[place] = Missing(lost.channel, whole, lost.why)
                return
        self._missing.append(sound)

    def end(self, now_s: float) -> list[Note]:
        """The alarm is over: what is to be noted of it."""
        if self.alarm is None:
            return []
        over = Alarm(Span(self.alarm.span.start, now_s), self.alarm.code)
        notes: list[Note] = [over, *self._missing]
        self.alarm = None
        self._missing = []
        return notes
