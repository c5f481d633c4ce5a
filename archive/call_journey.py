"""What a caller went through in one call that the IVR answered: names, codes and counts, never words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class JourneyEnd(StrEnum):
    """How a call ended that the IVR answered.

    `SELF_SERVICE`: the dialogue came to its end without a person. `TRANSFERRED`: with a person, or
    after one. `CALL_BACK`: the caller is to be called. `HUNG_UP`: the caller left before any of these.
    `TURNED_AWAY`: closed, busy or nobody there, and no call-back wanted. `FAILED`: something broke.
    """

    SELF_SERVICE = "self_service"
    TRANSFERRED = "transferred"
    CALL_BACK = "call_back"
    HUNG_UP = "hung_up"
    TURNED_AWAY = "turned_away"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaraiMawashi:
    """How much a caller was passed around (たらい回し) in one call; all noughts are as it should be.

    The first person to answer is no transfer, whatever went before.
    """

    transfers: int = 0
    asked_twice: int = 0
    identity_repeated: int = 0
    dead_ends: int = 0
    wait_s: float = 0.0

    @property
    def index(self) -> float:
        """One figure to sort by: a point each, and one for every five minutes of waiting.

        Our own definition; it is never shown without its parts.
        """
        each = self.transfers + self.asked_twice + self.identity_repeated + self.dead_ends
        return round(each + self.wait_s / 300.0, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallJourney:
    """The way of one caller through the dialogue and to people, frozen when the call is over.

    `path` names the dialogs in the order they were entered, `path_s` is when each was, in call time; it
    is empty where nobody noted that. `slots` are what the caller said or
    keyed: the code of a choice, or nothing where the value is personal. `operators` are those who
    answered, in their order (accounts or names of desks, no telephone numbers). `survey` is the answer
    on a scale from 1 to `survey_scale`. `ended_in` names the dialog in which the call ended.
    """

    began_at: datetime
    client: str = ""
    path: tuple[str, ...] = ()
    path_s: tuple[float, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    operators: tuple[str, ...] = ()
    passed: TaraiMawashi = field(default_factory=TaraiMawashi)
    survey: int | None = None
    survey_scale: int = 5
    ended: JourneyEnd
    ended_in: str = ""
