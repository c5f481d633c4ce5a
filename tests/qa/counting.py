"""Counts how findings and moments compare with what calls are labelled."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from qa.evaluation import Evaluation
from tests.qa.calls import Labelled


@dataclass
class Tally:
    """Hits, false alarms and misses by item ("not met" counts) and by kind of moment."""

    items: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    moments: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    agreed: Counter[bool] = field(default_factory=Counter)
    false_critical: list[str] = field(default_factory=list)

    def add(self, call: Labelled, evaluation: Evaluation) -> None:
        for finding in evaluation.score.findings:
            if finding.item in call.unsure:
                continue
            wanted, got = call.items.get(finding.item, "not_applicable"), str(finding.verdict)
            self.agreed[wanted == got] += 1
            count(self.items[finding.item], wanted == "not_met", got == "not_met")
        wrong = {error.item for error in evaluation.score.critical_errors} - set(call.unsure)
        self.false_critical += [
            f"{call.id}: {item}" for item in sorted(wrong) if call.items.get(item) != "not_met"
        ]
        self._add_moments(call, evaluation)

    def _add_moments(self, call: Labelled, evaluation: Evaluation) -> None:
        pitches = {turn for kind, turn in call.labels if kind == "pitch"}
        # Stating the purpose may already offer something.
        found = {
            (str(m.kind), m.turn)
            for m in evaluation.moments
            if m.turn is not None and not (m.kind == "offer" and m.turn in pitches)
        }
        for moment in found | call.labels:
            count(self.moments[moment[0]], moment in call.labels, moment in found)


def count(counter: Counter[str], wanted: bool, got: bool) -> None:
    counter["hit"] += wanted and got
    counter["false"] += got and not wanted
    counter["missed"] += wanted and not got


def f1(counters: Iterable[Counter[str]]) -> float:
    """F1 over several counters; 1 where nothing was wanted and nothing found."""
    total = sum(counters, Counter[str]())
    wrong = total["false"] + total["missed"]
    return 2 * total["hit"] / (2 * total["hit"] + wrong) if total["hit"] + wrong else 1.0
