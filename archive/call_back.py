"""A promise to call somebody back: who wished it when, by when it is due, and what has become of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallBackState(StrEnum):
    """`TAKEN`: an operator is about to call. `GIVEN_UP`: nobody could be reached, or it is not wanted any more."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    GIVEN_UP = "given_up"


PENDING = (CallBackState.OPEN, CallBackState.TAKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """One promise, named by the call it was made in; the number itself lies sealed beside it.

    `topic` is the dialog the call was about, `account` who took or settled it, `tried` how often
    nobody answered.
    """

    call_id: str
    wished_at: datetime
    due_at: datetime
    client: str = ""
    language: str = ""
    topic: str = ""
    state: CallBackState = CallBackState.OPEN
    account: str = ""
    tried: int = 0
    changed_at: datetime
    has_number: bool = True
