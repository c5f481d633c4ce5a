"""What the second listen heard after masking: the proof that is kept with a call."""

from dataclasses import dataclass
from enum import StrEnum

from speech.audio import Channel, Span


class Why(StrEnum):
    """Why a stretch was listened to again."""

    MASK = "mask"
    """Something was masked here."""
    KEPT_DIGITS = "kept digits"
    """Digits were heard here and kept, as a price or an order number."""
    UNHEARD = "unheard"
    """There is speech here of which the first hearing made no words."""
    COVER = "cover"
    """Not listened to: the masked samples were compared with the times of what was redacted."""


@dataclass(frozen=True, slots=True)
class Listened:
    """One stretch of one channel, checked after masking.

    `engine` is who listened and how ("whisper-base, beam 5"); `found` is the code of the kind of
    personal data that is still audible, "" where nothing is. Never a value.
    """

    span: Span
    channel: Channel
    why: Why
    engine: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that was checked after masking, in order of time."""

    listened: tuple[Listened, ...]

    @property
    def audible(self) -> tuple[Listened, ...]:
        """Where personal data is still audible; any of these puts the call into quarantine."""
        return tuple(one for one in self.listened if one.found)
