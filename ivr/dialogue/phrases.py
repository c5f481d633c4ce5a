"""The grammars of choices and options: a phrase as it stands or, approximately, parts of it in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Literal

from ivr.grammars.grammar import KeyMatch, Match
from ivr.grammars.interpreting import Evaluate
from ivr.grammars.units import key_units, normalised, spoken_units


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase a caller may say; its meaning is `value`."""

    text: str
    value: object
    language: str
    approximate: bool = False
    mode: Literal["voice", "dtmf"] = "voice"

    def match(
        self,
        text: str,
        *,
        evaluate: Evaluate | None = None,  # noqa: ARG002
        limit: int = 5,  # noqa: ARG002
    ) -> list[Match]:
        own, said = spoken_units(self.text), spoken_units(text)
        fits = said == own or (self.approximate and bool(said) and _in_order(said, own))
        return [Match(normalised(text), self.value)] if fits else []

    def match_keys(
        self,
        keys: str,  # noqa: ARG002
        *,
        evaluate: Evaluate | None = None,  # noqa: ARG002
        limit: int = 5,  # noqa: ARG002
    ) -> KeyMatch:
        return KeyMatch((), could_go_on=False)

    def phrases(self, limit: int) -> Iterator[str]:
        """The phrase, then its parts when those are taken as well."""
        words = self.text.split()
        parts = (
            " ".join(part)
            for length in range(len(words), 0, -1)
            for part in combinations(words, length)
        )
        return islice(parts if self.approximate else iter([" ".join(words)]), limit)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that stand for a choice or option."""

    keys: str
    value: object
    language: str
    mode: Literal["voice", "dtmf"] = "dtmf"

    def match(
        self,
        text: str,  # noqa: ARG002
        *,
        evaluate: Evaluate | None = None,  # noqa: ARG002
        limit: int = 5,  # noqa: ARG002
    ) -> list[Match]:
        return []

    def match_keys(
        self,
        keys: str,
        *,
        evaluate: Evaluate | None = None,  # noqa: ARG002
        limit: int = 5,  # noqa: ARG002
    ) -> KeyMatch:
        own, pressed = key_units(self.keys), key_units(keys)
        if own is None or pressed is None:
            return KeyMatch((), could_go_on=False)
        matched = (Match("".join(own), self.value),) if own == pressed else ()
        longer = len(own) > len(pressed) and own[: len(pressed)] == pressed
        return KeyMatch(matched, could_go_on=longer)

    def phrases(self, limit: int) -> Iterator[str]:
        return islice([self.keys], limit)


def _in_order(said: tuple[str, ...], own: tuple[str, ...]) -> bool:
    rest = iter(own)
    return all(unit in rest for unit in said)
