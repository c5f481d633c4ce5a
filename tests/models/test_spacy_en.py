"""English names, written the way recognizers write them."""

import pytest

from models.loading import load_tagger
from speech.reading import Tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger("spacy_en")


@pytest.mark.parametrize(
    "text",
    [
        "My name is Daniel Whitmore and I live in Springfield.",
        "my name is daniel whitmore and I live in springfield",
    ],
)
def test_a_callers_name_and_town_are_found_with_and_without_capitals(
    tagger: Tagger, text: str
) -> None:
    found = {(text[n.start : n.end].casefold(), n.label) for n in tagger.names(text)}
    assert ("daniel whitmore", "PERSON") in found
    assert ("springfield", "PLACE") in found


def test_an_operators_phrases_without_names_stay_free_of_names(tagger: Tagger) -> None:
    for text in (
        "okay so i'd like to cancel my plan and get a refund please",
        "Thank you for waiting. Would you like the premium plan?",
    ):
        assert not tagger.names(text)
