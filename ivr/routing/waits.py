"""How long a caller will wait, how that is said, and when a call back is offered."""

import math
from dataclasses import dataclass

from ivr.routing.floor import Floor, Waiting
from ivr.routing.router import RoutingRules, can_answer, will_do


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRules:
    """When a call back is offered: an estimate or a wait this long, once a call."""

    offer_if_estimated_s: float = 180.0
    offer_after_s: float = 120.0
    longest_said_min: int = 30


def estimated_wait_s(
    floor: Floor,
    call_id: str,
    *,
    handling_s: float,
    now_s: float,
    rules: RoutingRules | None = None,
) -> float | None:
    """How long until somebody is free, from the mean length of a call; None if nobody is skilled.

    The callers ahead who compete for the same operators are shared among these: with N of them a
    call ends every `handling_s` / N on average, and the caller needs one end more than there are
    people ahead.
    """
    rules = rules or RoutingRules()
    caller = floor.waiting[call_id]
    patient_s = caller.patient_since_s + rules.patience_s
    able = {name: one for name, one in floor.operators.items() if will_do(one, caller)}
    if not able:
        return None
    first = {name for name, one in able.items() if can_answer(one, caller, now_s, rules)}
    ahead = _ahead(floor, caller, set(able), now_s, rules)
    idle = sum(able[name].idle_since_s is not None for name in first)
    if idle > ahead:
        return 0.0
    # Nobody with the preferred skills: the others come into question when patience is over.
    wait_s = (ahead + 1 - idle) * handling_s / len(first or able)
    return wait_s if first else max(wait_s, patient_s - now_s)


def _ahead(floor: Floor, caller: Waiting, able: set[str], now_s: float, rules: RoutingRules) -> int:
    return sum(
        any(can_answer(floor.operators[name], one, now_s, rules) for name in able)
        for one in floor.waiting.values()
        if one.turn < caller.turn
    )


def minutes_to_say(estimate_s: float, rules: WaitRules | None = None) -> int:
    """Whole minutes, rounded up so that nobody is promised less; above half an hour just that much."""
    longest = (rules or WaitRules()).longest_said_min
    return min(longest, max(1, math.ceil(estimate_s / 60)))


def offers_call_back(
    estimate_s: float | None, waited_s: float, *, offered: bool, rules: WaitRules | None = None
) -> bool:
    """Whether to offer a call back now; where nobody could ever answer it is offered at once."""
    rules = rules or WaitRules()
    if offered:
        return False
    long = estimate_s is None or estimate_s >= rules.offer_if_estimated_s
    return long or waited_s >= rules.offer_after_s
