"""When a call counts as held in another language than the one given."""

import pytest

from speech.audio import Channel
from speech.judging import Impression, OtherLanguage, other_language
from speech.transcript import Language

CALLER, OPERATOR = Channel.CALLER, Channel.OPERATOR
ENGLISH = {Language.JA: 0.001, Language.EN: 0.97, Language.KO: 0.001}
JAPANESE = {Language.JA: 0.98, Language.EN: 0.002, Language.KO: 0.001}
ACCENT = {Language.JA: 0.55, Language.EN: 0.4, Language.KO: 0.01}
"""English words in Japanese mouths."""
MUSIC = {Language.JA: 0.04, Language.EN: 0.45, Language.KO: 0.02}
SHORT_ANSWER = {Language.JA: 0.04, Language.EN: 0.06, Language.KO: 0.01}


def heard(*parts: tuple[Channel, float, dict[Language, float]]) -> list[Impression]:
    return [Impression(*part) for part in parts]


def test_an_english_call_said_to_be_japanese_is_told_with_its_share() -> None:
    found = other_language(heard((CALLER, 9.0, ENGLISH), (OPERATOR, 9.0, ENGLISH)), Language.JA)
    assert found == OtherLanguage(Language.EN, pytest.approx(0.97))
    assert str(found.against(Language.JA)) == (
        "sounds English (97 %), but the language given is Japanese"
    )


@pytest.mark.parametrize("given", [Language.JA, Language.KO])
def test_one_wrong_sentence_is_enough_and_less_is_not(given: Language) -> None:
    assert other_language(heard((CALLER, 2.0, ENGLISH)), given) is not None
    assert other_language(heard((CALLER, 1.5, ENGLISH)), given) is None


@pytest.mark.parametrize("odd", [ACCENT, MUSIC, SHORT_ANSWER], ids=["accent", "music", "answers"])
def test_accents_music_and_short_answers_speak_against_no_language(
    odd: dict[Language, float],
) -> None:
    assert (
        other_language(heard((CALLER, 40.0, odd), (OPERATOR, 10.0, JAPANESE)), Language.JA) is None
    )
    assert other_language(heard((CALLER, 40.0, odd), (OPERATOR, 10.0, odd)), Language.JA) is None


def test_a_sentence_in_another_language_does_not_make_the_call_foreign() -> None:
    talk = heard((CALLER, 30.0, JAPANESE), (CALLER, 7.0, ENGLISH), (OPERATOR, 30.0, JAPANESE))
    assert other_language(talk, Language.JA) is None


def test_a_side_that_speaks_another_language_is_named() -> None:
    """An interpreter's call: most of it is as said, yet one side's words were heard wrongly."""
    talk = heard((CALLER, 12.0, ENGLISH), (OPERATOR, 40.0, JAPANESE))
    found = other_language(talk, Language.JA)
    assert found is not None
    assert (found.language, found.channel) == (Language.EN, CALLER)
    assert str(found.against(Language.JA)).startswith("the caller's side sounds English (97 %)")


def test_a_mono_call_has_no_sides_to_name() -> None:
    talk = heard((Channel.MIXED, 12.0, ENGLISH), (Channel.MIXED, 20.0, JAPANESE))
    found = other_language(talk, Language.JA)
    assert found is not None
    assert str(found.against(Language.JA)).startswith("a good part of it sounds English (36 %)")


def test_nothing_heard_is_no_other_language() -> None:
    assert other_language([], Language.JA) is None
