"""A caption once shown is never taken back, whatever Whisper makes of the rest of the sentence."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from models.whisper_streaming import Agreement
from speech.transcript import Language

_ENGLISH = st.text("ab ,.AB", max_size=20)
_JAPANESE = st.text("あい、。ア 1", max_size=20)


def heard(language: Language, *hypotheses: str) -> list[str]:
    agreement = Agreement(language)
    texts = []
    for hypothesis in hypotheses:
        agreement.hear(hypothesis)
        texts.append(agreement.text)
    return texts


def test_english_words_appear_when_two_guesses_in_a_row_agree_on_them() -> None:
    texts = heard(
        Language.EN, " My inter", " My internet is", " internet, is down", " is down. And"
    )
    assert texts == ["", "My", "My internet, is", "My internet, is"]


def test_a_word_that_changes_its_mind_waits_for_two_guesses_that_agree_again() -> None:
    texts = heard(Language.EN, " I wood", " I would", " would like", " like two", " two kettles")
    assert texts == ["", "I", "I would", "I would like", "I would like two"]


def test_japanese_appears_character_by_character_whatever_its_punctuation() -> None:
    texts = heard(Language.JA, "お電話あり", "お電話、あれ", "りがとう", "りがとうございます。")
    assert texts == ["", "お電話、あ", "お電話、あ", "お電話、ありがとう"]


def test_what_was_agreed_before_a_new_window_stays_in_front() -> None:
    agreement = Agreement(Language.EN)
    agreement.hear(" one two")
    agreement.next_window()
    agreement.hear(" three four")
    agreement.hear(" three four five")
    assert (agreement.text, agreement.agreed) == ("one two three four", " three four")


@given(st.sampled_from([(Language.EN, _ENGLISH), (Language.JA, _JAPANESE)]), st.data())
def test_text_that_is_agreed_on_only_grows_and_was_said_by_a_guess(
    spoken: tuple[Language, st.SearchStrategy[str]], data: st.DataObject
) -> None:
    language, text = spoken
    agreement = Agreement(language)
    last = ""
    for guess in data.draw(st.lists(text, max_size=8)):
        before = agreement.agreed
        agreement.hear(guess)
        assert agreement.text.startswith(last)
        added = "".join(agreement.agreed.removeprefix(before).split())
        assert "".join(unicodedata.normalize("NFKC", guess).split()).startswith(added)
        last = agreement.text
