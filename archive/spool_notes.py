"""What is known of a live call beside its sound: what is missing, what was paused, what went wrong."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from speech.audio import Channel, Span

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class Loss(StrEnum):
    """Why samples are missing; lines tell of the first two."""

    OVERFLOW = "overflow"
    UNPLUGGED = "unplugged"
    DISK = "disk"
    """The disk took nothing for so long that memory was full."""
    DAMAGED = "damaged"
    """They were kept, but what lies on the disk now is not what was written."""


class Trouble(StrEnum):
    """What the spool itself can raise an alarm about; others may note codes of their own."""

    DISK_FULL = "disk-full"
    READ_ONLY = "disk-read-only"
    DISK_ERROR = "disk-error"
    TIME_JUMP = "time-jump"
    """A frame began before the end of its channel, or hours after it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Samples that never came or could not be kept: silence in the time line of the call."""

    channel: Channel
    span: Span
    why: Loss


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A stretch whose samples were replaced before they were recorded; `reason` is a code.

    Note it with an empty span when it begins and with its whole span when it ends: the later note
    replaces the earlier. A call that breaks off in between is sensitive until its end.
    """

    span: Span
    reason: str

    def __post_init__(self) -> None:
        _refuse_prose(self.reason)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something a person has to know; `code` is a `Trouble` or a code of the recorder's own."""

    span: Span
    code: str

    def __post_init__(self) -> None:
        _refuse_prose(self.code)


@dataclass(frozen=True, slots=True)
class Lossy:
    """Of a telephone's sound in that time so many seconds did not come, in pieces too many to name.

    Packets that are late or lost are silence of 20 ms each. A later note with the same start replaces
    the earlier.
    """

    channel: Channel
    span: Span
    lost_s: float

    @property
    def share(self) -> float:
        """How much of the sound is missing, 0 to 1."""
        return self.lost_s / self.span.duration if self.span.duration else 0.0


@dataclass(frozen=True, slots=True)
class Attended:
    """While that operator talked with the caller; several may one after the other.

    Note it with an empty span when they answer and with its whole span when they leave, as `Sensitive`.
    """

    span: Span
    operator: str


Note: TypeAlias = Missing | Sensitive | Alarm | Lossy | Attended


def note_fields(note: Note) -> dict[str, Any]:
    """The note in plain types."""
    fields: dict[str, Any] = {"span": [note.span.start, note.span.end]}
    match note:
        case Missing(channel, _, why):
            fields |= {"note": "missing", "channel": channel, "why": why}
        case Sensitive(_, reason):
            fields |= {"note": "sensitive", "reason": reason}
        case Alarm(_, code):
            fields |= {"note": "alarm", "code": code}
        case Lossy(channel, _, lost_s):
            fields |= {"note": "lossy", "channel": channel, "lost_s": lost_s}
        case Attended(_, operator):
            fields |= {"note": "attended", "operator": operator}
    return fields


def note_of_fields(fields: Mapping[str, Any]) -> Note:
    """The note that `note_fields` made these of."""
    span = Span(*fields["span"])
    match fields["note"]:
        case "missing":
            return Missing(Channel(fields["channel"]), span, Loss(fields["why"]))
        case "sensitive":
            return Sensitive(span, fields["reason"])
        case "alarm":
            return Alarm(span, fields["code"])
        case "lossy":
            return Lossy(Channel(fields["channel"]), span, fields["lost_s"])
        case "attended":
            return Attended(span, fields["operator"])
        case other:
            raise ValueError(f"no note is called {other!r}")


def note_bytes(note: Note) -> bytes:
    """The note as it is sealed."""
    return json.dumps(note_fields(note)).encode()


def note_of(content: bytes) -> Note:
    """The note that `note_bytes` made these bytes of."""
    return note_of_fields(json.loads(content))


def _refuse_prose(code: str) -> None:
    """Codes have words in catalogues; free text could carry what was said."""
    if not _CODE.fullmatch(code):
        raise ValueError("a reason or alarm is a short code of small letters")
