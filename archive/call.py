"""A call as the archive knows it: its facts, never its words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import ceil

from archive.spool_notes import Alarm, Attended, Loss, Lossy, Missing, Note, Sensitive
from speech.audio import Channel
from speech.transcript import Language

FRAME_S = 0.02
"""The length frames are counted in."""


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
    versions. A call that was recorded here names its `line`, says whether it was broken off, and
    carries what was noted while it ran.
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
    line: str = ""
    interrupted: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def mono(self) -> bool:
        """Whether nobody can be told apart in it."""
        return Channel.MIXED in self.channels

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The stretches of a channel that never came or could not be kept."""
        return tuple(note for note in self.notes if isinstance(note, Missing))

    @property
    def missing_s(self) -> float:
        """Seconds missing, summed over the channels."""
        return sum(note.span.duration for note in self.missing)

    @property
    def dropped_frames(self) -> int:
        """Frames of 20 ms that a device gave and nobody fetched in time."""
        lost = (note.span.duration for note in self.missing if note.why is Loss.OVERFLOW)
        return sum(ceil(round(seconds / FRAME_S, 6)) for seconds in lost)

    @property
    def sensitive(self) -> tuple[Sensitive, ...]:
        """The stretches that were replaced by silence on request."""
        return tuple(note for note in self.notes if isinstance(note, Sensitive))

    @property
    def lossy(self) -> tuple[Lossy, ...]:
        """The sides that came with gaps too many to name."""
        return tuple(note for note in self.notes if isinstance(note, Lossy))

    @property
    def attended(self) -> tuple[Attended, ...]:
        """Who talked with the caller when; nothing where nobody told."""
        return tuple(note for note in self.notes if isinstance(note, Attended))

    def operator_at(self, at_s: float) -> str:
        """Who sat on the operator's channel then."""
        before = [note for note in self.attended if note.span.start <= at_s]
        return before[-1].operator if before else self.operator

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        return tuple(note for note in self.notes if isinstance(note, Alarm))
