"""Grammars that cannot be read."""

from collections.abc import Iterator

from ivr.checking.dialogues import Dialogues, within
from ivr.checking.grammar_phrases import grammar_of
from ivr.faults import Fault
from ivr.grammars.errors import GrammarError


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for part in dialogues.parts.values():
        for grammar in within(part.document.root, "grammar"):
            try:
                grammar_of(grammar)
            except GrammarError as error:
                yield part.fault(grammar, "grammar.wrong", problem=error.problem)
