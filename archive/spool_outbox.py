"""Hands sealed chunks to the disk in order and holds them in memory while it takes nothing."""

import errno
from collections import deque
from dataclasses import dataclass

from archive.spool_chunks import number_of
from archive.spool_file import SpoolFile
from archive.spool_notes import Loss, Missing, Trouble
from speech.audio import AudioFrame

_CHUNKS_BETWEEN_TRIES = 50
"""Half a second of a two-channel call: a failing disk may take long to say so."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(slots=True)
class _Held:
    """What the disk has not taken of a chunk, and the sound that is missing without it."""

    rest: bytes
    begun: bool
    sound: Missing | None
    samples: int


class Outbox:
    """The chunks of one spool on their way to its file.

    What is held is written at the very place and byte for byte as it was sealed, so that a number
    never stands over two contents.
    """

    __slots__ = ("_end", "_held", "_wait", "_write", "held_samples", "trouble")

    def __init__(self, file: SpoolFile, end: int) -> None:
        self._write = file.write
        self._end = end
        self._held: deque[_Held] = deque()
        self._wait = 0
        self.held_samples = 0
        self.trouble: Trouble | None = None

    def put(self, chunk: bytes, frame: AudioFrame | None = None) -> bool:
        """Take a chunk; whether it and all before it are with the system."""
        rest = chunk if self._held else self._hand_over(chunk)
        if not rest:
            return True
        self._hold(rest, begun=len(rest) < len(chunk), frame=frame)
        return self.try_again()

    def try_again(self, *, now: bool = False) -> bool:
        """Offer the disk what is held, but not at every call; whether nothing is held any more."""
        if self._wait > 0 and not now:
            self._wait -= 1
            return not self._held
        while self._held:
            first = self._held[0]
            if rest := self._hand_over(first.rest):
                first.begun = first.begun or len(rest) < len(first.rest)
                first.rest = rest
                self._wait = _CHUNKS_BETWEEN_TRIES
                return False
            self.held_samples -= self._held.popleft().samples
        self.trouble = None
        return True

    def give_up_sound(self) -> list[tuple[int, Missing]]:
        """Let go of the sound in memory: the chunks that are never written, with what they held.

        A chunk of which some bytes are on the disk stays, because the next one follows it there.
        """
        given_up = [
            (number_of(held.rest), held.sound)
            for held in self._held
            if held.sound is not None and not held.begun
        ]
        self._held = deque(held for held in self._held if held.sound is None or held.begun)
        self.held_samples = sum(held.samples for held in self._held)
        return given_up

    def _hold(self, rest: bytes, *, begun: bool, frame: AudioFrame | None) -> None:
        if frame is None:
            self._held.append(_Held(rest, begun, None, 0))
            return
        sound = Missing(frame.channel, frame.span, Loss.DISK)
        self._held.append(_Held(rest, begun, sound, len(frame.samples)))
        self.held_samples += len(frame.samples)

    def _hand_over(self, content: bytes) -> bytes:
        """What the disk did not take; `trouble` says why."""
        try:
            while True:
                took = self._write(content, self._end)
                self._end += took
                if took == len(content):
                    return b""
                content = content[took:]
                if took == 0:
                    self.trouble = Trouble.DISK_ERROR
                    return content
        except OSError as error:
            self.trouble = trouble_of(error)
            return content


def trouble_of(error: OSError) -> Trouble:
    """What an error of the file system means to a person."""
    if error.errno in _FULL:
        return Trouble.DISK_FULL
    return Trouble.READ_ONLY if error.errno == errno.EROFS else Trouble.DISK_ERROR
