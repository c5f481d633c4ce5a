"""Hands sealed chunks to the disk in order and holds them in memory while it takes nothing."""

import errno
from collections import deque
from dataclasses import dataclass

from archive.spool_file import SpoolFile
from archive.spool_notes import Trouble
from speech.audio import AudioFrame

_CHUNKS_BETWEEN_TRIES = 50
"""Half a second of a two-channel call: a failing disk may take long to say so."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(slots=True)
class _Held:
    """What the disk has not taken of a chunk; `frame` is the sound in it, if any."""

    rest: bytes
    number: int
    frame: AudioFrame | None
    begun: bool = False


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

    def put(self, chunk: bytes, number: int, frame: AudioFrame | None = None) -> bool:
        """Take a chunk; whether it and all before it are with the system."""
        if not self._held:
            written = self._hand_over(chunk)
            if written == len(chunk):
                return True
            self._held.append(_Held(chunk[written:], number, frame, begun=written > 0))
        else:
            self._held.append(_Held(chunk, number, frame))
        if frame is not None:
            self.held_samples += len(frame.samples)
        return self.try_again()

    def try_again(self, *, now: bool = False) -> bool:
        """Offer the disk what is held, but not at every call; whether nothing is held any more."""
        if self._wait > 0 and not now:
            self._wait -= 1
            return not self._held
        while self._held:
            first = self._held[0]
            written = self._hand_over(first.rest)
            if written < len(first.rest):
                first.rest = first.rest[written:]
                first.begun = first.begun or written > 0
                self._wait = _CHUNKS_BETWEEN_TRIES
                return False
            self._forget(self._held.popleft())
        self.trouble = None
        return True

    def give_up_sound(self) -> list[tuple[int, AudioFrame]]:
        """Hold no sound any more but in a chunk that is half on the disk; what was held, by number."""
        given_up = [h for h in self._held if h.frame is not None and not h.begun]
        self._held = deque(h for h in self._held if h.frame is None or h.begun)
        for held in given_up:
            self._forget(held)
        return [(held.number, held.frame) for held in given_up if held.frame is not None]

    def _forget(self, held: _Held) -> None:
        if held.frame is not None:
            self.held_samples -= len(held.frame.samples)

    def _hand_over(self, content: bytes) -> int:
        """How many bytes the disk took; `trouble` says why not all."""
        written = 0
        try:
            while written < len(content):
                took = self._write(content[written:] if written else content, self._end)
                if took <= 0:
                    self.trouble = Trouble.DISK_ERROR
                    break
                written += took
                self._end += took
        except OSError as error:
            self.trouble = trouble_of(error)
        return written


def trouble_of(error: OSError) -> Trouble:
    """What an error of the file system means to a person."""
    if error.errno in _FULL:
        return Trouble.DISK_FULL
    return Trouble.READ_ONLY if error.errno == errno.EROFS else Trouble.DISK_ERROR
