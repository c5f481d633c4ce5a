"""The messages of Asterisk's AudioSocket: a byte of kind, two of length, and what they announce."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MOST_AT_ONCE = 64
"""More messages than that in one beat of 20 ms are nobody's voice."""

_HEAD = 3
_LONGEST_SOUND = 16_000


class Kind(IntEnum):
    """Kinds of message; sound is signed 16 bit, mono, little-endian."""

    HANG_UP = 0x00
    UUID = 0x01
    KEY = 0x03
    SOUND_8 = 0x10
    SOUND_16 = 0x12
    ERROR = 0xFF


RATES_HZ = {Kind.SOUND_8: 8_000, Kind.SOUND_16: 16_000}


class BadMessageError(ValueError):
    """What came is no message; the text says what is wrong with it, and nothing that stands in it."""


@dataclass(frozen=True, slots=True)
class Message:
    kind: Kind
    content: bytes


def packed(kind: Kind, content: bytes = b"") -> bytes:
    return bytes([kind]) + len(content).to_bytes(2, "big") + content


def taken(buffer: bytearray) -> Iterator[Message]:
    """The whole messages, taken out of the buffer; what is left waits for more.

    Raises BadMessageError at the first that cannot be one, before its content has come.
    """
    count = 0
    while len(buffer) >= _HEAD:
        kind, length = _checked(buffer[0], int.from_bytes(buffer[1:_HEAD], "big"))
        if len(buffer) < _HEAD + length:
            return
        count += 1
        if count > MOST_AT_ONCE:
            raise BadMessageError("too many messages at once")
        content = bytes(buffer[_HEAD : _HEAD + length])
        del buffer[: _HEAD + length]
        yield Message(kind, content)


def _checked(number: int, length: int) -> tuple[Kind, int]:
    try:
        kind = Kind(number)
    except ValueError:
        raise BadMessageError(f"a message of unknown kind 0x{number:02x}") from None
    if kind in RATES_HZ:
        if length > _LONGEST_SOUND or length % 2:
            raise BadMessageError(f"{length} bytes of sound at once")
    elif length > 16 or (kind is Kind.UUID and length != 16) or (kind is Kind.KEY and length != 1):
        raise BadMessageError(f"a message 0x{number:02x} of {length} bytes")
    return kind, length
