"""Numbers said digit by digit, heard by their sounds where the language's can be told apart."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ivr.grammars.builtin import BuiltinGrammar
from ivr.grammars.grammar import Grammar
from ivr.hearing.choices import Choice
from ivr.hearing.expected import expected
from ivr.hearing.heard import Understood
from ivr.hearing.number_search import NumberHeard, find_numbers, number_words
from models.whisper_sounds import SoundsHeard

KnownNumbers: TypeAlias = Callable[[str], Sequence[str]]
"""The numbers there are, by the name of their list."""

_LONGEST = 20
_MOST_READINGS = 5


@dataclass(frozen=True, slots=True)
class _Trust:
    """What a number's share of all numbers (as odds) and how badly a digit of it fits count for."""

    odds: float
    fit: float
    needs: float


# Fitted (logistic regression) to 64 numbers on good and bad lines, heard by grammars of their length and
# of another; of weights about as good, stricter ones.
_TRUST = _Trust(odds=1.0, fit=2.0, needs=1.5)
_UNSURE = 0.007


def none_known(name: str) -> Sequence[str]:
    """Where nobody has told of any."""
    del name
    return ()


def is_number(grammar: Grammar) -> bool:
    """Whether the grammar takes digits of a length that has an end."""
    return (
        isinstance(grammar, BuiltinGrammar)
        and grammar.options.kind == "digits"
        and grammar.mode == "voice"
        and grammar.options.most is not None
        and grammar.options.most <= _LONGEST
    )


def hear_number(
    heard: SoundsHeard, grammar: Grammar, language: str, known: KnownNumbers
) -> list[tuple[Choice, Understood]] | None:
    """What may have been said to a grammar of digits, the likeliest first; None where it cannot be told."""
    words = number_words(language, heard.names)
    if words is None or not isinstance(grammar, BuiltinGrammar) or grammar.options.most is None:
        return None
    options = grammar.options
    lengths = range(options.least, grammar.options.most + 1)
    likely = expected(options.check, known(options.known) if options.known else ())
    found = find_numbers(heard.likely, words, lengths, likely)
    return [_reading(one) for one in found[:_MOST_READINGS]]


def _reading(one: NumberHeard) -> tuple[Choice, Understood]:
    choice = Choice(one.digits, one.digits)
    return choice, Understood(one.digits, one.digits, confidence(one))


def confidence(one: NumberHeard) -> float:
    """How sure a number is."""
    share = min(max(one.share, _UNSURE), 1 - _UNSURE)
    odds = math.log(share / (1 - share))
    fit = min(0.0, one.fit / len(one.digits))
    value = _TRUST.odds * odds + _TRUST.fit * fit - _TRUST.needs
    return round(1 / (1 + math.exp(-max(-60.0, min(60.0, value)))), 4)
