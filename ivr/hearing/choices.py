"""What callers may say by now, taken from the active grammars, with the meaning of each phrase."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from ivr.grammars.grammar import Grammar
from ivr.grammars.interpreting import Evaluate

MOST_PHRASES = 300
"""More phrases than this are not told apart one by one."""


_Escapes: TypeAlias = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A phrase that may be said and what it means; `escape` asks for a person."""

    phrase: str
    interpretation: object
    escape: bool = False

    @property
    def meaning(self) -> str:
        """The same for phrases between which nothing need be told apart."""
        return "escape" if self.escape else f"{type(self.interpretation)} {self.interpretation}"


@dataclass(frozen=True, slots=True)
class Menu:
    """The phrases of all grammars; those of which there are more phrases are `unlisted` as well."""

    choices: tuple[Choice, ...]
    grammars: tuple[Grammar, ...]
    unlisted: tuple[Grammar, ...] = ()
    evaluate: Evaluate | None = None

    @property
    def complete(self) -> bool:
        """Whether there is nothing to say but the phrases of the choices."""
        return not self.unlisted

    def escapes(self) -> "Menu":
        """Nothing but the ways to ask for a person."""
        return Menu(tuple(choice for choice in self.choices if choice.escape), ())

    def without(self, grammar: Grammar) -> "Menu":
        """What else may be said."""
        phrases = set(grammar.phrases(MOST_PHRASES))
        choices = tuple(choice for choice in self.choices if choice.phrase not in phrases)
        unlisted = tuple(other for other in self.unlisted if other is not grammar)
        grammars = tuple(other for other in self.grammars if other is not grammar)
        return Menu(choices, grammars, unlisted, self.evaluate)

    def read(self, text: str) -> Choice | None:
        """What a text means to the first grammar that takes it."""
        for grammar in self.grammars:
            for match in grammar.match(text, evaluate=self.evaluate):
                return Choice(match.utterance, match.interpretation)
        return None


def menu_of(
    grammars: Sequence[Grammar],
    language: str,
    *,
    escapes: bool,
    evaluate: Evaluate | None = None,
) -> Menu:
    """What the voice grammars take; with `escapes` a person may be asked for as well.

    `evaluate` runs the scripts of grammars.
    """
    spoken = tuple(grammar for grammar in grammars if grammar.mode == "voice")
    choices: dict[str, Choice] = {}
    unlisted = []
    for grammar in spoken:
        phrases = list(grammar.phrases(MOST_PHRASES))
        if not _is_all(grammar, phrases):
            unlisted.append(grammar)
        for phrase in phrases:
            for match in grammar.match(phrase, evaluate=evaluate, limit=1):
                choices.setdefault(phrase, Choice(phrase, match.interpretation))
    if escapes:
        for phrase in escape_phrases(language):
            choices.setdefault(phrase, Choice(phrase, phrase, escape=True))
    return Menu(tuple(choices.values()), spoken, tuple(unlisted), evaluate)


def escape_phrases(language: str) -> list[str]:
    """What is said to be put through to a person."""
    return _escapes().get(language.partition("-")[0].lower(), [])


def is_escape_key(keys: str) -> bool:
    """Whether keys ask for a person, where no grammar takes them."""
    return keys.rstrip("#") in _escapes()["keys"]


def _is_all(grammar: Grammar, phrases: Sequence[str]) -> bool:
    """Whether there is nothing else to say: lists are given whole, other grammars say so."""
    if not phrases or len(phrases) >= MOST_PHRASES:
        return False
    one_digit = getattr(getattr(grammar, "options", None), "kind", "") == "digits"
    return one_digit or bool(getattr(grammar, "finite", True))


@cache
def _escapes() -> _Escapes:
    path = Path(__file__).with_name("escapes.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
