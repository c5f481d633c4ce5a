"""The way of one caller as it may be kept: names of dialogs, codes of choices, counts; never words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from archive.call_journey import CallJourney, JourneyEnd
from ivr.dialogue.actions import Action, Exit, Listen, Trace
from ivr.dialogue.call import HANGUP
from ivr.dialogue.phrases import Keys, Phrase
from ivr.menus.asking import HEARD, RIGHT
from ivr.routing.journey import Journey, tarai_mawashi

CALL_BACK_SLOT = "call_back_number"

_MOST_DIALOGS = 200
_ENDS = {
    "served": JourneyEnd.SELF_SERVICE,
    "operator": JourneyEnd.TRANSFERRED,
    "unanswered": JourneyEnd.TURNED_AWAY,
    "hangup": JourneyEnd.HUNG_UP,
    "error": JourneyEnd.FAILED,
}


class Path:
    """Follows a dialogue's actions; `product` is what the caller gave last in `product_slot`."""

    def __init__(self, *, product_slot: str = "product_number") -> None:
        self.journey = Journey()
        self.dialogs: list[str] = []
        # When each began, in seconds of the call.
        self.began_s: list[float] = []
        # What is being asked for: a name of the document.
        self.item = ""
        # The value itself, for the desk; it is kept nowhere.
        self.product = ""
        # The number itself, which goes sealed to whoever is to call.
        self.call_back_number = ""
        self.call_back = False
        self.failed = False
        self._product_slot = product_slot
        self._codes: set[str] = set()
        self._unsure: dict[str, str] = {}
        self._hung_up = False
        self._result: Mapping[str, object] = {}

    @property
    def dialog(self) -> str:
        """Where the call is."""
        return self.dialogs[-1] if self.dialogs else ""

    def note(self, action: Action, *, at_s: float = 0.0) -> None:
        """Take in what the dialogue does next; what it says then is heard from `at_s` on."""
        match action:
            case Listen():
                self._codes.update(_codes(action))
            case Trace("dialog", name):
                if len(self.dialogs) < _MOST_DIALOGS:
                    self.dialogs.append(name)
                    self.began_s.append(round(at_s, 1))
                self.item = ""
                self.settle()
            case Trace("item", name, detail) if detail.get("kind") == "field":
                self.item = name
                if not name.endswith(RIGHT):
                    self.journey = self.journey.asks(_slot(name))
            case Trace("field", name, detail):
                self._field(name, detail.get("value"))
            case Trace("event", name) if name == HANGUP:
                self._hung_up = True
            case Exit(value):
                self.settle()
                self._result = value if isinstance(value, Mapping) else {}

    def waits(self, seconds: float) -> None:
        self.journey = self.journey.waits(seconds)

    def answered_by(self, operator: str) -> None:
        self.journey = self.journey.is_answered_by(operator)

    def ends_dead(self, where: str) -> None:
        self.journey = self.journey.ends_dead(where)

    def kept(self, *, began_at: datetime, client: str, survey_scale: int) -> CallJourney:
        """The journey as the archive keeps it, when the call is over."""
        self.settle()
        survey = self._result.get("survey")
        scored = isinstance(survey, int | float) and 1 <= survey <= survey_scale
        return CallJourney(
            began_at=began_at,
            client=client,
            path=tuple(self.dialogs),
            path_s=_in_order(self.began_s),
            slots=dict(self.journey.filled),
            operators=self.journey.operators,
            passed=tarai_mawashi(self.journey),
            survey=int(survey) if scored and isinstance(survey, int | float) else None,
            survey_scale=survey_scale,
            ended=self._end(),
            ended_in=self.dialog,
        )

    def _field(self, name: str, value: object) -> None:
        """A value counts when it has been read back, where it is, and else when the dialog goes on."""
        slot = _slot(name)
        if name.endswith(RIGHT):
            said = self._unsure.pop(slot, None)
            if isinstance(value, str):
                # Said anew instead of yes or no: it is read back in turn.
                self._unsure[slot] = value
            elif value is True and said is not None:
                self._hears(slot, said)
        else:
            self._unsure[slot] = value if isinstance(value, str) else ""

    def settle(self) -> None:
        """What was said last counts, as nothing follows that could correct it."""
        while self._unsure:
            self._hears(*self._unsure.popitem())

    def _hears(self, slot: str, said: str) -> None:
        self.journey = self.journey.hears(slot, said if said in self._codes else "")
        if slot == self._product_slot:
            self.product = said
        if slot == CALL_BACK_SLOT:
            self.call_back_number = said

    def _end(self) -> JourneyEnd:
        if self.failed:
            return JourneyEnd.FAILED
        if self.call_back or CALL_BACK_SLOT in self.journey.filled:
            return JourneyEnd.CALL_BACK
        if self.journey.operators:
            return JourneyEnd.TRANSFERRED
        told = _ENDS.get(str(self._result.get("ended", "")))
        if self._hung_up and told in (None, JourneyEnd.SELF_SERVICE):
            return JourneyEnd.HUNG_UP
        if self._result.get("closed") is True or self.journey.dead_ends:
            return JourneyEnd.TURNED_AWAY
        return told or JourneyEnd.SELF_SERVICE


def _in_order(times: Sequence[float]) -> tuple[float, ...]:
    """None later than the next: what was to be said may have been cut short."""
    return tuple(min(times[place:]) for place in range(len(times)))


def _slot(name: str) -> str:
    return name.removesuffix(RIGHT).removesuffix(HEARD)


def _codes(listen: Listen) -> list[str]:
    """The values a document's own choices have, which are no data of the caller."""
    grammars = (one.grammar for one in listen.grammars)
    return [str(one.value) for one in grammars if isinstance(one, Phrase | Keys)]
