"""Finds the best ways a network takes a row of units, in time bounded for every grammar.

Earley's algorithm, with the open items of each place taken by what they cost so far (Knuth's
generalisation of Dijkstra's): the first ways found to the end are the best. Left recursion and
rules that say nothing are as good as any others.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ivr.grammars.errors import GrammarError
from ivr.grammars.network import LATER, Call, Network, Node
from ivr.grammars.rules import Tag, Whole
from ivr.grammars.units import joined

# Half a second; a menu of a hundred phrases needs some hundred steps.
MOST_STEPS = 100_000
# Words of a number, a date, an amount.
_LONGEST_WHOLE = 24


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """One way in which a network took the units from `start` to `end`.

    `inner` holds the networks below it that took just the same units: none may come twice.
    """

    network: Network
    start: int
    end: int
    cost: float
    history: "History | None"
    inner: frozenset[Network]
    # What a grammar that is built in makes of them.
    value: object = None

    def events(self) -> list["Event"]:
        """Surfaces, tags and named rules in the order they came; unnamed parts are seen through."""
        found: list[Event] = []
        open_ways = [self.history]
        read = 0
        while open_ways:
            way = open_ways.pop()
            if way is None:
                continue
            open_ways.append(way.before)
            if isinstance(way.event, Parsed) and not way.event.network.name:
                open_ways.append(way.event.history)
            else:
                found.append(way.event)
            read += 1
            if read > MOST_STEPS:
                raise _too_ambiguous(self.network)
        found.reverse()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class History:
    before: "History | None"
    event: "Event"


Event = str | Tag | Parsed


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ways through all the units, best first, and whether more units could go on from here."""

    ways: tuple[Parsed, ...]
    could_go_on: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """At `node` of a network that was entered at `origin`."""

    cost: float
    node: Node
    network: Network
    origin: int
    history: History | None = None
    inner: frozenset[Network] = frozenset()


@dataclass(slots=True)
class _Place:
    """All that is open between two units."""

    heap: list[tuple[float, int, _Item]] = field(default_factory=list)
    taken: dict[tuple[Node, int], int] = field(default_factory=dict)
    waiting: dict[Network, list[tuple[_Item, Call]]] = field(default_factory=dict)
    # Networks that were entered here and took nothing.
    empty: dict[Network, list[Parsed]] = field(default_factory=dict)


def ways(network: Network, units: Sequence[str], *, most: int) -> Outcome:
    """The `most` best ways through all of `units`; the very best alone where more cost too much."""
    for number in (most, 1):
        try:
            return _Matcher(network, units, number).run()
        except _TooManyStepsError:
            continue
    raise _too_ambiguous(network)


class _TooManyStepsError(Exception):
    """More steps than a caller can wait for."""


class _Matcher:
    def __init__(self, network: Network, units: Sequence[str], most: int) -> None:
        self._network = network
        self._units = units
        self._most = most
        self._steps = 0
        self._places = [_Place() for _ in range(len(units) + 1)]
        self._found: list[Parsed] = []

    def run(self) -> Outcome:
        self._enter(self._network, 0)
        for number, place in enumerate(self._places):
            while place.heap:
                _, _, item = heapq.heappop(place.heap)
                times = place.taken.get((item.node, item.origin), 0)
                if times < self._most:
                    place.taken[item.node, item.origin] = times + 1
                    self._take(item, number)
        could_go_on = any(
            node.steps or node.anything is not None for node, _ in self._places[-1].taken
        )
        could_go_on = could_go_on or any(self._whole_goes_on(n) for n in range(len(self._places)))
        best = sorted(self._found, key=lambda way: way.cost)[: self._most]
        return Outcome(tuple(best), could_go_on)

    def _push(self, item: _Item, number: int) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooManyStepsError
        place = self._places[number]
        if place.taken.get((item.node, item.origin), 0) < self._most:
            heapq.heappush(place.heap, (item.cost, self._steps, item))

    def _enter(self, network: Network, number: int) -> None:
        if network not in self._places[number].waiting:
            self._places[number].waiting[network] = []
            self._push(_Item(0.0, network.start, network, number), number)

    def _take(self, item: _Item, number: int) -> None:
        if item.node is item.network.end:
            self._complete(item, number)
            return
        if number < len(self._units):
            for following in self._over(item, self._units[number]):
                self._push(following, number + 1)
        for free in item.node.free:
            history = item.history if free.tag is None else History(item.history, free.tag)
            cost = item.cost + free.cost
            self._push(
                _Item(cost, free.target, item.network, item.origin, history, item.inner), number
            )
        for call in item.node.calls:
            if call.network.whole is not None:
                self._take_whole(item, call, call.network.whole, number)
                continue
            self._enter(call.network, number)
            self._places[number].waiting[call.network].append((item, call))
            for parsed in self._places[number].empty.get(call.network, ()):
                self._advance(item, call, parsed, number)

    def _take_whole(self, item: _Item, call: Call, whole: Whole, number: int) -> None:
        """Take an item over what a grammar that is built in takes from here, however much it is."""
        for end in range(number + 1, min(len(self._units), number + _LONGEST_WHOLE) + 1):
            units = self._units[number:end]
            self._steps += 1
            said = History(None, joined(list(units)))
            for place, value in enumerate(whole.meanings(units)[: self._most]):
                worse = place * LATER
                parsed = Parsed(call.network, number, end, worse, said, frozenset(), value)
                self._advance(item, call, parsed, end)

    def _whole_goes_on(self, number: int) -> bool:
        """Whether a grammar that is built in began here and could go on after the last unit."""
        rest = self._units[number:]
        return any(
            call.network.whole is not None and call.network.whole.goes_on(rest)
            for node, _ in self._places[number].taken
            for call in node.calls
        )

    def _over(self, item: _Item, unit: str) -> Iterator[_Item]:
        """The item after one unit."""
        for step in item.node.steps.get(unit, ()):
            history = History(item.history, step.surface) if step.surface else item.history
            cost = item.cost + step.cost
            yield _Item(cost, step.target, item.network, item.origin, history)
        if item.node.anything is not None:
            cost = item.cost + item.node.anything
            history = History(item.history, unit)
            yield _Item(cost, item.node, item.network, item.origin, history)

    def _complete(self, item: _Item, number: int) -> None:
        if item.network in item.inner:
            return
        parsed = Parsed(item.network, item.origin, number, item.cost, item.history, item.inner)
        if item.network is self._network and item.origin == 0 and number == len(self._units):
            self._found.append(parsed)
        if item.origin == number:
            self._places[number].empty.setdefault(item.network, []).append(parsed)
        # Items that come to wait here later meet what took nothing when they come.
        for waiting, call in tuple(self._places[item.origin].waiting[item.network]):
            self._advance(waiting, call, parsed, number)

    def _advance(self, item: _Item, call: Call, parsed: Parsed, number: int) -> None:
        """Take an item over a call that `parsed` answers."""
        took_nothing = parsed.start == parsed.end
        if took_nothing and call.consuming:
            return
        inner: frozenset[Network] = frozenset()
        if took_nothing:
            inner = item.inner
        if parsed.start == item.origin:
            inner |= parsed.inner | {parsed.network}
        cost = item.cost + call.cost + parsed.cost
        history = History(item.history, parsed)
        self._push(_Item(cost, call.target, item.network, item.origin, history, inner), number)


def _too_ambiguous(network: Network) -> GrammarError:
    return GrammarError(
        f"takes more than {MOST_STEPS} steps to match; it is too ambiguous",
        uri=network.document.uri,
        event="error.noresource",
    )
