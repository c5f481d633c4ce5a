"""Who waits and who could answer: the state the router works on.

Times are seconds of one clock that whoever drives the router reads; nothing here reads one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

BEST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator on duty and how well they know each skill, 1 the best; idle since when, if at all."""

    id: str
    skills: Mapping[str, int] = field(default_factory=dict)
    idle_since_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A caller who waits, on the line or for a call back.

    `required` skills are never done without (a language), `preferred` ones until the caller has
    waited long enough (a topic). `since_s` is when they first began to wait: whoever is passed on
    keeps their place, but is patient anew from `passed_on_s`. `head_start_s` is how much longer somebody urgent counts as waiting, which is
    what bounds overtaking. A call is not given back to an operator in `not_to`.
    """

    call_id: str
    since_s: float
    required: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    head_start_s: float = 0.0
    not_to: frozenset[str] = frozenset()
    on_the_line: bool = True
    passed_on_s: float | None = None

    @property
    def patient_since_s(self) -> float:
        return self.since_s if self.passed_on_s is None else self.passed_on_s

    @property
    def turn(self) -> tuple[float, float, str]:
        """What callers are ordered by; it never changes, so that time alone brings all to the front."""
        return (self.since_s - self.head_start_s, self.since_s, self.call_id)


@dataclass(frozen=True, slots=True)
class Floor:
    """All operators on duty and all callers waiting, each once."""

    operators: Mapping[str, Operator] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)

    def with_operator(self, operator: Operator) -> "Floor":
        """Somebody comes on duty, or is idle or busy from now on."""
        return replace(self, operators={**self.operators, operator.id: operator})

    def without_operator(self, operator_id: str) -> "Floor":
        """Somebody goes off duty."""
        others = {name: one for name, one in self.operators.items() if name != operator_id}
        return replace(self, operators=others)

    def idle(self, operator_id: str, now_s: float) -> "Floor":
        """An operator is free. One who was free already stays so since then."""
        operator = self.operators[operator_id]
        if operator.idle_since_s is not None:
            return self
        return self.with_operator(replace(operator, idle_since_s=now_s))

    def busy(self, operator_id: str) -> "Floor":
        """An operator talks, writes up a call or is away."""
        return self.with_operator(replace(self.operators[operator_id], idle_since_s=None))

    def with_caller(self, caller: Waiting) -> "Floor":
        return replace(self, waiting={**self.waiting, caller.call_id: caller})

    def without_caller(self, call_id: str) -> "Floor":
        """A caller has hung up or is connected."""
        others = {name: one for name, one in self.waiting.items() if name != call_id}
        return replace(self, waiting=others)

    def call_back(self, call_id: str) -> "Floor":
        """A caller hangs up and is called when it is their turn; they keep their place."""
        return self.with_caller(replace(self.waiting[call_id], on_the_line=False))
