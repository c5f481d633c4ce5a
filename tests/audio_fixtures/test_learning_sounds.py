"""What a network that hears sounds is taught, and numbers as callers say them."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_fixtures.callers.ctc import targets
from audio_fixtures.callers.spoken_numbers import WAYS, spoken
from ivr.grammars.builtin import builtin_grammar


def said(way: tuple[int, ...]) -> list[int]:
    held = [now for before, now in zip((0, *way), way, strict=False) if now != before]
    return [sign for sign in held if sign]


@given(st.integers(0, 1000), st.sampled_from([[1], [1, 2], [2, 2], [1, 2, 1]]))
def test_what_is_taught_is_the_average_of_all_ways_to_say_the_text(
    seed: int, text: list[int]
) -> None:
    likely = np.random.default_rng(seed).dirichlet(np.ones(3), (2, 5))
    loss, shares = targets(likely, np.array([5, 4]), [text, [1]])
    ways = {way: np.prod(likely[0][range(5), way]) for way in product(range(3), repeat=5)}
    mine = {way: chance for way, chance in ways.items() if said(way) == text}
    total = sum(mine.values())
    assert loss[0] == pytest.approx(-np.log(total))
    counted = sum(chance / total * np.eye(3)[list(way)] for way, chance in mine.items())
    assert shares[0] == pytest.approx(counted, abs=1e-6)


@given(st.integers(0, 1000), st.sampled_from(WAYS))
def test_numbers_are_said_in_ways_that_mean_them(seed: int, way: str) -> None:
    chance = random.Random(seed)
    digits = "".join(chance.choices("0123456789", k=8))
    text = spoken(digits, way, chance).replace("ハイフン", "")
    grammar = builtin_grammar("builtin:digits?length=8", "voice", "ja-JP")
    assert digits in [match.interpretation for match in grammar.match(text)]
