"""Labelled calls in both languages get the verdicts and moments a person gave them."""

import random
from dataclasses import replace

import pytest

from archive.call import Direction
from qa.evaluation import evaluate
from qa.phrasebook import Phrasebook
from qa.scorecard import Scorecard, load_scorecard
from speech.reading import Reader
from speech.transcript import Language
from tests.qa.calls import Labelled, labelled_calls, spoken
from tests.qa.counting import Tally, f1
from tests.qa.damage import damaged_english, damaged_japanese

WRITTEN = ["ja", "en"]
APART = ["ja-held-out", "en-held-out", "ja-fresh", "en-fresh", "ja-last", "en-last"]
LEAST_ITEM_F1 = 0.85
LEAST_DAMAGED_ITEM_F1 = 0.6


def card_for(call: Labelled) -> Scorecard:
    if call.language is Language.EN:
        return load_scorecard("en-general")
    return load_scorecard("ja-outbound" if call.direction is Direction.OUTBOUND else "ja-inbound")


def tally(
    names: list[str], books: dict[Language, Phrasebook], reader: Reader | None = None
) -> Tally:
    """The calls of these files compared with their labels; damaged when a reader is given."""
    dice = random.Random(7)
    result = Tally()
    for call in (call for name in names for call in labelled_calls(name)):
        heard = damaged(call, reader, dice) if reader else call
        result.add(call, evaluate(spoken(heard, books[call.language]), card_for(call)))
    return result


def damaged(call: Labelled, reader: Reader, dice: random.Random) -> Labelled:
    def worse(text: str) -> str:
        if call.language is Language.JA:
            return damaged_japanese(text, reader, dice)
        return damaged_english(text, dice)

    return replace(call, lines=[(side, worse(text)) for side, text in call.lines])


@pytest.fixture(scope="module")
def written(books: dict[Language, Phrasebook]) -> Tally:
    return tally(WRITTEN, books)


@pytest.fixture(scope="module")
def apart(books: dict[Language, Phrasebook]) -> Tally:
    return tally(APART, books)


@pytest.fixture(scope="module")
def misheard(books: dict[Language, Phrasebook], reader: Reader) -> Tally:
    return tally([*WRITTEN, *APART], books, reader)


def test_there_are_enough_calls_in_both_languages() -> None:
    for language in WRITTEN:
        assert sum(len(labelled_calls(n)) for n in [*WRITTEN, *APART] if n[:2] == language) >= 60


def test_every_item_finds_what_was_not_done(written: Tally, apart: Tally) -> None:
    for result in (written, apart):
        scores = {item: f1([counter]) for item, counter in result.items.items()}
        assert {item: score for item, score in scores.items() if score < LEAST_ITEM_F1} == {}


def test_every_item_is_put_to_the_test(written: Tally) -> None:
    assert all(counter["hit"] + counter["missed"] > 0 for counter in written.items.values())


def test_moments_are_found(written: Tally, apart: Tally) -> None:
    assert f1(written.moments.values()) >= 0.95
    assert f1(apart.moments.values()) >= 0.9


def test_nobody_is_charged_with_a_critical_error_they_did_not_make(
    written: Tally, apart: Tally
) -> None:
    assert written.false_critical + apart.false_critical == []


def test_misheard_calls_still_get_most_verdicts_right(misheard: Tally) -> None:
    scores = {item: f1([counter]) for item, counter in misheard.items.items()}
    assert {i: score for i, score in scores.items() if score < LEAST_DAMAGED_ITEM_F1} == {}
    assert misheard.agreed[True] / misheard.agreed.total() >= 0.9


def test_moments_of_misheard_calls_are_found(misheard: Tally) -> None:
    assert f1(misheard.moments.values()) >= 0.75
    assert f1([misheard.moments["push"]]) >= 0.75


def test_mishearing_seldom_makes_a_critical_error(misheard: Tally) -> None:
    assert len(misheard.false_critical) <= 2
