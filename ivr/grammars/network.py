"""Rules as networks of nodes, which are what is matched: repeats laid out, dead ends taken away."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.grammars.errors import GrammarError
from ivr.grammars.rules import (
    Choice,
    Expansion,
    GrammarDocument,
    Reference,
    Repeat,
    Rule,
    Sequence,
    Special,
    Tag,
    Token,
    Whole,
)
from ivr.grammars.units import key_units, spoken_units

# About 100 MB; a city directory of 20,000 names needs half of it.
MOST_NODES = 200_000
# What is said where anything may be said counts against what was foreseen.
_GARBAGE_COST = 1.0
# Of equals the one written first, and the longer one, is taken.
LATER = 1e-9
_LEAST_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Step:
    """To another node by one unit; `surface` is the author's spelling where a token ends."""

    target: "Node"
    cost: float
    surface: str | None


@dataclass(frozen=True, slots=True)
class Free:
    """To another node without a word."""

    target: "Node"
    cost: float
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """To another node by way of a whole network, which must take something when it is `consuming`."""

    network: "Network"
    target: "Node"
    cost: float
    consuming: bool = False


@dataclass(slots=True, eq=False)
class Node:
    steps: dict[str, list[Step]] = field(default_factory=dict)
    free: list[Free] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    # What it costs to stay here by any unit at all.
    anything: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A rule, or a repeated part of one, which has no name and is seen through.

    Of a grammar that is built in there are no nodes between: it is `whole`.
    """

    name: str
    document: GrammarDocument
    start: Node = field(default_factory=Node)
    end: Node = field(default_factory=Node)
    whole: Whole | None = None


def build(document: GrammarDocument, rule: Rule) -> Network:
    """The network of a rule with all it refers to."""
    builder = _Builder()
    network = builder.network(document, rule)
    builder.finish()
    _prune(builder.nodes, {found.end for found in builder.networks})
    return network


class _Builder:
    def __init__(self) -> None:
        self._networks: dict[tuple[GrammarDocument, str], Network] = {}
        self._pending: list[tuple[Network, Rule]] = []
        self.nodes: list[Node] = []
        self.networks: list[Network] = []

    def network(self, document: GrammarDocument, rule: Rule) -> Network:
        known = self._networks.get((document, rule.name))
        if known is None:
            known = self._networks[document, rule.name] = self._new(document, rule.name)
            self._pending.append((known, rule))
        return known

    def _referred(self, part: Reference, document: GrammarDocument) -> Network:
        if part.uri in document.builtin:
            return self._whole(document.builtin[part.uri], document)
        return self.network(*resolved(part, document))

    def _whole(self, whole: Whole, document: GrammarDocument) -> Network:
        network = self._new(document, whole.name, whole)
        network.start.free.append(Free(network.end, 0.0))
        return network

    def finish(self) -> None:
        while self._pending:
            network, rule = self._pending.pop()
            self._add(rule.expansion, network, network.start, network.end, 0.0)

    def _new(self, document: GrammarDocument, name: str, whole: Whole | None = None) -> Network:
        network = Network(name, document, self._node(document), self._node(document), whole)
        self.networks.append(network)
        return network

    def _node(self, document: GrammarDocument) -> Node:
        if len(self.nodes) >= MOST_NODES:
            raise GrammarError(
                f"too big: more than {MOST_NODES} places to be in; shorten its repeats or lists",
                uri=document.uri,
            )
        self.nodes.append(Node())
        return self.nodes[-1]

    def _add(self, part: Expansion, home: Network, start: Node, end: Node, cost: float) -> None:
        """Lay a part between two nodes. No part leads back into `start` or out of `end`."""
        match part:
            case Token():
                self._add_token(part, home, start, end, cost)
            case Tag():
                start.free.append(Free(end, cost, part))
            case Reference():
                start.calls.append(Call(self._referred(part, home.document), end, cost))
            case Special.NULL:
                start.free.append(Free(end, cost))
            case Special.VOID:
                pass
            case Special.GARBAGE:
                middle = self._node(home.document)
                middle.anything = _GARBAGE_COST
                start.free.append(Free(middle, cost))
                middle.free.append(Free(end, 0.0))
            case Sequence():
                self._add_sequence(part, home, start, end, cost)
            case Choice():
                self._add_choice(part, home, start, end, cost)
            case Repeat():
                self._add_repeat(part, home, start, end, cost)

    def _add_token(self, token: Token, home: Network, start: Node, end: Node, cost: float) -> None:
        *first, last = self._units(token, home.document)
        node = start
        for unit in first:
            node = self._within(node, unit, home.document)
        text = token.text if home.document.mode == "voice" else "".join((*first, last))
        node.steps.setdefault(last, []).append(Step(end, cost, text))

    def _within(self, node: Node, unit: str, document: GrammarDocument) -> Node:
        """The node inside a token; tokens that begin alike share it, or a directory were too big."""
        steps = node.steps.setdefault(unit, [])
        if not steps or steps[0].surface is not None:
            steps.insert(0, Step(self._node(document), 0.0, None))
        return steps[0].target

    def _units(self, token: Token, document: GrammarDocument) -> tuple[str, ...]:
        if document.mode == "voice":
            # What is punctuation only cannot be said.
            return spoken_units(token.text) or (token.text,)
        keys = key_units(token.text)
        if keys is None:
            message = f"{token.text!r} is no key; keys are 0 to 9, *, # and A to D"
            raise GrammarError(message, line=token.line, uri=document.uri)
        return keys or ("",)

    def _add_sequence(
        self, part: Sequence, home: Network, start: Node, end: Node, cost: float
    ) -> None:
        if not part.parts:
            start.free.append(Free(end, cost))
        node = start
        for place, inner in enumerate(part.parts):
            target = end if place == len(part.parts) - 1 else self._node(home.document)
            self._add(inner, home, node, target, cost)
            node, cost = target, 0.0

    def _add_choice(self, part: Choice, home: Network, start: Node, end: Node, cost: float) -> None:
        heaviest = max(option.weight for option in part.options)
        for place, option in enumerate(part.options):
            if option.weight > 0:
                worse = math.log(heaviest / option.weight) + place * LATER
                self._add(option.expansion, home, start, end, cost + worse)

    def _add_repeat(self, part: Repeat, home: Network, start: Node, end: Node, cost: float) -> None:
        """Each round goes through one network of the body, so that repeats in repeats stay small."""
        body = self._new(home.document, "")
        self._add(part.body, body, body.start, body.end, 0.0)
        more, enough = _chances(part.probability)
        node = start
        for _ in range(part.minimum):
            target = self._node(home.document)
            node.calls.append(Call(body, target, cost))
            node, cost = target, 0.0
        if part.maximum is None:
            loop = self._node(home.document)
            node.free.append(Free(loop, cost))
            loop.calls.append(Call(body, loop, more, consuming=True))
            loop.free.append(Free(end, enough))
            return
        for _ in range(part.maximum - part.minimum):
            target = self._node(home.document)
            node.free.append(Free(end, cost + enough))
            node.calls.append(Call(body, target, cost + more, consuming=True))
            node, cost = target, 0.0
        node.free.append(Free(end, cost))


def _chances(probability: float | None) -> tuple[float, float]:
    """What one more round costs, and what stopping costs."""
    if probability is None:
        return 0.0, LATER
    more, enough = (max(chance, _LEAST_CHANCE) for chance in (probability, 1 - probability))
    return -math.log(more), -math.log(enough)


def resolved(reference: Reference, document: GrammarDocument) -> tuple[GrammarDocument, Rule]:
    """The rule a reference means; that it is there and may be used is the reader's to check."""
    if reference.uri:
        document = document.others[reference.uri]
    name = reference.rule or document.root or next(iter(document.rules))
    return document, document.rules[name]


