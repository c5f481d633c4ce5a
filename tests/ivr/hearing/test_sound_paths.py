"""How likely words are is what all ways to hold their sounds come to."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.hearing.sound_paths import Word, Words, with_quiet


def said(way: tuple[int, ...]) -> tuple[int, ...]:
    """The sounds of a way: held sounds are one, and none is left out."""
    held = [now for before, now in zip((0, *way), way, strict=False) if now != before]
    return tuple(sound for sound in held if sound)


@given(st.integers(0, 1000), st.sampled_from([(1,), (1, 2), (1, 1), (2, 1, 2)]))
def test_a_words_probability_is_that_of_all_its_ways(seed: int, sounds: tuple[int, ...]) -> None:
    frames = np.random.default_rng(seed).dirichlet(np.ones(3), 5)
    counted = sum(
        float(np.prod([frames[place, sound] for place, sound in enumerate(way)]))
        for way in product(range(3), repeat=5)
        if said(way) == sounds
    )
    begun = np.zeros((1, 6))
    begun[0, 0] = 1.0
    word = Words([Word(0, sounds)])
    ended = with_quiet(word.after(with_quiet(begun, frames), frames), frames)
    assert ended[0, 0, -1] == pytest.approx(counted)


def test_who_says_one_of_two_words_is_heard_to_say_that_one() -> None:
    frames = np.full((4, 4), 0.01) + 0.96 * np.eye(4)[[1, 0, 3, 3]]
    begun = np.eye(1, 5)
    ended = Words([Word(0, (1, 2)), Word(1, (1, 3), 0.5)]).after(begun, frames)
    assert ended[0, 1, -1] > 10 * ended[0, 0, -1]
