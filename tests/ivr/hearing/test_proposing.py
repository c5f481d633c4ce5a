"""Numbers that cannot be listed are proposed as they were written, and digit by digit."""

from dataclasses import dataclass

import pytest

from ivr.grammars.builtin import builtin_grammar
from ivr.hearing.choices import menu_of
from ivr.hearing.proposing import propose
from models.whisper_choosing import Guess


@dataclass(frozen=True, slots=True)
class Written:
    """What Whisper would write if it had nothing but digits."""

    texts: tuple[str, ...]

    def guesses(self, *, prompt: str, only: str, longest: str) -> list[Guess]:
        assert set("0123456789") < set(only)
        assert set(longest) <= {"0", "、", " "}
        return [Guess(text, -1.0) for text in self.texts]


def proposed(uri: str, language: str, guesses: list[str], *digits: str) -> list[tuple[object, str]]:
    menu = menu_of([builtin_grammar(uri, "voice", language)], language, escapes=False)
    found = propose(Written(digits), menu, language, guesses)  # type: ignore[arg-type]
    return [(choice.interpretation, way) for choice, way in found]


def test_a_number_said_over_and_over_was_said_once() -> None:
    found = proposed("builtin:digits?length=4", "en", ["7394 7394 7394"])
    assert found == [("7394", "7394"), ("7394", "7 3 9 4")]


def test_digits_beyond_the_last_that_fits_are_the_beginning_said_again() -> None:
    found = proposed("builtin:digits?length=4", "ja", [], "2、5、1、6、2、5", "2、5")
    assert found == [("2516", "2、5、1、6")]


def test_spoken_forms_are_kept_as_they_were_written() -> None:
    found = proposed("builtin:digits?length=4", "en", ["1 double 0 8.", "What's the goal?"])
    assert found == [("1008", "1 double 0 8."), ("1008", "1 0 0 8")]


@pytest.mark.parametrize("uri", ["builtin:date", "builtin:number"])
def test_what_is_not_made_of_digits_alone_is_not_written_with_them_alone(uri: str) -> None:
    assert proposed(uri, "en", ["May 5"] if "date" in uri else ["42"], "4、2")[1:] == []
