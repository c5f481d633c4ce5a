"""Callers who wait for an operator, of all calls: who goes to whom, and what those who wait are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from ivr.answering.telling import Assigned, Queue, WaitNews
from ivr.routing.floor import BEST, Floor, Operator, Waiting
from ivr.routing.router import RoutingRules, could_ever_answer, settle
from ivr.routing.waits import estimated_wait_s, offers_call_back

Reply: TypeAlias = Callable[[Assigned | WaitNews], None]

_TELL_EVERY_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An operator as the settings name them: where they are called, and what they know (1 the best).

    One who `dials_in` stays connected instead, having called that number or name of ours, and is on
    duty as long as that lasts.
    """

    id: str
    destination: str = ""
    door: str = ""
    skills: Mapping[str, int]
    dials_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRules:
    """After a call an operator writes it up for `write_up_s`; one who does not answer is away for
    `away_s`. `handling_s` is how long a call takes on average, which estimates are made of.
    """

    write_up_s: float = 10.0
    away_s: float = 60.0
    handling_s: float = 240.0


@dataclass(slots=True)
class _Caller:
    reply: Reply
    told_s: float | None = None
    offered: bool = False


class WaitingRoom:
    """Any thread may call it; `now_s` is of one clock, and `look` is to be called once a second."""

    def __init__(
        self,
        desks: Mapping[str, Desk],
        *,
        now_s: float,
        rules: RoomRules | None = None,
        routing: RoutingRules | None = None,
    ) -> None:
        self._desks = desks
        self._rules = rules or RoomRules()
        self._routing = routing or RoutingRules()
        self._callers: dict[str, _Caller] = {}
        self._since: dict[str, float] = {}
        self._free_at: dict[str, float] = {}
        self._lock = Lock()
        self._floor = Floor()
        self._legs: dict[str, str] = {}
        for desk in desks.values():
            if not desk.dials_in:
                self._begin_duty(desk, now_s)

    @property
    def waiting(self) -> int:
        return len(self._floor.waiting)

    def join(self, call_id: str, queue: Queue, now_s: float, reply: Reply) -> None:
        """A caller waits from now on; who comes back after nobody answered keeps their place."""
        with self._lock:
            again = call_id in self._since
            caller = Waiting(
                call_id=call_id,
                since_s=self._since.setdefault(call_id, now_s),
                required=queue.required,
                preferred=queue.preferred,
                not_to=queue.not_to,
                passed_on_s=now_s if again else None,
            )
            self._floor = self._floor.with_caller(caller)
            self._callers[call_id] = _Caller(reply)
            self._look(now_s)

    def leave(self, call_id: str, now_s: float) -> None:
        """A caller has hung up, or goes elsewhere."""
        with self._lock:
            self._floor = self._floor.without_caller(call_id)
            self._callers.pop(call_id, None)
            self._since.pop(call_id, None)
            self._look(now_s)

    def comes(self, dialled: str, leg: str, now_s: float) -> bool:
        """Whether it is an operator who dialled in; they are on duty from now on."""
        with self._lock:
            mine = [one for one in self._desks.values() if one.dials_in and one.dials_in == dialled]
            for desk in mine:
                self._legs[leg] = desk.id
                self._begin_duty(desk, now_s)
            self._look(now_s)
            return bool(mine)

    def goes(self, leg: str) -> None:
        """A connection is gone; whoever dialled in by it is off duty."""
        with self._lock:
            operator = self._legs.pop(leg, "")
            if operator:
                self._floor = self._floor.without_operator(operator)
                self._free_at.pop(operator, None)

    def all_go(self) -> None:
        """Every connection is gone at once."""
        for leg in list(self._legs):
            self.goes(leg)

    def done(self, operator: str, now_s: float, *, answered: bool) -> None:
        """An operator's call is over, or they did not take it."""
        with self._lock:
            wait_s = self._rules.write_up_s if answered else self._rules.away_s
            self._free_at[operator] = now_s + wait_s

    def look(self, now_s: float) -> None:
        with self._lock:
            self._look(now_s)

    def _begin_duty(self, desk: Desk, now_s: float) -> None:
        one = Operator(id=desk.id, skills=desk.skills, idle_since_s=now_s)
        self._floor = self._floor.with_operator(one)

    def _look(self, now_s: float) -> None:
        for operator, free_s in list(self._free_at.items()):
            if now_s >= free_s:
                del self._free_at[operator]
                if operator in self._floor.operators:
                    self._floor = self._floor.idle(operator, now_s)
        self._floor, connections = settle(self._floor, now_s, self._routing)
        for one in connections:
            caller, desk = self._callers.pop(one.call_id), self._desks[one.operator]
            legs = [leg for leg, operator in self._legs.items() if operator == desk.id]
            leg = legs[0] if legs else ""
            caller.reply(Assigned(desk.id, desk.destination, desk.door, one.waited_s, leg))
        for call_id, caller in self._callers.items():
            self._tell(call_id, caller, now_s)

    def _tell(self, call_id: str, caller: _Caller, now_s: float) -> None:
        waiting = self._floor.waiting[call_id]
        if not could_ever_answer(self._floor, waiting):
            if caller.told_s is None:
                caller.told_s = now_s
                caller.reply(WaitNews(None, hopeless=True))
            return
        estimate_s = estimated_wait_s(
            self._floor,
            call_id,
            handling_s=self._rules.handling_s,
            now_s=now_s,
            rules=self._routing,
        )
        waited_s = now_s - waiting.since_s
        offer = offers_call_back(estimate_s, waited_s, offered=caller.offered)
        if not offer and caller.told_s is not None and now_s - caller.told_s < _TELL_EVERY_S:
            return
        caller.told_s, caller.offered = now_s, caller.offered or offer
        caller.reply(WaitNews(estimate_s, offer_call_back=offer))


def desk_skills(skills: Mapping[str, int] | tuple[str, ...]) -> Mapping[str, int]:
    """Skills with how well they are known; a plain list is all of the best."""
    return skills if isinstance(skills, Mapping) else dict.fromkeys(skills, BEST)
