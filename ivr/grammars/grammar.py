"""A grammar a caller can be listened to with, and what it makes of what was said or pressed."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ivr.grammars.interpreting import Evaluate, interpret
from ivr.grammars.matching import Parsed, ways
from ivr.grammars.network import build
from ivr.grammars.phrases import is_finite, phrases
from ivr.grammars.rules import GrammarDocument, Mode, Rule
from ivr.grammars.units import key_units, shown, spoken_units

# Ways looked at for each meaning asked for; different ways often mean the same.
_WAYS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """One reading of an input: its words or keys, what they mean, and a weight in 0..1."""

    utterance: str
    interpretation: object
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class KeyMatch:
    """What keys mean so far, and whether more of them could still be an input."""

    matched: tuple[Match, ...]
    could_go_on: bool


class Grammar(Protocol):
    """What is listened for, however it is written.

    `evaluate` runs the scripts of tags: source text and variables in, a plain Python value out.
    `limit` is how many different meanings are given at most.
    """

    @property
    def mode(self) -> Mode: ...
    @property
    def language(self) -> str: ...
    def match(
        self, text: str, *, evaluate: Evaluate | None = None, limit: int = 5
    ) -> list[Match]: ...
    def match_keys(
        self, keys: str, *, evaluate: Evaluate | None = None, limit: int = 5
    ) -> KeyMatch: ...
    def phrases(self, limit: int) -> Iterator[str]: ...


class RuleGrammar:
    """A grammar of rules (SRGS), entered at one of them."""

    def __init__(self, document: GrammarDocument, rule: Rule) -> None:
        self.document = document
        self.mode: Mode = document.mode
        self.language = document.language
        self._network = build(document, rule)

    @property
    def finite(self) -> bool:
        """Whether `phrases` can give all there is to say."""
        return is_finite(self._network)

    def match(self, text: str, *, evaluate: Evaluate | None = None, limit: int = 5) -> list[Match]:
        if self.mode != "voice":
            return []
        outcome = ways(self._network, spoken_units(text), most=limit * _WAYS)
        return _matches(shown(text), outcome.ways, evaluate, limit)

    def match_keys(
        self, keys: str, *, evaluate: Evaluate | None = None, limit: int = 5
    ) -> KeyMatch:
        units = key_units(keys)
        if self.mode != "dtmf" or units is None:
            return KeyMatch((), could_go_on=False)
        outcome = ways(self._network, units, most=limit * _WAYS)
        matched = _matches("".join(units).upper(), outcome.ways, evaluate, limit)
        return KeyMatch(tuple(matched), outcome.could_go_on)

    def could_go_on(self, text: str) -> bool:
        """Whether more words after these could still be an input."""
        return ways(self._network, spoken_units(text), most=1).could_go_on

    def phrases(self, limit: int) -> Iterator[str]:
        """Phrases the grammar takes, short ones first, `limit` at most."""
        return phrases(self._network, limit)


def _matches(
    utterance: str, found: Sequence[Parsed], evaluate: Evaluate | None, limit: int
) -> list[Match]:
    """The different meanings of the ways found, each with the weight of its best way."""
    matches: list[Match] = []
    for way in found:
        meaning = interpret(way, evaluate, said=utterance)
        known = [(type(match.interpretation), match.interpretation) for match in matches]
        if len(matches) < limit and (type(meaning), meaning) not in known:
            matches.append(Match(utterance, meaning, round(math.exp(-way.cost), 6)))
    return matches
