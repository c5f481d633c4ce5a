"""Scores redaction on marked dialogues: what is left of each datum, and what was taken needlessly."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kikitori.bench.redaction_dialogues import Dialogue
from privacy.findings import PiiSpan


@dataclass(slots=True)
class Score:
    """Counts over dialogues.

    An item has leaked when any letter or digit of it is left anywhere in its dialogue, read-backs
    included, and grossly when more than half are. A span is right when it holds something marked,
    of whatever kind. `failures` name what was left or taken; dialogues are invented, so they may.
    """

    items: Counter[str] = field(default_factory=Counter)
    leaked: Counter[str] = field(default_factory=Counter)
    grossly: Counter[str] = field(default_factory=Counter)
    spans: int = 0
    right_spans: int = 0
    others: int = 0
    others_gone: int = 0
    negatives: int = 0
    touched: int = 0
    failures: list[str] = field(default_factory=list)

    def leak(self, *groups: str) -> float:
        """Share of items of these kinds or tags (all without any) with a letter or digit left."""
        names = groups or ("all",)
        count = sum(self.items[name] for name in names)
        return sum(self.leaked[name] for name in names) / count if count else 0.0

    @property
    def gross(self) -> float:
        return self.grossly["all"] / max(1, self.items["all"])

    @property
    def precision(self) -> float:
        return self.right_spans / max(1, self.spans)

    @property
    def over(self) -> float:
        """Share of the other characters that were redacted."""
        return self.others_gone / max(1, self.others)

    @property
    def alarms(self) -> float:
        """Share of the dialogues without personal data that were touched."""
        return self.touched / max(1, self.negatives)

    def add(self, dialogue: Dialogue, spans: Sequence[PiiSpan]) -> None:
        """Count what `spans` take of a dialogue."""
        gone = {(s.utterance, place) for s in spans for place in range(s.start, s.end)}
        marked = {(p.turn, place) for p in dialogue.planted for place in range(p.start, p.end)}
        texts = [utterance.text for utterance in dialogue.transcript.utterances]
        others = {(n, place) for n, text in enumerate(texts) for place in range(len(text))} - marked
        self.others += len(others)
        self.others_gone += len(gone & others)
        self._add_spans(dialogue, spans, marked, texts)
        if not dialogue.planted:
            self.negatives += 1
            self.touched += bool(spans)
        for item in sorted({p.item for p in dialogue.planted}):
            self._add_item(dialogue, item, gone, texts)

    def _add_spans(
        self,
        dialogue: Dialogue,
        spans: Sequence[PiiSpan],
        marked: set[tuple[int, int]],
        texts: Sequence[str],
    ) -> None:
        self.spans += len(spans)
        for span in spans:
            if any((span.utterance, place) in marked for place in range(span.start, span.end)):
                self.right_spans += 1
                continue
            text = texts[span.utterance]
            taken = text[span.start : span.end]
            self.failures.append(f"{dialogue.name}: {span.kind} took {taken!r} in {text!r}")

    def _add_item(
        self, dialogue: Dialogue, item: str, gone: set[tuple[int, int]], texts: Sequence[str]
    ) -> None:
        parts = [p for p in dialogue.planted if p.item == item]
        signs = [
            (p.turn, place)
            for p in parts
            for place in range(p.start, p.end)
            if texts[p.turn][place].isalnum()
        ]
        left = [sign for sign in signs if sign not in gone]
        for group in {"all", parts[0].kind, *dialogue.tags}:
            self.items[group] += 1
            self.leaked[group] += bool(left)
            self.grossly[group] += len(left) * 2 > len(signs)
        if left:
            shown = "".join(texts[turn][place] for turn, place in left)
            where = [texts[p.turn] for p in parts]
            self.failures.append(f"{dialogue.name}: {item} left {shown!r} of {where!r}")
