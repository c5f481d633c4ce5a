"""What the process that holds a call tells the operator's desk, and what is written there.

The two meet only in the archive: a telling names the customer, it never carries their data or words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeskState(StrEnum):
    """Where a call stands: still with the dialogue, waiting for somebody, with an operator, over."""

    ANSWERED = "answered"
    WAITING = "waiting"
    TALKING = "talking"
    OVER = "over"


class FoundBy(StrEnum):
    """How the customer of a call became known."""

    NOBODY = "nobody"
    CALLER_NUMBER = "caller_number"
    PRODUCT_NUMBER = "product_number"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEvent:
    """Which call shows which customer to whom; a later one of the same call takes its place.

    `told` is what the caller has said already, by slot: the code of a choice ("repair"), or nothing
    where the value is personal, which says only that it need not be asked again. `journey` counts
    what the caller has been through ("transfers", "wait_s" …). `operator` is the account of who holds
    the call or is to hold it; nobody else's desk shows it.
    """

    call_id: str
    began_at: datetime
    client: str = ""
    operator: str = ""
    line: str = ""
    state: DeskState = DeskState.ANSWERED
    customer: str = ""
    serial: str = ""
    found_by: FoundBy = FoundBy.NOBODY
    told: Mapping[str, str] = field(default_factory=dict)
    verified: bool = False
    journey: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNote:
    """What an operator wrote during a call, cleared of personal data, and how the call ended."""

    call_id: str
    account: str
    text: str
    disposition: str
    written_at: datetime
