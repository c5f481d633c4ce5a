"""Where a caller is in the dialogue and on the way to a person, as those who watch the line may see it."""

from dataclasses import replace

from archive.live import LiveStage, LiveWay
from ivr.answering.conversation import Conversation
from ivr.answering.telling import (
    GoesToDesk,
    LeaveQueue,
    OperatorCalled,
    OperatorDone,
    Queue,
    Sensitive,
    Told,
    Wanted,
)
from ivr.menus.asking import HEARD, RIGHT
from recorder.switchboard.news import KeyPressed
from recorder.switchboard.orders import Bridge, Unbridge

_SHOWN = 12
_MISHEARD = ("nomatch", "low", "noinput")


class Whereabouts:
    """Follows one call by what it is `told` and what it has `wanted`; `now` is where the caller is."""

    def __init__(self, conversation: Conversation) -> None:
        self.now = LiveWay()
        self._conversation = conversation
        self._seen = (0, "", 0)

    def told(self, told: Told, leg: str) -> None:
        """Count the keys of the answer that is being given."""
        if isinstance(told, KeyPressed) and told.leg == leg and self.now.stage is LiveStage.IVR:
            self.now = replace(self.now, keys=self.now.keys + 1)

    def wanted(self, wanted: Wanted, *, at_s: float) -> None:
        """Take in what the conversation goes on with."""
        match wanted:
            case Queue():
                self._goes(LiveStage.WAITING, at_s)
            case OperatorCalled():
                self._goes(LiveStage.CALLING, at_s)
            case GoesToDesk(operator):
                self.now = replace(self.now, operator=operator)
            case Bridge():
                self._goes(LiveStage.TALKING, at_s, self.now.operator)
            case Unbridge() | LeaveQueue() | OperatorDone():
                self._goes(LiveStage.IVR, at_s)
            case Sensitive():
                # It comes before every question and every transfer.
                self._goes(LiveStage.IVR, at_s)

    def look(self) -> None:
        """See where the dialogue is; cheap, because it is done for every 20 ms of every call."""
        path, outcomes = self._conversation.path, self._conversation.outcomes
        seen = (len(path.dialogs), path.item, sum(outcomes.get(name, 0) for name in _MISHEARD))
        if seen == self._seen:
            return
        self._seen = seen
        self.now = replace(
            self.now,
            path=tuple(path.dialogs[-_SHOWN:]),
            asked=path.item.removesuffix(RIGHT).removesuffix(HEARD),
            reads_back=path.item.endswith(RIGHT),
            misheard=seen[-1],
        )

    def _goes(self, stage: LiveStage, at_s: float, operator: str = "") -> None:
        since_s = self.now.since_s if stage is self.now.stage else at_s
        self.now = replace(self.now, stage=stage, since_s=since_s, operator=operator, keys=0)
