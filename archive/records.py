"""What is kept beside a call's words: scores as they were made, overrules and the queue's rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from archive.call import Call, Status
from privacy.proof import Listened, Proof
from speech.audio import Channel, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRecord:
    """A score frozen with the versions that made it.

    `evaluation` is qa's own record of findings, metrics and moments in plain types; what the queue
    filters by stands beside it. `risk` orders the queue, highest first.
    """

    scorecard: str
    scorecard_version: str
    points: float
    possible: float
    critical_errors: int
    risk: int
    reasons: tuple[str, ...]
    evaluation: Mapping[str, Any]
    made_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A reviewer's overrule of one item's verdict, with the compulsory reason."""

    score_id: int
    item: str
    verdict: str
    reason: str
    account: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRecord:
    """What the second listen of a call found, and when; a later one stands beside it."""

    proof: Proof
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the review queue.

    `withheld_because` says why a call is withheld or quarantined, for `kept_reason`; `audible` is what put it into
    quarantine.
    """

    call: Call
    status: Status
    withheld_because: str
    score: ScoreRecord | None
    reviewed: bool
    audible: tuple[Listened, ...] = ()


class QueueOrder(StrEnum):
    """What stands first in the queue: what is riskiest, or who was passed around most."""

    RISK = "risk"
    TARAI = "tarai"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which calls the queue shows; an empty field lets all through."""

    language: str = ""
    direction: str = ""
    client: str = ""
    operator: str = ""
    reason: str = ""
    critical_only: bool = False
    reviewed: bool | None = False
    status: Status | None = None
    call_id_contains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of the queue and how many there are in all."""

    rows: tuple[QueueRow, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRecord:
    """A kept recording: its file, hash, masked stretches and where each side's voice was heard."""

    file: str
    sha256: str
    masks: tuple[Span, ...]
    voiced: Mapping[Channel, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Access:
    """Who opened what and when."""

    at: datetime
    account: str
    action: str
    call_id: str
    customer: str = ""
