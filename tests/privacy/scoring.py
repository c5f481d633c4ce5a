"""Scores redaction on dialogues whose personal data is marked, as [[PHONE|…]] or [[PHONE2|…]]."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privacy.findings import PiiSpan
from privacy.redactor import Redactor
from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance

DIALOGUES = Path(__file__).parent / "dialogues"
_MARK = re.compile(r"\[\[([A-Z_]+)(\d*)\|(.*?)\]\]")


@dataclass(frozen=True, slots=True)
class Planted:
    """Personal data at code points [start, end) of a turn; `item` joins the places of one datum."""

    turn: int
    start: int
    end: int
    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    name: str
    language: Language
    tags: frozenset[str]
    transcript: Transcript
    planted: Sequence[Planted]


@dataclass(slots=True)
class Score:
    """Counts over dialogues; the rates are those of the redaction benchmark."""

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
        return self.others_gone / max(1, self.others)

    @property
    def alarms(self) -> float:
        return self.touched / max(1, self.negatives)


def dialogues(name: str) -> list[Dialogue]:
    lines = (DIALOGUES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_dialogue(json.loads(line)) for line in lines]


def _dialogue(line: dict) -> Dialogue:
    utterances: list[Utterance] = []
    planted: list[Planted] = []
    for number, turn in enumerate(line["turns"]):
        text, places = unmarked(turn["text"])
        planted += [Planted(number, *place) for place in places]
        utterances.append(Utterance(Channel(turn["speaker"]), Span(number, number + 1), text))
    language = Language(line["lang"])
    transcript = Transcript(language, tuple(utterances))
    return Dialogue(line["id"], language, frozenset(line["tags"]), transcript, planted)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    plain = ""
    done = 0
    places = []
    for mark in _MARK.finditer(text):
        plain += text[done : mark.start()]
        start = len(plain)
        plain += mark.group(3)
        places.append((start, len(plain), mark.group(1), mark.group(1) + mark.group(2)))
        done = mark.end()
    return plain + text[done:], places


def score(redactor: Redactor, given: Iterable[Dialogue]) -> Score:
    total = Score()
    for dialogue in given:
        _add(total, dialogue, redactor.find(dialogue.transcript))
    return total


def _add(total: Score, dialogue: Dialogue, spans: Sequence[PiiSpan]) -> None:
    gone = {(s.utterance, place) for s in spans for place in range(s.start, s.end)}
    marked = {(p.turn, place) for p in dialogue.planted for place in range(p.start, p.end)}
    texts = [utterance.text for utterance in dialogue.transcript.utterances]
    others = {(n, place) for n, text in enumerate(texts) for place in range(len(text))} - marked
    total.others += len(others)
    total.others_gone += len(gone & others)
    total.spans += len(spans)
    right = [any((s.utterance, place) in marked for place in range(s.start, s.end)) for s in spans]
    total.right_spans += sum(right)
    for span, is_right in zip(spans, right, strict=True):
        if not is_right:
            total.failures.append(
                f"{dialogue.name}: {span.kind} took {texts[span.utterance][span.start : span.end]!r} in {texts[span.utterance]!r}"
            )
    if not dialogue.planted:
        total.negatives += 1
        total.touched += bool(spans)
    for item in {p.item for p in dialogue.planted}:
        _add_item(total, dialogue, item, gone, texts)


def _add_item(
    total: Score, dialogue: Dialogue, item: str, gone: set[tuple[int, int]], texts: Sequence[str]
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
        total.items[group] += 1
        total.leaked[group] += bool(left)
        total.grossly[group] += len(left) * 2 > len(signs)
    if left:
        shown = "".join(texts[turn][place] for turn, place in left)
        total.failures.append(
            f"{dialogue.name}: {item} left {shown!r} of {[texts[p.turn] for p in parts]!r}"
        )
