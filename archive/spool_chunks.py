"""Seals the pieces of a call one after the other and opens what is still whole of them.

A spool file is a mark of eight bytes and then chunks: length of the sealed bytes and number of the
chunk (big-endian, four bytes each), then the content in AES-256-GCM with its tag. The nonce is the
chunk's number, the call's id is authenticated with it and each call has a key of its own, so that a
chunk opens only in its own call and in its own place. Every number is sealed once: a file is written
by one writer in one life and never taken up again, and what a full disk refused is written later
byte for byte as it was sealed.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"KKSPOOL\x01"
TAG_BYTES = 16
MOST_CONTENT = 1 << 20
"""Bytes in a chunk; lines give frames of a thousandth of it."""

_HEAD = struct.Struct(">II")
_NONCE = struct.Struct(">8xI")
_MOST_SEALED = MOST_CONTENT + TAG_BYTES
_FARTHEST = 1 << 24
_BLOCK = 1 << 21
_STRETCH = 1 << 14


class Sealer:
    """Numbers and seals the chunks of one call."""

    __slots__ = ("_bound_to", "_encrypt", "_next_number")

    def __init__(self, data_key: bytes, call_id: str) -> None:
        self._encrypt = AESGCM(data_key).encrypt
        self._bound_to = bound_to(call_id)
        self._next_number = 0

    def seal(self, content: bytes) -> bytes:
        """The next chunk."""
        number = self._next_number
        self._next_number = number + 1
        sealed = self._encrypt(_NONCE.pack(number), content, self._bound_to)
        return _HEAD.pack(len(sealed), number) + sealed


@dataclass(frozen=True, slots=True)
class Chunk:
    """Content that was read as it was written; `number` counts from 0 without a hole."""

    number: int
    content: bytes


def number_of(chunk: bytes) -> int:
    """The number a sealed chunk was given."""
    number: int = _HEAD.unpack_from(chunk)[1]
    return number


def bound_to(call_id: str) -> bytes:
    """What every chunk of a call is authenticated with."""
    return MARK + call_id.encode()


def open_chunks(
    read: Callable[[int, int], bytes], data_key: bytes, call_id: str
) -> Iterator[Chunk]:
    """The chunks that are whole, in order of their numbers, whatever lies between them.

    `read(count, at)` gives up to `count` bytes of the file, fewer only at its end. A chunk that was
    changed, moved or repeated is left out; its number is then missing. What stands after the last
    whole chunk is a torn tail.
    """
    window = _Window(read, len(MARK))
    decrypt, bound = AESGCM(data_key).decrypt, bound_to(call_id)
    next_number = 0
    while (place := window.chunk(next_number)) is not None:
        number, sealed = place
        try:
            content = decrypt(_NONCE.pack(number), sealed, bound)
        except InvalidTag:
            window.skip_to_next(next_number)
            continue
        window.pass_chunk(len(sealed))
        next_number = number + 1
        yield Chunk(number, content)


class _Window:
    """A stretch of the file that moves on through it."""

    __slots__ = ("_at", "_block", "_block_at", "_last", "_read")

    def __init__(self, read: Callable[[int, int], bytes], start: int) -> None:
        self._read = read
        self._block = b""
        self._block_at = start
        self._at = 0
        self._last = False

    def chunk(self, next_number: int) -> tuple[int, bytes] | None:
        """Number and sealed bytes of what may be the next chunk; None at the end of the file."""
        while True:
            self._look_ahead()
            block, at = self._block, self._at
            if len(block) - at < _HEAD.size:
                return None
            length, number = _HEAD.unpack_from(block, at)
            body = at + _HEAD.size
            if (
                TAG_BYTES <= length <= _MOST_SEALED
                and next_number <= number < next_number + _FARTHEST
                and body + length <= len(block)
            ):
                return number, block[body : body + length]
            self.skip_to_next(next_number)

    def pass_chunk(self, sealed_bytes: int) -> None:
        self._at += _HEAD.size + sealed_bytes

    def skip_to_next(self, next_number: int) -> None:
        """Go on to the next bytes that could be a chunk's head, or to the end of the file."""
        self._at += 1
        while True:
            self._look_ahead()
            stretch = self._block[self._at : self._at + _STRETCH]
            heads = _possible_heads(stretch, next_number)
            if len(heads):
                self._at += int(heads[0])
                return
            if len(stretch) < _STRETCH:
                self._at = len(self._block)
                return
            # A head may lie across the end of the stretch.
            self._at += _STRETCH - _HEAD.size + 1

    def _look_ahead(self) -> None:
        """Have the longest possible chunk in the block, or the end of the file."""
        if self._last or len(self._block) - self._at > _HEAD.size + _MOST_SEALED:
            return
        self._block_at += self._at
        rest = self._block[self._at :]
        fresh = self._read(_BLOCK, self._block_at + len(rest))
        self._block, self._at, self._last = rest + fresh, 0, len(fresh) < _BLOCK


def _possible_heads(block: bytes, next_number: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where in the block a length and a number stand that a chunk could have."""
    if len(block) < _HEAD.size:
        return np.empty(0, np.intp)
    values = np.frombuffer(block, np.uint8).astype(np.uint32)
    words = values[:-3] << 24 | values[1:-2] << 16 | values[2:-1] << 8 | values[3:]
    lengths, numbers = words[:-4].astype(np.int64), words[4:].astype(np.int64)
    fits = (lengths >= TAG_BYTES) & (lengths <= _MOST_SEALED)
    fits &= (numbers >= next_number) & (numbers < next_number + _FARTHEST)
    return np.flatnonzero(fits)
