"""A call as the archive knows it: its facts, never its words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from speech.audio import Channel
from speech.transcript import Language


class Direction(StrEnum):
    """Who called whom: a customer the centre, or the centre a customer."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Status(StrEnum):
    """`KEPT` calls are redacted and readable; of all others only the facts are kept.

    A `WITHHELD` call could not be redacted; in a `QUARANTINED` one something personal was still
    audible after masking, and the proof says what kind and where.
    """

    KEPT = "kept"
    WITHHELD = "withheld"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The facts of one call.

    `sound_sha256` is over rate, channels and samples of the sound that came in, so the same sound
    in another container is known again. `engines` names what heard and redacted the call, with
    versions.
    """

    id: str
    sound_sha256: str
    duration_s: float
    language: Language
    direction: Direction
    channels: tuple[Channel, ...]
    started_at: datetime | None = None
    client: str = ""
    campaign: str = ""
    operator: str = ""
    purpose: str = "quality"
    keep_until: date | None = None
    disposition: str = ""
    engines: dict[str, str] = field(default_factory=dict)

    @property
    def mono(self) -> bool:
        """Whether nobody can be told apart in it."""
        return Channel.MIXED in self.channels
