"""How Japanese text sounds."""

import pytest

from models.phonemes import Phonemes, load_phonemes


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    return load_phonemes()


def test_text_sounds_the_same_however_it_is_written(phonemes: Phonemes) -> None:
    assert phonemes("解約") == phonemes("かいやく") == phonemes("カイヤク。") == tuple("kaiyaku")


def test_whispered_vowels_and_pauses_make_no_difference(phonemes: Phonemes) -> None:
    assert phonemes("お願いします")[-1] == "u"
    assert phonemes("はい、はい") == phonemes("はい") * 2


@pytest.mark.parametrize("text", ["", "。", " 、", "!?"])
def test_signs_alone_have_no_sound(phonemes: Phonemes, text: str) -> None:
    assert phonemes(text) == ()
