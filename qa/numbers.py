"""Finds numbers somebody could read back: tags of redacted data and runs of spoken or written digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.sounds import TAG_PATTERN

_WORDS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
}  # fmt: skip
_KANJI = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_DIGIT = "[0-9]|[" + "".join(_KANJI) + "]|(?<![a-z])(?:" + "|".join(_WORDS) + ")(?![a-z])"
_RUN = re.compile(
    rf"(?:{_DIGIT})(?:[\s、,.・‐-]{{0,2}}(?:の|ー|dash )?[\s、]?(?:{_DIGIT}))+", re.IGNORECASE
)
_ONE = re.compile(_DIGIT, re.IGNORECASE)
# Money, dates, times and counts are facts, not references.
_UNIT = re.compile(
    r"\s*(?:円|万|千|百|年|月|日|時|分|秒|個|本|枚|台|名|人|回|%|パーセント|キロ|グラム|ポイント"
    r"|dollar|pound|euro|percent|year|month|day|hour|minute|second|o'clock|am|pm|gig|mb|gb|point)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$£€¥]\s*$")
_LEAST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A number at code points [start, end): its digits, or the tag that stands for it."""

    start: int
    end: int
    value: str
    is_tag: bool

    @property
    def label(self) -> str:
        """A tag's kind as it is written: [電話1] → 電話."""
        return self.value.strip("[]0123456789 ") if self.is_tag else ""

    def repeats(self, given: "Number") -> bool:
        """Whether this is `given` said again; a misheard digit or only the last four will do."""
        if self.is_tag or given.is_tag:
            # A read-back heard differently gets another tag of the same kind.
            return self.is_tag and given.is_tag and self.label == given.label
        if self.value.endswith(given.value[-_LEAST_DIGITS:]):
            return True
        return SequenceMatcher(None, self.value, given.value, autojunk=False).ratio() >= 0.75


def numbers_in(text: str) -> list[Number]:
    """Tags and runs of at least four digits in a redacted text, in order."""
    return sorted([*_tags(text), *_runs(text)], key=lambda number: number.start)


def _tags(text: str) -> Iterator[Number]:
    for tag in TAG_PATTERN.finditer(text):
        yield Number(tag.start(), tag.end(), tag.group(), is_tag=True)


def _runs(text: str) -> Iterator[Number]:
    blanked = TAG_PATTERN.sub(lambda tag: "□" * len(tag.group()), text)
    for run in _RUN.finditer(blanked):
        digits = "".join(_value(digit.group()) for digit in _ONE.finditer(run.group()))
        if len(digits) < _LEAST_DIGITS or _UNIT.match(blanked, run.end()):
            continue
        if not _MONEY.search(blanked[: run.start()]):
            yield Number(run.start(), run.end(), digits, is_tag=False)


def _value(digit: str) -> str:
    return _WORDS.get(digit.casefold(), _KANJI.get(digit, digit))
