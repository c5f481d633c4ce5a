"""The phrases a grammar takes, short ones first: for recognizers, and for those who check menus."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.grammars.network import Network, Node
from ivr.grammars.units import joined

# Steps for each phrase asked for; only grammars that go round without words need as many.
_STEPS_A_PHRASE = 400
_DEEPEST = 200
_PHRASES_OF_WHOLE = 60


@dataclass(frozen=True, slots=True)
class _Way:
    """A way half gone: where it is, what was said, and where to go on after each open network."""

    node: Node
    network: Network
    said: tuple[str, ...]
    outer: "_Outer | None"
    depth: int


@dataclass(frozen=True, slots=True)
class _Outer:
    node: Node
    network: Network
    before: "_Outer | None"
    # Words that were said when the inner network was entered, where it must say some.
    least: int


def phrases(network: Network, limit: int) -> Iterator[str]:
    """Different phrases, `limit` at most; nothing is put where anything may be said."""
    heap: list[tuple[int, int, _Way]] = [(0, 0, _Way(network.start, network, (), None, 0))]
    given: set[str] = set()
    serial = 0
    for _ in range(limit * _STEPS_A_PHRASE + 1000):
        if not heap or len(given) >= limit:
            return
        _, _, way = heapq.heappop(heap)
        if way.node is network.end and way.outer is None:
            phrase = joined([word for word in way.said if word])
            if phrase and phrase not in given:
                given.add(phrase)
                yield phrase
            continue
        for following in _following(way):
            serial += 1
            heapq.heappush(heap, (len(following.said), serial, following))


def _following(way: _Way) -> Iterator[_Way]:
    if way.node is way.network.end and way.outer is not None:
        outer = way.outer
        if len(way.said) > outer.least:
            yield _Way(outer.node, outer.network, way.said, outer.before, way.depth - 1)
        return
    for steps in way.node.steps.values():
        for step in steps:
            said = way.said if step.surface is None else (*way.said, step.surface)
            yield _Way(step.target, way.network, said, way.outer, way.depth)
    for free in way.node.free:
        yield _Way(free.target, way.network, way.said, way.outer, way.depth)
    for call in way.node.calls:
        if call.network.whole is not None:
            for phrase in call.network.whole.phrases(_PHRASES_OF_WHOLE):
                said = (*way.said, phrase)
                yield _Way(call.target, way.network, said, way.outer, way.depth)
        elif way.depth < _DEEPEST:
            outer = _Outer(
                call.target, way.network, way.outer, len(way.said) if call.consuming else -1
            )
            yield _Way(call.network.start, call.network, way.said, outer, way.depth + 1)


def is_finite(network: Network) -> bool:
    """Whether nothing in a grammar goes round or takes just anything."""
    finished: set[Node] = set()
    open_: set[Node] = set()
    waiting: list[tuple[Node, bool]] = [(network.start, False)]
    while waiting:
        node, leaving = waiting.pop()
        if leaving:
            open_.discard(node)
            finished.add(node)
            continue
        if node in open_ or node.anything is not None:
            return False
        if node in finished:
            continue
        if any(call.network.whole and not call.network.whole.finite for call in node.calls):
            return False
        open_.add(node)
        waiting.append((node, True))
        waiting += [(following, False) for following in _reached(node)]
    return True


def _reached(node: Node) -> Iterator[Node]:
    for steps in node.steps.values():
        yield from (step.target for step in steps)
    yield from (free.target for free in node.free)
    for call in node.calls:
        yield call.network.start
        yield call.target
