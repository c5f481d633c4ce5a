"""What was made up is told from what people say, repetitions included."""

import pytest

from models.whisper_doubts import is_invented, is_loop
from models.whisper_packing import TimedWord
from speech.transcript import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" I'm sorry." * 30, Language.EN),
        (" The number is 5 and the number is 5 and" + " the number is 5 and" * 8, Language.EN),
        ("ありがとうございます" * 6, Language.JA),
        ("あ" * 60, Language.JA),
        ("감사합니다" * 8, Language.KO),
    ],
)
def test_text_that_goes_round_in_circles_is_a_loop(text: str, language: Language) -> None:
    assert is_loop(text, 12.0, language)


@pytest.mark.parametrize(
    ("text", "spoken_s", "language"),
    [
        ("はいはいはいはい", 2.0, Language.JA),
        ("はい、はい、はい、ありがとうございます", 3.0, Language.JA),
        (" Yes, yes, yes, yes.", 2.0, Language.EN),
        (" zero zero zero zero, one one one one", 4.0, Language.EN),
        (" 0000 0000 1111 1111", 6.0, Language.EN),
        (
            (
                " To increase your volume, press one. To decrease your volume, press two."
                " To increase the volume of others, press three. To decrease it, press four."
            ),
            12.0,
            Language.EN,
        ),
        ("復唱いたします。〇三の一〇四二の七七八〇でございますね。", 6.0, Language.JA),
        ("はい", 0.2, Language.JA),
    ],
)
def test_people_repeat_themselves_without_being_loops(
    text: str, spoken_s: float, language: Language
) -> None:
    assert not is_loop(text, spoken_s, language)


def test_more_text_than_can_be_said_in_the_time_is_a_loop() -> None:
    text = "本日はお電話をいただきまして誠にありがとうございます、担当が承ります"
    assert is_loop(text, 1.0, Language.JA)
    assert not is_loop(text, 5.0, Language.JA)


def test_the_courtesies_at_the_end_of_films_are_inventions() -> None:
    for text in (
        "ご視聴ありがとうございました。",
        " Thanks for watching!",
        " ...",
        "시청해주셔서 감사합니다.",
    ):
        assert is_invented([TimedWord(text, 0.0, 1.0, 0.99)])


def test_the_courtesies_of_operators_are_not() -> None:
    for text in (
        "お電話ありがとうございました。",
        " Thank you for calling.",
        " Thank you.",
        "はい",
    ):
        assert not is_invented([TimedWord(text, 0.0, 1.0, 0.6)])


def test_what_the_recognizer_hardly_believes_is_not_kept() -> None:
    assert is_invented([TimedWord(" So", 0.0, 1.0, 0.05), TimedWord(" you", 1.0, 2.0, 0.1)])
