"""Settles which finding owns which characters, so that what goes is typed once and never overlaps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from privacy.findings import Finding, PiiSpan, Reason
from privacy.hearing import Heard
from privacy.kind import kinds

_TALK = re.compile(
    "です|じゃ|だった|から|番|で、|[がはも]|(?<![a-z])(?:or|and|not|no|it's|sorry)(?![a-z])"
)
# A misheard word amid the parts of one number.
_LONGEST_NOISE = 6
_GLUE = frozenset(" 、,.-の/・")


def settled(findings: Iterable[Finding], call: Sequence[Heard]) -> list[PiiSpan]:
    """Spans in order of the call, each thing numbered within its kind."""
    by_utterance: dict[int, list[Finding]] = {}
    for finding in findings:
        by_utterance.setdefault(finding.utterance, []).append(finding)
    items = _Items()
    return [
        _span(finding, items.number(finding))
        for index in sorted(by_utterance)
        for finding in _owners(by_utterance[index], call[index].plain)
    ]


def _span(finding: Finding, item: int) -> PiiSpan:
    return PiiSpan(
        finding.utterance,
        finding.start,
        finding.end,
        finding.kind,
        finding.score,
        finding.reason,
        item,
    )


def _owners(findings: Sequence[Finding], plain: str) -> Iterator[Finding]:
    """Each character goes to the surest claim; what is left of a weaker claim stays its own."""
    claims = sorted(
        findings,
        key=lambda f: (
            kinds()[f.kind].priority,
            f.reason is Reason.READ_BACK,
            -f.score,
            f.start - f.end,
        ),
    )
    owner: list[Finding | None] = [None] * len(plain)
    for finding in reversed(claims):
        owner[finding.start : finding.end] = [finding] * (finding.end - finding.start)
    pieces = list(_pieces(owner, plain))
    yield from _joined(pieces, plain)


def _pieces(owner: Sequence[Finding | None], plain: str) -> Iterator[Finding]:
    start = 0
    for place in range(1, len(owner) + 1):
        if place < len(owner) and owner[place] is owner[start]:
            continue
        finding = owner[start]
        if finding is not None:
            first, last = _stripped(plain, start, place)
            if any(c.isalnum() for c in plain[first:last]):
                yield replace(finding, start=first, end=last)
        start = place


def _stripped(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and plain[start] in " 、,。":
        start += 1
    while end > start and plain[end - 1] in " 、,。":
        end -= 1
    return start, end


def _joined(pieces: Sequence[Finding], plain: str) -> Iterator[Finding]:
    """Neighbours of one kind with nothing but glue between them are one span."""
    held: Finding | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif held.kind == piece.kind and _belong_together(held, piece, plain):
            value = held.value if piece.value in held.value else held.value + piece.value
            held = replace(held, end=piece.end, value=value)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _belong_together(held: Finding, piece: Finding, plain: str) -> bool:
    between = plain[held.end : piece.start]
    if held.slot and held.slot == piece.slot and len(between) <= _LONGEST_NOISE:
        return held.kind != "PERSON" and _TALK.search(between) is None
    return set(between) <= _GLUE and (held.slot == piece.slot or held.kind != "PERSON")


@dataclass(slots=True)
class _Items:
    """Numbers the things said in a call; a value said again or in parts keeps its number."""

    _known: dict[str, list[tuple[set[int], set[str]]]] = field(default_factory=dict)

    def number(self, finding: Finding) -> int:
        things = self._known.setdefault(finding.kind, [])
        value = "".join(c for c in finding.value if c.isalnum())
        for place, (slots, values) in enumerate(things, start=1):
            if finding.slot in slots or any(_same(value, known) for known in values):
                values.add(value)
                if finding.slot:
                    slots.add(finding.slot)
                return place
        things.append(({finding.slot} if finding.slot else set(), {value}))
        return len(things)


def _same(value: str, known: str) -> bool:
    shorter, longer = sorted((value, known), key=len)
    return value == known or (len(shorter) >= 2 and shorter in longer)
