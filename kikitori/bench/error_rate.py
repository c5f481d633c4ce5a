"""Error rates of recognized text: words for English, characters for Japanese and Korean."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from speech.transcript import Language

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Errors:
    """Edits needed to make the text the reference, and the reference's length."""

    edits: int
    length: int

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(self.edits + other.edits, self.length + other.length)

    @property
    def rate(self) -> float:
        return self.edits / self.length if self.length else 0.0


def errors(text: str, reference: str, language: Language) -> Errors:
    """Compare without punctuation, case and the way numbers are written."""
    expected = units(reference, language)
    return Errors(Levenshtein.distance(units(text, language), expected), len(expected))


def units(text: str, language: Language) -> Sequence[str]:
    """Words with numbers spelled out (English), or letters and digits (other languages)."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if language is not Language.EN:
        return [character for character in plain if character.isalnum() or character == "ー"]
    plain = re.sub(r"\$([0-9]+)", r"\1 dollars", plain)
    plain = re.sub(r"([0-9])[-,](?=[0-9])", r"\1", plain.replace("%", " percent "))
    plain = _NUMBER.sub(lambda number: f" {_spelled(number[0])} ", plain.replace("'", ""))
    words = re.findall(r"[a-z]+", plain)
    return ["zero" if word == "oh" else word for word in words]


def _spelled(digits: str) -> str:
    """A number up to 99 as it is said; longer ones, and those led by zero, digit by digit."""
    value = int(digits)
    if len(digits) > 2 or (digits[0] == "0" and len(digits) > 1):
        return " ".join(_ONES[int(digit)] for digit in digits)
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f" {_ONES[ones]}" if ones else "")
