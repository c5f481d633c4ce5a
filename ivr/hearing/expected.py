"""Which numbers are likely to be given before anything is heard: check digits and lists of those there are."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from speech.check_digits import luhn

_RIGHT = 0.97
_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Expected:
    """Numbers are right as a rule, and of a list of those there are, mostly in it.

    `known` are in order.
    """

    check: str = ""
    known: tuple[str, ...] = ()

    def begins(self, digits: str) -> float:
        """The logarithm of how likely a number of whatever length is to begin so, of all as long."""
        among = 10.0 ** -len(digits)
        if not self.known:
            return math.log(among)
        return math.log((1 - _KNOWN) * among + _KNOWN * self._share(digits))

    def is_given(self, number: str) -> float:
        """The same of a whole number."""
        if not self.fits(number):
            return math.log(10.0 ** -len(number) * (1 - _RIGHT) / 0.9)
        any_ = 10.0 ** -len(number) * (_RIGHT / 0.1 if self.check else 1.0)
        if not self.known:
            return math.log(any_)
        is_known = self._at(number) < len(self.known) and self.known[self._at(number)] == number
        return math.log((1 - _KNOWN) * any_ + _KNOWN * is_known / len(self.known))

    def fits(self, number: str) -> bool:
        """Whether its check digit is right, where it has one."""
        return self.check != "luhn" or luhn(number)

    def _share(self, beginning: str) -> float:
        first, last = self._at(beginning), self._at(f"{beginning}:")
        return (last - first) / len(self.known)

    def _at(self, number: str) -> int:
        return bisect_left(self.known, number)


def expected(check: str, known: Iterable[str]) -> Expected:
    """What to expect of numbers that are checked so, and of which these are known."""
    return Expected(check, tuple(sorted(set(known))))
