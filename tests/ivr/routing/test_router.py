"""Callers come to operators who can help them, in their turn, and nobody waits for ever."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.routing.floor import Floor, Operator, Waiting
from ivr.routing.router import (
    Connection,
    RoutingRules,
    can_answer,
    could_ever_answer,
    settle,
)
from ivr.routing.waits import estimated_wait_s, minutes_to_say, offers_call_back

RULES = RoutingRules(patience_s=60.0)
SKILLS = ("ja", "en", "repair", "order")
LONGEST_HEAD_START_S = 120.0

skill_sets = st.frozensets(st.sampled_from(SKILLS), max_size=3)
operators = st.builds(
    lambda name, levels: Operator(id=name, skills=levels),
    st.sampled_from(["o1", "o2", "o3", "o4"]),
    st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3)),
)
callers = st.builds(
    lambda required, preferred, urgent, not_to: Waiting(
        call_id="",
        since_s=0.0,
        required=required,
        preferred=preferred,
        head_start_s=LONGEST_HEAD_START_S * urgent,
        not_to=not_to,
    ),
    skill_sets,
    skill_sets,
    st.booleans(),
    st.frozensets(st.sampled_from(["o1", "o2"]), max_size=1),
)
things = st.one_of(
    st.tuples(st.just("comes"), callers),
    st.tuples(st.just("on duty"), operators),
    st.tuples(
        st.sampled_from(["idle", "busy", "off duty", "hangs up", "call back"]), st.integers(0, 9)
    ),
)
days = st.lists(st.tuples(st.floats(0, 90), things), max_size=40)


@dataclass
class Day:
    """A simulated day: what has happened on the floor so far."""

    floor: Floor = field(default_factory=Floor)
    now_s: float = 0.0
    calls: int = 0
    connected: list[tuple[float, Waiting, Connection]] = field(default_factory=list)

    def happens(self, after_s: float, what: str, which: object) -> None:
        self.now_s += after_s
        if isinstance(which, Waiting):
            self.calls += 1
            caller = replace(which, call_id=f"c{self.calls:03}", since_s=self.now_s)
            self.floor = self.floor.with_caller(caller)
        elif isinstance(which, Operator):
            self.floor = self.floor.with_operator(which)
        else:
            self._changes(what, which)
        self.settles()

    def settles(self) -> list[Connection]:
        before = self.floor.waiting
        self.floor, connections = settle(self.floor, self.now_s, RULES)
        self.connected += [(self.now_s, before[one.call_id], one) for one in connections]
        return connections

    def _changes(self, what: str, which: object) -> None:
        assert isinstance(which, int)
        people, waiting = sorted(self.floor.operators), sorted(self.floor.waiting)
        on_people: dict[str, Callable[[str], Floor]] = {
            "idle": lambda name: self.floor.idle(name, self.now_s),
            "busy": self.floor.busy,
            "off duty": self.floor.without_operator,
        }
        on_calls = {"hangs up": self.floor.without_caller, "call back": self.floor.call_back}
        if what in on_people and people:
            self.floor = on_people[what](people[which % len(people)])
        if what in on_calls and waiting:
            self.floor = on_calls[what](waiting[which % len(waiting)])


@given(days)
def test_no_skilled_operator_is_idle_while_a_caller_waits_for_one(
    happenings: list[tuple[float, tuple[str, object]]],
) -> None:
    day = Day()
    for after_s, (what, which) in happenings:
        day.happens(after_s, what, which)
        idle = [one for one in day.floor.operators.values() if one.idle_since_s is not None]
        for caller in day.floor.waiting.values():
            assert not any(can_answer(one, caller, day.now_s, RULES) for one in idle)


@given(days)
def test_nobody_is_connected_twice_and_nobody_is_lost(
    happenings: list[tuple[float, tuple[str, object]]],
) -> None:
    day = Day()
    gone = 0
    for after_s, (what, which) in happenings:
        waiting = len(day.floor.waiting)
        gone += what == "hangs up" and waiting > 0
        day.happens(after_s, what, which)
    served = [one.call_id for _, _, one in day.connected]
    assert len(served) == len(set(served))
    assert len(served) + len(day.floor.waiting) + gone == day.calls


@given(days)
def test_a_caller_is_only_overtaken_within_bounds(
    happenings: list[tuple[float, tuple[str, object]]],
) -> None:
    day = Day()
    for after_s, (what, which) in happenings:
        waiting = day.floor.waiting
        taken_before = len(day.connected)
        day.happens(after_s, what, which)
        for at_s, winner, connection in day.connected[taken_before:]:
            operator = day.floor.operators[connection.operator]
            for other in waiting.values():
                later = winner.since_s > other.since_s + LONGEST_HEAD_START_S
                left = other.call_id in day.floor.waiting
                # Whoever came that much later never gets an operator the other could have had.
                assert not (later and left and can_answer(operator, other, at_s, RULES))


@given(callers, st.integers(1, 30))
@settings(max_examples=50)
def test_however_many_urgent_callers_come_an_ordinary_one_gets_their_turn(
    caller: Waiting, every_s: int
) -> None:
    day = Day(floor=Floor().with_operator(Operator(id="o9", skills=dict.fromkeys(SKILLS, 1))))
    ordinary = replace(caller, call_id="ordinary", since_s=0.0, head_start_s=0.0)
    day.floor = day.floor.with_caller(ordinary)
    urgent = replace(ordinary, head_start_s=LONGEST_HEAD_START_S)
    day.happens(0.0, "comes", urgent)
    for _ in range(round(LONGEST_HEAD_START_S / every_s) + 4):
        day.happens(float(every_s), "comes", urgent)
        day.floor = day.floor.idle("o9", day.now_s)
        day.settles()
    assert "ordinary" in [one.call_id for _, _, one in day.connected]


def test_the_longest_idle_of_equally_skilled_operators_answers() -> None:
    floor = Floor()
    for name, idle_s in (("a", 5.0), ("b", 2.0), ("c", 9.0)):
        floor = floor.with_operator(Operator(id=name, skills={"ja": 1})).idle(name, idle_s)
    floor = floor.with_caller(Waiting(call_id="1", since_s=10.0, required=frozenset({"ja"})))
    _, (connection,) = settle(floor, 10.0, RULES)
    assert connection == Connection(call_id="1", operator="b", waited_s=0.0, on_the_line=True)


def test_skill_goes_before_idleness() -> None:
    expert = Operator(id="expert", skills={"ja": 1, "repair": 1})
    novice = Operator(id="novice", skills={"ja": 1, "repair": 3})
    floor = Floor().with_operator(expert).with_operator(novice)
    floor = floor.idle("novice", 0.0).idle("expert", 99.0)
    needs = frozenset({"ja", "repair"})
    floor = floor.with_caller(Waiting(call_id="1", since_s=100.0, required=needs))
    assert settle(floor, 100.0, RULES)[1][0].operator == "expert"


def test_who_waits_long_is_answered_without_the_preferred_skill_but_never_without_the_language() -> (
    None
):
    floor = Floor().with_operator(Operator(id="ja", skills={"ja": 1})).idle("ja", 0.0)
    repair = frozenset({"repair"})
    japanese = Waiting(call_id="1", since_s=0.0, required=frozenset({"ja"}), preferred=repair)
    english = Waiting(call_id="2", since_s=0.0, required=frozenset({"en"}), preferred=repair)
    floor = floor.with_caller(japanese).with_caller(english)
    assert settle(floor, 59.0, RULES)[1] == []
    floor, connections = settle(floor, 60.0, RULES)
    assert [one.call_id for one in connections] == ["1"]
    assert not could_ever_answer(floor, english)


def test_a_transferred_caller_keeps_their_place_and_does_not_come_back_to_who_sent_them() -> None:
    floor = Floor()
    for name in ("first", "second"):
        floor = floor.with_operator(Operator(id=name, skills={"ja": 1}))
    new = Waiting(call_id="new", since_s=50.0)
    passed_on = Waiting(call_id="old", since_s=0.0, passed_on_s=90.0, not_to=frozenset({"first"}))
    floor = floor.with_caller(new).with_caller(passed_on).idle("first", 91.0).idle("second", 92.0)
    _, connections = settle(floor, 92.0, RULES)
    assert [(one.call_id, one.operator) for one in connections] == [
        ("old", "second"),
        ("new", "first"),
    ]


def test_a_transfer_for_a_topic_waits_for_somebody_who_knows_it() -> None:
    floor = Floor().with_operator(Operator(id="o", skills={"ja": 1})).idle("o", 0.0)
    sent = Waiting(call_id="1", since_s=0.0, passed_on_s=300.0, preferred=frozenset({"repair"}))
    assert settle(floor.with_caller(sent), 310.0, RULES)[1] == []


def test_who_chose_to_be_called_back_keeps_their_place() -> None:
    floor = Floor().with_operator(Operator(id="o", skills={}))
    for number in range(3):
        floor = floor.with_caller(Waiting(call_id=str(number), since_s=float(number)))
    floor = floor.call_back("0").idle("o", 10.0)
    _, (connection,) = settle(floor, 10.0, RULES)
    assert (connection.call_id, connection.on_the_line) == ("0", False)


def test_the_estimate_counts_who_is_ahead_for_the_same_operators() -> None:
    floor = Floor()
    for name, skill in (("a", "ja"), ("b", "ja"), ("c", "en")):
        floor = floor.with_operator(Operator(id=name, skills={skill: 1}))
    for number, skill in enumerate(["ja", "en", "ja", "ja"]):
        caller = Waiting(call_id=str(number), since_s=float(number), required=frozenset({skill}))
        floor = floor.with_caller(caller)

    def wait_s(call: str) -> float | None:
        return estimated_wait_s(floor, call, handling_s=240.0, now_s=10.0, rules=RULES)

    assert [wait_s(call) for call in "0123"] == [120.0, 240.0, 240.0, 360.0]
    nobody = Waiting(call_id="9", since_s=9.0, required=frozenset({"order"}))
    floor = floor.with_caller(nobody)
    assert wait_s("9") is None
    assert offers_call_back(wait_s("9"), 0.0, offered=False)


def test_an_estimate_without_the_preferred_skill_is_at_least_the_patience() -> None:
    floor = Floor().with_operator(Operator(id="a", skills={"ja": 1})).idle("a", 0.0)
    caller = Waiting(call_id="1", since_s=0.0, preferred=frozenset({"repair"}))
    floor = floor.with_caller(caller)
    assert estimated_wait_s(floor, "1", handling_s=1.0, now_s=20.0, rules=RULES) == 40.0


def test_patience_is_over_at_the_very_moment_the_estimate_counts_with() -> None:
    floor = Floor().with_operator(Operator(id="a", skills={})).idle("a", 0.0)
    # 4.118905247268721 + 60 - 4.118905247268721 is a little less than 60.
    caller = Waiting(call_id="1", since_s=4.118905247268721, preferred=frozenset({"ja"}))
    floor = floor.with_caller(caller)
    assert estimated_wait_s(floor, "1", handling_s=1.0, now_s=4.2, rules=RULES) is not None


@given(days, st.floats(1, 1000))
def test_every_caller_somebody_can_answer_has_an_estimate(
    happenings: list[tuple[float, tuple[str, object]]], handling_s: float
) -> None:
    day = Day()
    for after_s, (what, which) in happenings:
        day.happens(after_s, what, which)
    for caller in day.floor.waiting.values():
        wait_s = estimated_wait_s(
            day.floor, caller.call_id, handling_s=handling_s, now_s=day.now_s, rules=RULES
        )
        assert (wait_s is not None) == could_ever_answer(day.floor, caller)
        assert wait_s is None or wait_s > 0


@pytest.mark.parametrize(
    ("estimate_s", "minutes"), [(0.0, 1), (60.0, 1), (61.0, 2), (179.0, 3), (9999.0, 30)]
)
def test_nobody_is_promised_a_shorter_wait_than_estimated(estimate_s: float, minutes: int) -> None:
    assert minutes_to_say(estimate_s) == minutes


@pytest.mark.parametrize(
    ("estimate_s", "waited_s", "offered", "expected"),
    [
        (179.0, 0.0, False, False),
        (180.0, 0.0, False, True),
        (10.0, 120.0, False, True),
        (None, 0.0, False, True),
        (None, 900.0, True, False),
    ],
)
def test_a_call_back_is_offered_once_when_it_takes_long(
    estimate_s: float | None, waited_s: float, *, offered: bool, expected: bool
) -> None:
    assert offers_call_back(estimate_s, waited_s, offered=offered) is expected
