"""Values and written text are said as people say them, in Japanese and in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.actions import Prompt, Speech
from ivr.speaking.figures import reading_words, spelled, telephone
from ivr.speaking.latin import japanese_reader, katakana
from ivr.speaking.plain_text import readable
from ivr.speaking.saying_as import said_as
from ivr.speaking.script import Line, script
from ivr.speaking.sentences import sentences
from models.phonemes import load_phonemes


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("value", "kind", "layout", "japanese", "english"),
    [
        ("20261203", "date", "", "2026年12月3日", "December 3, 2026"),
        ("????1203", "vxml:date", "", "12月3日", "December 3"),
        ("2026-11-09", "date", "ymd", "2026年11月9日", "November 9, 2026"),
        ("3/4", "date", "dm", "4月3日", "April 3"),
        ("0930a", "time", "", "午前9時30分", "9:30 a.m."),
        ("0400p", "vxml:time", "", "午後4時", "4 p.m."),
        ("1430h", "time", "", "14時30分", "2:30 p.m."),
        ("0000h", "time", "", "0時", "12 a.m."),
        ("0900?", "time", "", "9時", "9 o'clock"),
        ("JPY12500", "currency", "", "12500円", "12500 yen"),
        ("USD12.50", "vxml:currency", "", "12ドル50セント", "12 dollars 50 cents"),
        ("USD1.00", "currency", "", "1ドル", "1 dollar"),
        ("007", "number", "", "7", "7"),
        ("-3.5", "cardinal", "", "マイナス3.5", "minus 3.5"),
        ("21", "ordinal", "", "21番目", "21st"),
        ("12", "ordinal", "", "12番目", "12th"),
        ("true", "boolean", "", "はい", "yes"),
        ("not a date", "date", "", "not a date", "not a date"),
        ("anything", "unheard-of", "", "anything", "anything"),
    ],
)
def test_a_value_is_said_as_what_it_is(
    value: str, kind: str, layout: str, japanese: str, english: str
) -> None:
    assert said_as(value, kind, layout, "ja") == japanese
    assert said_as(value, kind, layout, "en") == english


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("0312340000", (2, 4, 4)),
        ("0120000100", (4, 3, 3)),
        ("09000001234", (3, 4, 4)),
        ("03-0000-0100", (2, 4, 4)),
        ("+81-3-0000-0100", (2, 4, 4)),
        ("0５０ 0000 0100", (3, 4, 4)),
    ],
)
def test_japanese_telephone_numbers_are_said_in_the_groups_people_use(
    number: str, groups: tuple[int, ...]
) -> None:
    assert tuple(map(len, telephone(number, "ja"))) == groups


def test_english_figures_are_said_as_on_the_telephone() -> None:
    said = telephone("202-555-0143", "en")
    assert [" ".join(group) for group in said] == [
        "two oh two",
        "five five five",
        "oh one four three",
    ]


@given(st.text("0123456789", max_size=40), st.sampled_from(["ja", "en"]))
def test_no_figure_is_left_out_or_changed(number: str, language: str) -> None:
    names = list(reading_words(language)["digits"])
    groups = spelled(number, language)
    assert "".join(str(names.index(word)) for group in groups for word in group) == number
    assert all(1 <= len(group) <= 4 for group in groups)


def test_both_languages_read_the_same_things() -> None:
    japanese, english = reading_words("ja"), reading_words("en")
    assert japanese.keys() == english.keys()
    for table in ("units", "cents", "letters", "signs"):
        assert japanese[table].keys() == english[table].keys()


def test_letters_and_figures_are_spelled() -> None:
    assert spelled("kp-40", "ja") == (("ケー", "ピー", "ハイフン"), ("ヨン", "ゼロ"))
    assert ["".join(group) for group in spelled("A7", "en")] == ["ayseven"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("営業は9:00-18:30です。", "営業は9時から18時30分です。"),
        ("10時〜15時", "10時から15時"),
        ("1～5の番号", "1から5の番号"),
        ("2026/11/09", "2026年11月9日"),
        ("¥12,500です", "12,500円です"),
        ("①修理②注文", "1、修理2、注文"),
        ("Aプラン", "エープラン"),
        ("12/24から", "12月24日から"),
        ("#を押す", "シャープを押す"),
        ("修理&交換", "修理アンド交換"),
        ("はい\x1b[31m\u202e\u200b", "はい[31m"),
        ("LBP-6030とA4の用紙", "LBP-6030とA4の用紙"),
        ("3本と12345678", "3本と12345678"),
    ],
)
def test_japanese_text_is_made_readable(written: str, said: str) -> None:
    assert flat(readable(written, "ja")) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("We are open from 9:00 to 18:30.", "We are open from 9 o'clock to 6:30 p.m."),
        ("9:00 - 12:00", "9 o'clock to 12 o'clock"),
        ("at 10:30 a.m. sharp", "at 10:30 a.m. sharp"),
        ("on 2026-12-03", "on December 3, 2026"),
        ("R&D costs ¥500", "R and D costs 500 yen"),
        ("mail service@example.com", "mail service at example dot com"),
        ("No. 5", "number 5"),
        ("Press # or * now", "Press pound or star now"),
    ],
)
def test_english_text_is_made_readable(written: str, said: str) -> None:
    assert readable(written, "en") == said


def test_telephone_numbers_in_a_text_are_said_figure_by_figure() -> None:
    said = [cue.text for cue in script(Prompt((Speech("お電話は0120-000-100へ。"),), "ja"))
            if isinstance(cue, Line)]  # fmt: skip
    assert said == ["お電話は", "ゼロ", "イチ", "ニー", "ゼロ", "ゼロ", "ゼロ", "ゼロ", "イチ", "ゼロ",
                    "ゼロ", "へ。"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("はい。いいえ！本当？", ["はい。", "いいえ！", "本当？"]),
        ("It is 9 a.m. now. Mr. Aoba called. Really?", ["It is 9 a.m. now.", "Mr. Aoba called.", "Really?"]),
        ("It costs 3.50 dollars. Yes.", ["It costs 3.50 dollars.", "Yes."]),
        ("「はい。」と言う。", ["「はい。」", "と言う。"]),
    ],
)  # fmt: skip
def test_sentences_end_where_people_end_them(text: str, parts: list[str]) -> None:
    assert list(sentences(text)) == parts


@given(st.text(max_size=600))
def test_no_word_of_a_text_is_lost_between_sentences(text: str) -> None:
    assert flat("".join(sentences(text))) == flat(text)
    assert all(len(sentence) <= 200 for sentence in sentences(text))


@given(st.text(max_size=80), st.sampled_from(["", "digits", "date", "time", "currency", "number",
       "phone", "characters", "ordinal"]), st.sampled_from(["ja", "en", "ko", ""]))  # fmt: skip
def test_no_text_stops_a_prompt(text: str, kind: str, language: str) -> None:
    script(Prompt((Speech("a"), Speech(text, say_as=kind), Speech("。")), language))


def test_names_in_latin_letters_are_read_and_not_spelled() -> None:
    read = japanese_reader(load_phonemes())
    assert read("Kasumi Printersへようこそ。") == "カスミ プリンタースへようこそ。"
    for known in ("Windowsの設定", "Wi-Fi", "USBとA4", "e-mail"):
        assert read(known) == known


@pytest.mark.parametrize(
    ("word", "kana"),
    [
        ("Hokkaido", "ホッカイド"), ("Shinjuku", "シンジュク"), ("Aoba", "アオバ"), ("Matsuri", "マツリ"),
        ("ship", "シップ"), ("set", "セット"), ("print", "プリント"), ("Bright", "ブライト"),
    ],
)  # fmt: skip
def test_a_word_becomes_katakana(word: str, kana: str) -> None:
    assert katakana(word) == kana
