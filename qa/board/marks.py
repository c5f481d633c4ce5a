"""The stretches shown on the waveform, and the legend that explains them."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.board.telling import clock
from qa.board.wording import Words
from qa.evaluation import Evaluation
from qa.moments import Kind
from speech.audio import Channel, Span

COLOURS = {
    "mask": "rgba(52, 64, 84, 0.35)",
    "sensitive": "rgba(52, 64, 84, 0.20)",
    "missing": "rgba(214, 57, 43, 0.14)",
    "silence": "rgba(102, 112, 133, 0.13)",
    "hold": "rgba(21, 94, 175, 0.10)",
    "overlap": "rgba(122, 91, 181, 0.16)",
    "need": "rgba(14, 147, 132, 0.25)",
    "offer": "rgba(122, 91, 181, 0.25)",
    "accept": "rgba(47, 158, 106, 0.28)",
    "refusal": "rgba(224, 161, 0, 0.30)",
    "push": "rgba(214, 57, 43, 0.28)",
    "missed_offer": "rgba(71, 84, 103, 0.20)",
    "complaint": "rgba(193, 21, 116, 0.22)",
    "pitch": "rgba(62, 99, 221, 0.20)",
}
OTHER_COLOUR = "rgba(102, 112, 133, 0.25)"
STRETCHES = {"silence": "silence", "hold": "hold_time", "overlap": "overlap"}
"""What is marked without a speaker, and the metric that counted it."""


def marks(
    *,
    masks: Sequence[Span],
    evaluation: Evaluation | None,
    channels: Sequence[Channel],
    say: Words,
) -> list[dict[str, Any]]:
    """All marks in the order they are painted. A moment lies in its speaker's lane."""
    found = []
    figures = evaluation.metrics.figures if evaluation else ()
    for part, key in STRETCHES.items():
        spans = [span for figure in figures if figure.key == key for span in figure.spans]
        found += [mark(part, span, say(f"legend.{part}")) for span in spans]
    for moment in evaluation.moments if evaluation else ():
        # Dead air is marked as silence already.
        if moment.kind is not Kind.DEAD_AIR:
            lane = channels.index(moment.channel) if moment.channel in channels else -1
            label = say.of("moment", moment.kind)
            found.append(mark(moment.kind.value, moment.span, label, lane=lane, seeks=True))
    return found + [mark("mask", span, say("legend.mask")) for span in masks]


def legend(
    lanes: Sequence[Mapping[str, str]], marked: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """What the colours mean; only what is there is explained."""
    entries = {lane["channel"]: lane["label"] for lane in lanes}
    entries |= {mark["look"]: mark["name"] for mark in marked}
    return [{"look": look, "label": label} for look, label in entries.items()]


def mark(
    look: str, span: Span, name: str, *, lane: int = -1, seeks: bool = False
) -> dict[str, Any]:
    """A stretch on the waveform; without a `lane` it lies across all."""
    return {
        "look": look,
        "start": span.start,
        "end": span.end,
        "name": name,
        "label": f"{clock(span.start)} {name}",
        "colour": COLOURS.get(look, OTHER_COLOUR),
        "lane": lane,
        "seeks": seeks,
    }
