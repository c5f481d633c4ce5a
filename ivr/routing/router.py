"""Brings callers and operators together: skill first, then who has been idle longest.

Callers are served in the order of their turns, each by the best skilled operator who is idle. What
is left afterwards cannot be paired: no operator is idle who could answer somebody who waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.routing.floor import Floor, Operator, Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRules:
    """After `patience_s` of waiting a caller is answered by somebody without the preferred skills."""

    patience_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An operator is to answer a caller, or to call them back."""

    call_id: str
    operator: str
    waited_s: float
    on_the_line: bool


def settle(
    floor: Floor, now_s: float, rules: RoutingRules | None = None
) -> tuple[Floor, list[Connection]]:
    """Connect everybody who can be connected now; connected operators are busy afterwards.

    To be asked after every change of the floor, and once a second, because patience ends with time.
    """
    rules = rules or RoutingRules()
    connections = []
    for caller in sorted(floor.waiting.values(), key=lambda one: one.turn):
        operator = _best(floor.operators.values(), caller, now_s, rules)
        if operator is not None:
            floor = floor.without_caller(caller.call_id).busy(operator.id)
            connections.append(
                Connection(
                    call_id=caller.call_id,
                    operator=operator.id,
                    waited_s=now_s - caller.since_s,
                    on_the_line=caller.on_the_line,
                )
            )
    return floor, connections


def can_answer(operator: Operator, caller: Waiting, now_s: float, rules: RoutingRules) -> bool:
    """Whether an operator, idle or not, is skilled for what this caller needs by now."""
    is_patient = now_s < caller.patient_since_s + rules.patience_s
    return will_do(operator, caller) and (
        not is_patient or caller.preferred <= operator.skills.keys()
    )


def will_do(operator: Operator, caller: Waiting) -> bool:
    """Whether an operator has what this caller never does without."""
    return operator.id not in caller.not_to and caller.required <= operator.skills.keys()


def could_ever_answer(floor: Floor, caller: Waiting) -> bool:
    """Whether anybody on duty may answer sooner or later; if not, waiting is a dead end."""
    return any(will_do(one, caller) for one in floor.operators.values())


def _best(
    operators: Iterable[Operator], caller: Waiting, now_s: float, rules: RoutingRules
) -> Operator | None:
    able = [
        (_fit(one, caller), one.idle_since_s, one.id, one)
        for one in operators
        if one.idle_since_s is not None and can_answer(one, caller, now_s, rules)
    ]
    return min(able, key=lambda ranked: ranked[:3])[3] if able else None


def _fit(operator: Operator, caller: Waiting) -> tuple[int, int]:
    """Lower is better: how many of the skills are missing, then how well the others are known."""
    wanted = caller.required | caller.preferred
    known = [operator.skills[skill] for skill in wanted if skill in operator.skills]
    return len(wanted) - len(known), sum(known)
