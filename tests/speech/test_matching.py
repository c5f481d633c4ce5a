import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.matching import find, find_any, kana, sound_of_letters, sound_of_tokens
from speech.reading import Token


def heard_in_kana(*words: tuple[str, str]) -> list[Token]:
    tokens: list[Token] = []
    place = 0
    for text, reading in words:
        tokens.append(Token(text, place, place + len(text), reading, ("名詞",)))
        place += len(text)
    return tokens


def test_a_cue_with_miswritten_kanji_is_found_by_its_reading() -> None:
    sound = sound_of_tokens(
        heard_in_kana(("安証", "アンショウ"), ("番号", "バンゴウ"), ("を", "ヲ"))
    )
    match = find(kana("あんしょうばんごう"), sound)
    assert match is not None
    assert (match.start, match.end, match.score) == (0, 4, 1.0)


def test_a_cue_with_one_wrong_sound_in_four_is_still_found() -> None:
    sound = sound_of_tokens(
        heard_in_kana(("カインバン", "カインバン"), ("号", "ゴウ"), ("は", "ハ"))
    )
    match = find(kana("カイインバンゴウ"), sound)
    assert match is not None
    assert match.end == 6


def test_other_words_are_not_taken_for_the_cue() -> None:
    sound = sound_of_tokens(heard_in_kana(("ご注文", "ゴチュウモン"), ("ですね", "デスネ")))
    assert find(kana("アンショウバンゴウ"), sound) is None


@pytest.mark.parametrize("said", ["Your SECURITY code, please", "your securty code please"])
def test_english_is_compared_by_its_letters(said: str) -> None:
    match = find("security code", sound_of_letters(said), least_score=0.85)
    assert match is not None
    assert said[match.start : match.end].lower().startswith("secur")


def test_a_phrase_longer_than_what_was_heard_is_not_in_it() -> None:
    assert find("mother's maiden name", sound_of_letters("name")) is None
    assert list(find_any(["name", "phone"], sound_of_letters("my name is"))) != []


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_a_match_always_lies_inside_the_text(text: str, phrase: str) -> None:
    sound = sound_of_letters(text)
    match = find(sound_of_letters(phrase).symbols, sound)
    if match is not None:
        assert 0 <= match.start < match.end <= len(text)
        assert match.score >= 0.75
