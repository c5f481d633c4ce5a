"""Writes a live call into its spool: a frame is with the system before the next one comes."""

import json
import struct
from collections.abc import Callable
from threading import Lock

from archive.spool_chunks import MOST_CONTENT, Sealer
from archive.spool_facts import SpooledCall
from archive.spool_file import SpoolFile
from archive.spool_notes import Alarm, Loss, Missing, Note, Trouble, note_bytes
from archive.spool_outbox import Outbox, trouble_of
from speech.audio import AudioFrame, Channel, Span

FACTS, FRAME, NOTE, END = b"C", b"S", b"N", b"E"
"""The first byte of a chunk's content."""

FRAME_HEAD = struct.Struct(">cBQ")
"""What stands before a frame's samples: `FRAME`, the channel's place, its first sample."""

HELD_S = 30
"""Seconds of the call kept in memory while the disk takes nothing; what comes then is a gap."""

LONGEST_HOLE_S = 3600


def no_reserve() -> None:
    """Free nothing."""


class SpoolWriter:
    """One call's spool while it is recorded; `Spool.begin` makes it. Any thread may call it.

    A disk that fails raises nothing here. The alarm is returned, the sound is held in memory for
    `HELD_S` and written when the disk is back, and what does not fit is noted as missing.
    """

    def __init__(
        self,
        file: SpoolFile,
        sealer: Sealer,
        facts: SpooledCall,
        *,
        end: int,
        free_reserve: Callable[[], None] = no_reserve,
    ) -> None:
        self.facts = facts
        self._file: SpoolFile | None = file
        self._sealer = sealer
        self._outbox = Outbox(file, end)
        self._free_reserve = free_reserve
        self._places = {channel: place for place, channel in enumerate(facts.channels)}
        self._ends = dict.fromkeys(facts.channels, 0)
        self._most_held = HELD_S * facts.rate_hz * len(facts.channels)
        self._lost: list[Missing] = []
        self._alarm: Alarm | None = None
        self._jumped = False
        self._finished = False
        self._writing, self._closing = Lock(), Lock()

    @property
    def alarm(self) -> Alarm | None:
        """What is wrong with the disk at the moment, since when."""
        return self._alarm

    @property
    def held_s(self) -> float:
        """Seconds of the call that are in memory only."""
        return self._outbox.held_samples / self.facts.rate_hz / len(self._ends)

    def append(self, frame: AudioFrame) -> Alarm | None:
        """Take a frame; None when it and all before it are with the system.

        A frame that begins before the end of its channel, or an hour after it, is not taken: it
        would lie over sound that was. Raises ValueError for a channel or a rate the call has not.
        """
        with self._writing:
            channel, first, samples = frame.channel, frame.first_sample, frame.samples
            place, end = self._places.get(channel), self._ends.get(channel, 0)
            if place is None or frame.rate_hz != self.facts.rate_hz or self._finished:
                raise ValueError(f"call {self.facts.id}: takes no {channel} {frame.rate_hz} Hz")
            if not end <= first <= end + LONGEST_HOLE_S * frame.rate_hz:
                return self._tell_of_jump()
            self._ends[channel] = first + len(samples)
            if self._outbox.held_samples >= self._most_held and not self._outbox.try_again():
                self._lose(channel, frame.span)
                return self._alarm
            pcm = samples.astype("<i2", copy=False).tobytes()
            if len(pcm) > MOST_CONTENT - FRAME_HEAD.size:
                raise ValueError(f"call {self.facts.id}: a frame of {len(samples)} samples")
            number = self._sealer.number
            chunk = self._sealer.seal(FRAME_HEAD.pack(FRAME, place, first) + pcm)
            if self._outbox.put(chunk, number, frame) and self._alarm is None:
                return None
            return self._look_at_disk()

    def note(self, note: Note) -> Alarm | None:
        """Keep a note; None when it is with the system."""
        with self._writing:
            if self._finished:
                raise ValueError(f"call {self.facts.id}: is over")
            self._put(NOTE + note_bytes(note))
            return self._look_at_disk()

    def sync(self) -> Alarm | None:
        """Make what was appended outlive a power loss; takes as long as the disk takes.

        Called once a second by a thread that is not the capturing one.
        """
        with self._closing:
            if self._file is None:
                return None
            try:
                self._file.sync()
            except OSError as error:
                return self._tell_of_sync(trouble_of(error))
        return self._alarm

    def finish(self, *, give_up: bool = False) -> Alarm | None:
        """End the call; None when it is whole on the disk and the file is closed.

        While the disk takes nothing the alarm is returned and all stays as it is, so that this can
        be tried again. With `give_up` the sound in memory is noted as missing instead and the end
        goes into the space that was reserved for it.
        """
        with self._writing:
            if not self._finished and not self._end_call(give_up=give_up):
                return self._alarm
            done = self._outbox.try_again(now=True)
        if not done and not give_up:
            return self._alarm
        not_synced = self.sync()
        self.close()
        self._free_reserve()
        return not_synced if done else self._alarm

    def close(self) -> None:
        """Let go of the file; without `finish` the call counts as interrupted."""
        with self._writing:
            self._finished = True
        with self._closing:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _put(self, content: bytes) -> bool:
        number = self._sealer.number
        return self._outbox.put(self._sealer.seal(content), number)

    def _end_call(self, *, give_up: bool) -> bool:
        """Put the end marker; False while the disk takes nothing and nothing is given up."""
        given_up: list[int] = []
        if not self._outbox.try_again(now=True):
            self._look_at_disk()
            if not give_up:
                return False
            given_up = self._give_up_sound()
        self._look_at_disk()
        ends = [self._ends[channel] for channel in self.facts.channels]
        self._put(END + json.dumps({"ends": ends, "given_up": given_up}).encode())
        self._finished = True
        return True

    def _give_up_sound(self) -> list[int]:
        """Note held sound as missing and free the space kept for that; the chunks never written."""
        given_up = self._outbox.give_up_sound()
        for _, frame in given_up:
            self._lose(frame.channel, frame.span)
        self._free_reserve()
        if self._alarm is not None:
            self._note_end_of(self._alarm)
        return [number for number, _ in given_up]

    def _look_at_disk(self) -> Alarm | None:
        """Raise the alarm, or note that it is over and what was lost by it."""
        trouble = self._outbox.trouble
        if trouble is not None and self._alarm is None:
            self._alarm = Alarm(Span(self._now_s(), self._now_s()), trouble)
        elif trouble is None and self._alarm is not None:
            over, self._alarm = self._alarm, None
            self._note_end_of(over)
        return self._alarm

    def _note_end_of(self, alarm: Alarm) -> None:
        notes: list[Note] = [Alarm(Span(alarm.span.start, self._now_s()), alarm.code), *self._lost]
        self._lost.clear()
        for note in notes:
            self._put(NOTE + note_bytes(note))

    def _lose(self, channel: Channel, span: Span) -> None:
        """Remember sound that cannot be kept; stretches that touch become one."""
        for place, lost in enumerate(self._lost):
            if lost.channel is channel and lost.span.end == span.start:
                self._lost[place] = Missing(channel, Span(lost.span.start, span.end), Loss.DISK)
                return
        self._lost.append(Missing(channel, span, Loss.DISK))

    def _now_s(self) -> float:
        return max(self._ends.values()) / self.facts.rate_hz

    def _tell_of_jump(self) -> Alarm:
        alarm = Alarm(Span(self._now_s(), self._now_s()), Trouble.TIME_JUMP)
        if not self._jumped:
            self._jumped = True
            self._put(NOTE + note_bytes(alarm))
        return alarm

    def _tell_of_sync(self, trouble: Trouble) -> Alarm:
        with self._writing:
            alarm = Alarm(Span(self._now_s(), self._now_s()), trouble)
            if not self._finished:
                self._put(NOTE + note_bytes(alarm))
        return alarm
