"""The numbers that were most likely said digit by digit, by the sounds heard in each frame."""

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ivr.hearing.expected import Expected
from ivr.hearing.sound_paths import Mass, Word, Words, beginning, shares, with_quiet

_FOLLOWED = 24
_MOST_FOUND = 200
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class NumberHeard:
    """A number and its share of the probability of all numbers.

    `fit` is the logarithm of how much likelier its sounds are than the likeliest sounds of any kind.
    """

    digits: str
    share: float
    fit: float


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words numbers are said with, forwards and backwards in time."""

    digits: Words
    between: Words
    before: Words
    digits_backwards: Words
    between_backwards: Words
    after_backwards: Words


@cache
def number_words(language: str, sounds: tuple[str, ...]) -> NumberWords | None:
    """The words of a language by these sounds, the first of which has the number 1."""
    told = _told().get(language)
    if told is None:
        return None
    numbered = {sound: number for number, sound in enumerate(sounds, 1)}

    def words(*lists: Sequence[str]) -> list[Word]:
        return [
            _word(of, text, numbered) for of, texts in enumerate(lists) for text in texts
            if set(text.split()[:-1]) <= numbered.keys()
        ]  # fmt: skip

    digits, between, after = words(*told["digits"]), words(told["between"]), words(told["after"])
    return NumberWords(
        digits=Words(digits),
        between=Words(between),
        before=Words(words(told["before"])),
        digits_backwards=Words([Word(0, one.sounds[::-1], one.usual) for one in digits]),
        between_backwards=Words([one.backwards for one in between]),
        after_backwards=Words([one.backwards for one in after]),
    )


def _word(of: int, text: str, numbered: dict[str, int]) -> Word:
    *sounds, usual = text.split()
    return Word(of, tuple(numbered[sound] for sound in sounds), float(usual))


def find_numbers(
    likely: NDArray[np.float32], words: NumberWords, lengths: range, expected: Expected
) -> list[NumberHeard]:
    """The likeliest numbers of these lengths, best first; `likely` has a row of logarithms a frame."""
    frames = shares(likely)
    search = _Search(frames, words, lengths)
    found = [
        (digits, mass, math.log(mass) + expected.is_given(digits))
        for digits, mass in search.run(expected)
        if mass > _TINY
    ]
    if not found:
        return []
    most = max(weight for _, _, weight in found)
    rest = search.unfound([(len(digits), mass) for digits, mass, _ in found])
    total = sum(math.exp(weight - most) for *_, weight in found) + rest * math.exp(-most)
    found.sort(key=lambda one: -one[2])
    return [
        NumberHeard(digits, math.exp(weight - most) / total, math.log(mass))
        for digits, mass, weight in found[:_MOST_FOUND]
    ]


class _Search:
    """Digit by digit, following the beginnings that leave most for the whole."""

    def __init__(self, frames: NDArray[np.float64], words: NumberWords, lengths: range) -> None:
        self._frames = frames
        self._words = words
        self._lengths = lengths
        self._to_come = list(_to_come(frames[::-1], words, max(lengths)))
        at_once = beginning(frames)
        ahead = words.before.after(with_quiet(at_once, frames), frames)[:, 0]
        self._begun = at_once + ahead

    def run(self, expected: Expected) -> Iterator[tuple[str, float]]:
        """Numbers with the probability of their sounds, as a share of that of the likeliest sounds."""
        told = [""]
        begun = with_quiet(self._begun, self._frames)
        for length in range(1, max(self._lengths) + 1):
            ended = self._words.digits.after(begun, self._frames)
            texts = [f"{text}{digit}" for text in told for digit in range(10)]
            ended = ended.reshape(len(texts), -1)
            if length in self._lengths:
                yield from zip(texts, (ended @ self._to_come[0]).tolist(), strict=True)
            rest = [self._to_come[n - length] for n in self._lengths if n > length]
            if not rest:
                return
            mass = ended @ np.sum(rest, axis=0)
            order = [
                math.log(max(amount, _TINY)) + expected.begins(text)
                for text, amount in zip(texts, mass.tolist(), strict=True)
            ]
            kept = sorted(range(len(texts)), key=lambda n: -order[n])[:_FOLLOWED]
            told = [texts[number] for number in kept]
            quiet = with_quiet(ended[kept], self._frames)
            between = self._words.between.after(quiet, self._frames)[:, 0]
            begun = quiet + with_quiet(between, self._frames)

    def unfound(self, found: Sequence[tuple[int, float]]) -> float:
        """What all other numbers have together, were each as likely to be given as any."""
        left = 0.0
        for length in self._lengths:
            whole = float((self._begun @ self._to_come[length])[0])
            mine = sum(mass for one, mass in found if one == length)
            left += max(0.0, whole - mine) * 10.0**-length
        return left


def _to_come(backwards: NDArray[np.float64], words: NumberWords, most: int) -> Iterator[Mass]:
    """For no digit more, one, two … to come: the probability of all that follows each moment."""
    quiet = with_quiet(beginning(backwards), backwards)
    ahead = quiet + with_quiet(words.after_backwards.after(quiet, backwards)[:, 0], backwards)
    yield ahead[0, ::-1]
    for _ in range(most):
        digits = with_quiet(words.digits_backwards.after(ahead, backwards)[:, 0], backwards)
        between = words.between_backwards.after(digits, backwards)[:, 0]
        ahead = digits + with_quiet(between, backwards)
        yield ahead[0, ::-1]


@cache
def _told() -> dict[str, Any]:
    path = Path(__file__).with_name("number_words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
