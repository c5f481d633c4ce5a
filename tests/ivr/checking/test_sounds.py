"""Which phrases callers mix up, and how long a caller listens."""

import pytest

from ivr.checking.sounds import TOO_ALIKE, distance, seconds, spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [("sales", "sails"), ("mail", "male"), ("billing", "filling"), ("knight", "night"),
     ("write", "right"), ("repair", "repairs"), ("for", "four"), ("two", "2")],
)  # fmt: skip
def test_english_phrases_that_callers_mix_up_are_close(one: str, other: str) -> None:
    sounds = spelling("en")
    assert distance(sounds(one), sounds(other)) < TOO_ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [("repair", "order"), ("sales", "service"), ("yes", "no"), ("delivery", "contract"),
     ("opening hours", "my contract"), ("billing", "shipping")],
)  # fmt: skip
def test_english_phrases_that_differ_are_apart(one: str, other: str) -> None:
    sounds = spelling("en")
    assert distance(sounds(one), sounds(other)) >= TOO_ALIKE


def test_japanese_kana_are_compared_as_they_are_heard() -> None:
    sounds = spelling("ja")
    assert distance(sounds("つづき"), sounds("ツズキー")) == 0
    assert distance(sounds("しゅうり"), sounds("ちゅうもん")) >= TOO_ALIKE


def test_a_sentence_takes_about_as_long_as_it_is_said() -> None:
    english = "Thank you for calling. Please tell me what I can do for you today."
    assert 4.0 < seconds(english, "en", spelling("en")) < 7.0
    japanese = "おでんわありがとうございます。ごようけんをおはなしください。"
    assert 3.0 < seconds(japanese, "ja", spelling("ja")) < 5.5
