"""Writes a live call into its spool: a frame is with the system before the next one comes."""

import json
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from archive.spool_chunks import MOST_CONTENT, Sealer
from archive.spool_facts import SpooledCall, facts_bytes
from archive.spool_file import SpoolFile
from archive.spool_losses import Losses
from archive.spool_notes import Alarm, Loss, Missing, Note, Trouble, note_bytes
from archive.spool_outbox import Outbox, trouble_of
from archive.spool_words import words_bytes
from speech.audio import AudioFrame, Span
from speech.transcript import Utterance

FACTS, FRAME, NOTE, WORDS, END = b"C", b"S", b"N", b"W", b"E"
"""The first byte of a chunk's content."""

FRAME_HEAD = struct.Struct(">cBQ")
"""What stands before a frame's samples: `FRAME`, the channel's place, its first sample."""

HELD_S = 30
"""Seconds of the call kept in memory while the disk takes nothing; what comes then is a gap."""

LONGEST_HOLE_S = 3600

_LITTLE_ENDIAN = sys.byteorder == "little"


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
        free_reserve: Callable[[], None],
    ) -> None:
        self.facts = facts
        self._file: SpoolFile | None = file
        self._seal = sealer.seal
        self._outbox = Outbox(file, end)
        self._losses = Losses()
        self._free_reserve = free_reserve
        self._places = {channel: place for place, channel in enumerate(facts.channels)}
        self._ends = dict.fromkeys(facts.channels, 0)
        self._most_held = HELD_S * facts.rate_hz * len(facts.channels)
        self._longest_hole = LONGEST_HOLE_S * facts.rate_hz
        self._noted: set[str] = set()
        self._over = False
        self._writing, self._closing = Lock(), Lock()

    @property
    def alarm(self) -> Alarm | None:
        """What is wrong with the disk at the moment, and since when."""
        return self._losses.alarm

    @property
    def held_s(self) -> float:
        """Seconds of the call that are in memory only."""
        return self._outbox.held_samples / self.facts.rate_hz / len(self._ends)

    def append(self, frame: AudioFrame) -> Alarm | None:
        """Take a frame; None when it and all before it are with the system.

        A frame that begins before the end of its channel, or an hour after it, is not taken: it
        would lie over sound that was. Raises ValueError for a channel or a rate the call has not,
        and when the call is over.
        """
        with self._writing:
            channel, first, samples = frame.channel, frame.first_sample, frame.samples
            place = self._places.get(channel)
            self._refuse_over()
            if place is None or frame.rate_hz != self.facts.rate_hz:
                raise ValueError(f"call {self.facts.id}: takes no {channel} {frame.rate_hz} Hz")
            if not 0 <= first - self._ends[channel] <= self._longest_hole:
                return self._tell_once(Trouble.TIME_JUMP)
            pcm = samples.tobytes() if _LITTLE_ENDIAN else samples.astype("<i2").tobytes()
            if len(pcm) > MOST_CONTENT - FRAME_HEAD.size:
                raise ValueError(f"call {self.facts.id}: a frame of {len(samples)} samples")
            self._ends[channel] = first + len(samples)
            if self._outbox.held_samples >= self._most_held and not self._outbox.try_again():
                self._losses.lose(Missing(channel, frame.span, Loss.DISK))
                return self.alarm
            taken = self._outbox.put(self._seal(FRAME_HEAD.pack(FRAME, place, first) + pcm), frame)
            return None if taken and self._losses.alarm is None else self._look_at_disk()

    def note(self, note: Note) -> Alarm | None:
        """Keep a note; None when it is with the system. A missing stretch moves the channel on.

        Raises ValueError when the call is over.
        """
        with self._writing:
            self._refuse_over()
            if isinstance(note, Missing):
                end = round(note.span.end * self.facts.rate_hz)
                if end - self._ends[note.channel] > self._longest_hole:
                    return self._tell_once(Trouble.TIME_JUMP)
                self._ends[note.channel] = max(self._ends[note.channel], end)
            self._put_notes([note])
            return self._look_at_disk()

    def learn(self, facts: SpooledCall) -> Alarm | None:
        """Take other facts for those the call began with; None when they are with the system.

        Raises ValueError when they are of another call or of other sound, and when the call is over.
        """
        with self._writing:
            old = self.facts
            if (facts.id, facts.channels, facts.rate_hz) != (old.id, old.channels, old.rate_hz):
                raise ValueError(f"call {old.id}: its id, channels and rate stay as they are")
            self._refuse_over()
            self.facts = facts
            self._outbox.put(self._seal(FACTS + facts_bytes(facts)))
            return self._look_at_disk()

    def say(self, known: Utterance) -> Alarm | None:
        """Keep words nobody needs to recognize, sealed like the sound; None when the system has them.

        Raises ValueError for a channel the call has not, and when the call is over.
        """
        with self._writing:
            self._refuse_over()
            if known.channel not in self._places:
                raise ValueError(f"call {self.facts.id}: has no {known.channel}")
            self._outbox.put(self._seal(WORDS + words_bytes(known)))
            return self._look_at_disk()

    def sync(self) -> Alarm | None:
        """Make what was appended outlive a power loss; takes as long as the disk takes.

        Called once a second by a thread that is not the capturing one.
        """
        with self._closing:
            try:
                if self._file is not None:
                    self._file.sync()
            except OSError as error:
                with self._writing:
                    return self._tell_once(trouble_of(error))
        return self.alarm

    def finish(self, *, give_up: bool = False) -> Alarm | None:
        """End the call; None when it is on the disk to its end and the file is closed.

        While the disk takes nothing the alarm is returned and all stays as it is, so that this can
        be tried again. With `give_up` the sound in memory is noted as missing instead, the end goes
        into the space that was reserved for it, and the file is closed in any case.
        """
        with self._writing:
            done = self._over or self._end_call(give_up=give_up)
            if give_up and not self._outbox.try_again(now=True):
                self._free()
            if not (done and self._outbox.try_again(now=True)):
                self._look_at_disk()
                if not give_up:
                    return self.alarm
        not_synced = self.sync()
        self.close()
        self._free()
        return not_synced

    def close(self) -> None:
        """Let go of the file; without `finish` the call counts as interrupted."""
        with self._writing:
            self._over = True
        with self._closing:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _end_call(self, *, give_up: bool) -> bool:
        """Put the end marker; False while the disk takes nothing and nothing is given up."""
        given_up: list[tuple[int, Missing]] = []
        if not self._outbox.try_again(now=True):
            if not give_up:
                return False
            self._look_at_disk()
            given_up = self._outbox.give_up_sound()
            for _, sound in given_up:
                self._losses.lose(sound)
            self._free()
        self._put_notes(self._losses.end(self._now_s))
        end = {"ends": list(self._ends.values()), "given_up": [number for number, _ in given_up]}
        self._outbox.put(self._seal(END + json.dumps(end).encode()))
        self._over = True
        return True

    def _refuse_over(self) -> None:
        if self._over:
            raise ValueError(f"call {self.facts.id}: is over")

    def _free(self) -> None:
        with suppress(OSError):
            self._free_reserve()

    def _put_notes(self, notes: list[Note]) -> None:
        for note in notes:
            self._outbox.put(self._seal(NOTE + note_bytes(note)))

    def _look_at_disk(self) -> Alarm | None:
        """Raise the alarm, or note that it is over and what was lost by it."""
        trouble = self._outbox.trouble
        if trouble is not None:
            self._losses.begin(trouble, self._now_s)
        elif self._losses.alarm is not None:
            self._put_notes(self._losses.end(self._now_s))
        return self._losses.alarm

    @property
    def _now_s(self) -> float:
        return max(self._ends.values()) / self.facts.rate_hz

    def _tell_once(self, trouble: Trouble) -> Alarm:
        """An alarm that is noted the first time only."""
        alarm = Alarm(Span(self._now_s, self._now_s), trouble)
        if trouble not in self._noted and not self._over:
            self._noted.add(trouble)
            self._put_notes([alarm])
        return alarm
