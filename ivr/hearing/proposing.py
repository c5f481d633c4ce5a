"""What may have been said where a grammar has too many phrases to list: numbers, dates, sentences."""

import re
from collections.abc import Iterator, Sequence

from ivr.grammars.builtin import BuiltinGrammar
from ivr.hearing.choices import Choice, Menu
from ivr.hearing.nearness import once
from models.whisper_choosing import Listened

_BETWEEN = {"ja": "、"}
_FULL_STOPS = {"ja": "。"}
_SHOWN = "4071925"
_NO_DIGIT = re.compile(r"\D")


def propose(
    listened: Listened, menu: Menu, language: str, guesses: Sequence[str]
) -> list[tuple[Choice, str]]:
    """Choices with ways to write them, the likelier ones first.

    Numbers stand as they were written and digit by digit: which Whisper likes better, is chance.
    """
    ways = dict.fromkeys(way for guess in guesses for way in (guess, once(guess)))
    read = [(choice, way) for way in ways if (choice := menu.read(way)) is not None]
    found: dict[tuple[str, str], tuple[Choice, str]] = {}
    for choice, way in read:
        found.setdefault((choice.meaning, ""), (choice, way))
    for grammar in menu.unlisted:
        if isinstance(grammar, BuiltinGrammar) and grammar.options.kind == "digits":
            apart = [(choice, _apart(str(choice.interpretation), language)) for choice, _ in read]
            for choice, way in (*apart, *_digits(listened, grammar, language)):
                found.setdefault((choice.meaning, way), (choice, way))
    return list(found.values())


def _digits(
    listened: Listened, grammar: BuiltinGrammar, language: str
) -> Iterator[tuple[Choice, str]]:
    """What is written where only digits may be; what comes after the last that fits is said again."""
    between = _BETWEEN.get(language, " ")
    stops = _FULL_STOPS.get(language, ".")
    only = f"0123456789{between.strip() or ','}{stops}"
    longest = _apart("0" * (grammar.options.most or 0), language)
    for guess in listened.guesses(prompt=between.join(_SHOWN), only=only, longest=longest):
        digits = _NO_DIGIT.sub("", guess.text)[: grammar.options.most]
        for match in grammar.match(digits, limit=1):
            yield Choice(match.utterance, match.interpretation), _apart(digits, language)


def _apart(digits: str, language: str) -> str:
    return _BETWEEN.get(language, " ").join(digits)
