"""Japanese readings and names by dictionary."""

import pytest

from models.loading import load_reader, load_tagger
from speech.reading import Reader, Tagger


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader("sudachi")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger("sudachi")


def test_a_phrase_is_read_in_katakana(reader: Reader) -> None:
    assert "".join(t.reading for t in reader.tokens("電話番号を確認")) == "デンワバンゴウヲカクニン"


def test_digits_letters_and_signs_read_as_themselves(reader: Reader) -> None:
    text = "090-1234 ABC、ok Café"
    assert "".join(token.reading for token in reader.tokens(text)) == text


def test_family_and_given_name_are_one_person(tagger: Tagger) -> None:
    text = "はい、佐藤花子と申します。東京都千代田区に住んでいます。"
    found = [(text[n.start : n.end], n.label) for n in tagger.names(text)]
    assert found == [("佐藤花子", "PERSON"), ("東京都千代田区", "PLACE")]


def test_an_operators_phrases_without_names_stay_free_of_names(tagger: Tagger) -> None:
    assert not tagger.names("お電話ありがとうございます。料金プランの変更でよろしいでしょうか。")
