"""What a caller has been through in one call, which goes with them to whoever answers next.

Slots hold codes of choices, or nothing where the value is personal: that it is known is enough to
never ask again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from archive.call_journey import TaraiMawashi


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A call so far; every method gives the journey after one more thing has happened.

    `asked_again` counts how often a slot was asked for after it had been filled. Asking again because the
    answer was not understood is no asking twice, and neither is reading back.
    """

    filled: Mapping[str, str] = field(default_factory=dict)
    asked_again: Mapping[str, int] = field(default_factory=dict)
    verified: bool = False
    checked_again: int = 0
    operators: tuple[str, ...] = ()
    dead_ends: tuple[str, ...] = ()
    waited_s: float = 0.0

    def asks(self, slot: str) -> "Journey":
        """Somebody asks for a slot."""
        if slot not in self.filled:
            return self
        again = {**self.asked_again, slot: self.asked_again.get(slot, 0) + 1}
        return replace(self, asked_again=again)

    def hears(self, slot: str, code: str = "") -> "Journey":
        """The caller has said it: a choice's code, or nothing where the value is personal."""
        return replace(self, filled={**self.filled, slot: code})

    def corrects(self, slot: str) -> "Journey":
        """The caller takes something back, so that it may be asked for once more."""
        return replace(self, filled={k: v for k, v in self.filled.items() if k != slot})

    def checks_identity(self) -> "Journey":
        """Somebody begins to check who calls."""
        return replace(self, checked_again=self.checked_again + self.verified)

    def is_verified(self) -> "Journey":
        return replace(self, verified=True)

    def waits(self, seconds: float) -> "Journey":
        """The caller has waited for somebody."""
        return replace(self, waited_s=self.waited_s + seconds)

    def is_answered_by(self, operator: str) -> "Journey":
        """An operator takes the call, the first one or the next."""
        return replace(self, operators=(*self.operators, operator))

    def ends_dead(self, where: str) -> "Journey":
        """A way leads nowhere: nobody has the skill, the target is busy, the line is closed."""
        return replace(self, dead_ends=(*self.dead_ends, where))


def questions_left(journey: Journey, wanted: Iterable[str]) -> list[str]:
    """What still has to be asked of what somebody wants to know: never what is known."""
    return [slot for slot in dict.fromkeys(wanted) if slot not in journey.filled]


def tarai_mawashi(journey: Journey) -> TaraiMawashi:
    """The index of a call, over or not."""
    return TaraiMawashi(
        transfers=max(0, len(journey.operators) - 1),
        asked_twice=sum(journey.asked_again.values()),
        identity_repeated=journey.checked_again,
        dead_ends=len(journey.dead_ends),
        wait_s=journey.waited_s,
    )
