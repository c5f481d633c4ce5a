"""Joins what is found in a call after tags stand in it with what the tags stand for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from privacy.findings import PiiSpan


def with_later(
    earlier: Sequence[PiiSpan], tags: Sequence[str], later: Sequence[PiiSpan]
) -> list[PiiSpan]:
    """All spans in order, in offsets of the text without tags, none inside another.

    `tags` stand in place of `earlier` in the text in which `later` were found. Things found later are
    numbered behind those of their kind.
    """
    shifts = _shifts(earlier, tags)
    numbered: dict[str, int] = defaultdict(int)
    for span in earlier:
        numbered[span.kind] = max(numbered[span.kind], span.item)
    moved = [
        replace(
            span,
            start=span.start + _shift(shifts[span.utterance], span.start),
            end=span.end + _shift(shifts[span.utterance], span.end - 1),
            item=span.item + numbered[span.kind],
        )
        for span in later
    ]
    return sorted([*earlier, *moved], key=lambda span: (span.utterance, span.start))


def _shifts(spans: Sequence[PiiSpan], tags: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """For each utterance where tags end in the tagged text, and how far the text has shrunk by then."""
    shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span, tag in zip(spans, tags, strict=True):
        before = shifts[span.utterance][-1][1] if shifts[span.utterance] else 0
        shift = before + (span.end - span.start) - len(tag)
        shifts[span.utterance].append((span.end - shift, shift))
    return shifts


def _shift(shifts: Sequence[tuple[int, int]], place: int) -> int:
    return next((shift for end, shift in reversed(shifts) if end <= place), 0)
