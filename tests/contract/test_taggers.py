"""What every tagger keeps, whichever engine is behind it."""

import pytest

from models.loading import engine_names, load_tagger
from speech.reading import Tagger

TEXTS = (
    "",
    " ",
    "。",
    "1234",
    "佐藤花子さんは東京都千代田区にお住まいです。",
    "𠮷田さん、Thank you.",
    "My name is Daniel Whitmore, I live in Springfield.",
    "my name is daniel whitmore",
)


@pytest.fixture(scope="module", params=engine_names("taggers"))
def tagger(request: pytest.FixtureRequest) -> Tagger:
    if request.param == "ginza":
        pytest.importorskip("ja_ginza", reason="the extra nlp-ja is not installed")
    return load_tagger(request.param)


@pytest.mark.parametrize("text", TEXTS)
def test_names_lie_inside_the_text_in_order_and_apart(tagger: Tagger, text: str) -> None:
    end = 0
    for naming in tagger.names(text):
        assert end <= naming.start < naming.end <= len(text)
        assert text[naming.start : naming.end].strip()
        assert naming.label in {"PERSON", "PLACE"}
        end = naming.end


def test_the_same_words_give_the_same_names(tagger: Tagger) -> None:
    assert tagger.names(TEXTS[4]) == tagger.names(TEXTS[4])