def _prune(nodes: list[Node], ends: set[Node]) -> None:
    """Take away every way that can never come to an end, so that what is left can go on."""
    live = _live(nodes, ends)
    for node in nodes:
        kept = {
            unit: [step for step in steps if step.target in live]
            for unit, steps in node.steps.items()
        }
        node.steps = {unit: steps for unit, steps in kept.items() if steps}
        node.free = [free for free in node.free if free.target in live]
        node.calls = [
            call for call in node.calls if call.target in live and call.network.start in live
        ]


def _live(nodes: list[Node], ends: set[Node]) -> set[Node]:
    before: dict[Node, list[Node]] = {}
    callers: dict[Node, list[tuple[Node, Node]]] = {}
    live: set[Node] = set()
    for node in nodes:
        for target in _targets(node):
            before.setdefault(target, []).append(node)
        for call in node.calls:
            callers.setdefault(call.network.start, []).append((node, call.target))
            callers.setdefault(call.target, []).append((node, call.network.start))
    waiting = list(ends)
    while waiting:
        node = waiting.pop()
        if node in live:
            continue
        live.add(node)
        waiting += before.get(node, [])
        waiting += [caller for caller, other in callers.get(node, []) if other in live]
    return live


def _targets(node: Node) -> Iterator[Node]:
    for steps in node.steps.values():
        for step in steps:
            yield step.target
    for free in node.free:
        yield free.target
