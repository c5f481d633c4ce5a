"""English digits said alone are told apart by what is written and by how they sound."""

import numpy as np
import pytest

from audio_fixtures.callers.digit_fitting import OTHER, Said, fitted
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.choices import menu_of
from ivr.hearing.one_digit import asks_for_digit
from models.english_digits import DIGITS, WORDS, DigitSound, english_digits
from speech.transcript import Language


@pytest.mark.parametrize(
    ("rule", "asks"),
    [("one | two | three", True), ("one {repair} | oh {person}", True), ("one | repair", False)],
)
def test_a_menu_that_takes_nothing_but_digits_is_heard_as_digits(rule: str, asks: bool) -> None:
    head = "#ABNF 1.0; language en-US; mode voice; tag-format <semantics/1.0-literals>; root $r;"
    menu = menu_of(
        [parse_grammar(f"{head} $r = {rule};", language="en-US", mode="voice")],
        "en-US",
        escapes=True,
    )
    assert asks_for_digit(menu, Language.EN) is asks
    assert not asks_for_digit(menu, Language.JA)


@pytest.mark.parametrize(("length", "asks"), [(1, True), (4, False)])
def test_numbers_of_several_digits_are_heard_in_another_way(length: int, asks: bool) -> None:
    digits = builtin_grammar(f"builtin:digits?length={length}", "voice", "en-US")
    assert asks_for_digit(menu_of([digits], "en-US", escapes=True), Language.EN) is asks


def said_by(voice: str, digit: int, rng: np.random.Generator) -> Said:
    """A voice of which both tell the digit, though neither without fail."""
    written = rng.normal(-6, 1, (2, len(WORDS)))
    encoded = rng.normal(0, 1, DIGITS + 1)
    encoded[digit + 1] += 5
    if digit != OTHER:
        written[:, digit + 1] += 5
    return Said(DigitSound(written.astype(np.float32), encoded.astype(np.float32)), digit, voice)


def test_what_was_fitted_to_some_voices_tells_the_digits_of_others() -> None:
    rng = np.random.default_rng(3)
    digits = [*range(DIGITS), OTHER, OTHER]
    model = fitted([said_by(f"voice {n}", digit, rng) for n in range(5) for digit in digits])
    for digit in range(DIGITS):
        sure = model.confidences(said_by("a stranger", digit, rng).sound)
        assert int(np.argmax(sure)) == digit
        assert sure[digit] > 0.5
    assert max(model.confidences(said_by("a stranger", OTHER, rng).sound)) < 0.5


def test_what_is_neither_written_nor_sounds_like_a_digit_is_none() -> None:
    model = english_digits()
    words = np.full((2, len(WORDS)), -9.0, np.float32)
    nothing = DigitSound(words, np.zeros(len(model.weights), np.float32))
    assert max(model.confidences(nothing)) < 0.5
