"""What a scorecard's question was answered with: verdicts, the evidence for them, and the score."""

from dataclasses import dataclass
from enum import StrEnum

from speech.audio import Channel, Span


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


class Critical(StrEnum):
    """Whom an error of a critical item hurts; it stands beside the points and is never blended in."""

    CUSTOMER = "customer"
    BUSINESS = "business"
    COMPLIANCE = "compliance"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a turn and when they were said; `turn` counts as in `speech.transcript.turns_of`.

    Evidence of something left undone is the place where it should have been.
    """

    turn: int
    channel: Channel
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check says: `note` is a key of qa/texts, `confidence` lies in 0..1.

    `confidence` is how sure the rule is of what it read; how sure the recognizer was of the words
    is weighed by `qa.scoring`.
    """

    verdict: Verdict
    note: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one item; `rule` is the check, `version` that of the check and its phrases."""

    item: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    rule: str
    version: str
    confidence: float
    note: str


@dataclass(frozen=True, slots=True)
class CriticalError:
    """A critical item that was not met."""

    item: str
    critical: Critical


@dataclass(frozen=True, slots=True)
class Score:
    """Points over the applicable items that could be told, and the critical errors beside them.

    `unscored` is a key of qa/texts saying why there is no score at all, else None.
    """

    scorecard: str
    scorecard_version: str
    findings: tuple[Finding, ...]
    points: float
    possible: float
    critical_errors: tuple[CriticalError, ...] = ()
    unscored: str | None = None

    @property
    def share(self) -> float | None:
        """Points earned of those possible in 0..1; None when nothing could be told."""
        return self.points / self.possible if self.possible else None
