"""What became of a caller's turn to speak: five outcomes, with what was understood."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.dialogue.events import Event, Hypothesis, NoInput, NoMatch, Said

ACCEPTED = 0.5
"""From this confidence on an answer is taken; VoiceXML's own default."""

DOUBTFUL = 0.2
"""From this confidence on it is worth asking back."""


class Outcome(StrEnum):
    """`LOW` is understood but not surely: the caller is asked back. `ESCAPE` is for a person."""

    MATCH = "match"
    LOW = "low"
    NOMATCH = "nomatch"
    NOINPUT = "noinput"
    ESCAPE = "escape"


@dataclass(frozen=True, slots=True)
class Understood:
    """One reading: the words as the grammar has them, what they mean, a confidence from 0 to 1."""

    utterance: str
    interpretation: object
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The outcome with its readings, the likeliest first; there are none without a match.

    `complete` tells of a turn that may not be over that it need not be waited for: what was heard is
    sure, and no other answer goes on from it.
    """

    outcome: Outcome
    readings: tuple[Understood, ...] = ()
    complete: bool = False

    @property
    def best(self) -> Understood | None:
        return self.readings[0] if self.readings else None

    def event(self) -> Event:
        """What a dialogue is told; it throws a nomatch itself where confidence is too low for it."""
        if self.outcome is Outcome.NOINPUT:
            return NoInput()
        if not self.readings:
            return NoMatch()
        return Said(tuple(Hypothesis(one.utterance, one.confidence) for one in self.readings))


def judged(readings: list[Understood], *, accepted: float = ACCEPTED, most: int = 5) -> Heard:
    """The outcome of readings in any order; those not worth asking back for are left out."""
    order = sorted(readings, key=lambda one: -one.confidence)
    doubtful = min(DOUBTFUL, accepted)
    kept = tuple(one for one in order if one.confidence >= doubtful) or ()
    if not kept:
        return Heard(Outcome.NOMATCH)
    sure = kept[0].confidence >= accepted
    return Heard(Outcome.MATCH if sure else Outcome.LOW, kept[:most])
