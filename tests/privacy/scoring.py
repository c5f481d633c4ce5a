"""Scores redaction on the repository's own dialogues, as the redaction benchmark does."""

from collections.abc import Iterable
from pathlib import Path

from kikitori.bench.redaction_dialogues import Dialogue, Planted, dialogues_of, unmarked
from kikitori.bench.redaction_scoring import Score
from privacy.redactor import Redactor

__all__ = ["DIALOGUES", "Dialogue", "Planted", "Score", "dialogues", "score", "unmarked"]

DIALOGUES = Path(__file__).parent / "dialogues"


def dialogues(name: str) -> list[Dialogue]:
    return dialogues_of(DIALOGUES / f"{name}.jsonl")


def score(redactor: Redactor, given: Iterable[Dialogue]) -> Score:
    total = Score()
    for dialogue in given:
        total.add(dialogue, redactor.find(dialogue.transcript))
    return total
