from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.folding import folded
from privacy.hearing import SCANNERS
from privacy.numbers.ja import digits_of
from privacy.numbers.tokens import Run, Unit, runs
from speech.transcript import Language

_KANA = ("ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー")
_HIRAGANA = ("ぜろ", "いち", "にい", "さん", "よん", "ごー", "ろく", "なな", "はち", "きゅう")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS = st.text("0123456789", min_size=4, max_size=16)


def heard(language: Language, text: str) -> list[Run]:
    plain = folded(text)
    return runs(SCANNERS[language](plain), plain)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("090の0123の4567", "09001234567"),
        ("０９０－０１２３－４５６７", "09001234567"),
        ("〇九〇の〇一二三", "0900123"),
        ("0.03の5.678の1234", "00356781234"),
        ("まるまる1, 2, 3", "00123"),
        ("千九百八十五", "1985"),
        ("二万三千", "23000"),
        ("サンデロイチ", "31"),
        ("198ドット51ドット100", "19851100"),
    ],
)
def test_japanese_numbers_are_read_as_recognizers_write_them(text, digits):
    [run] = heard(Language.JA, text)
    assert (run.digits, run.start, run.end) == (digits, 0, len(text))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("five five five oh one four two", "5550142"),
        ("four one double one triple zero", "4111000"),
        ("ninety-four fifteen", "9415"),
        ("twenty twenty eight", "2028"),
        ("nineteen eighty-five", "1985"),
        ("eight hundred five five five oh one nine nine", "8005550199"),
        ("one hundred and five", "105"),
        ("five five five oh one too ate", "5550128"),
        ("528082A2A2A220", "52808222220"),
    ],
)
def test_english_numbers_are_read_as_people_say_them(text, digits):
    [run] = heard(Language.EN, text)
    assert (run.digits, run.start, run.end) == (digits, 0, len(text))


@settings(deadline=None)
@given(_DIGITS)
def test_digits_said_in_japanese_come_back_whatever_the_script(digits):
    for spoken in (_KANA, _HIRAGANA):
        [run] = heard(Language.JA, "".join(spoken[int(digit)] for digit in digits))
        assert run.digits == digits


@settings(deadline=None)
@given(_DIGITS)
def test_digits_said_in_english_come_back(digits):
    [run] = heard(Language.EN, " ".join(_ENGLISH[int(digit)] for digit in digits))
    assert run.digits == digits


@settings(deadline=None)
@given(st.integers(0, 99_999_999))
def test_kanji_numerals_are_read_by_place(number):
    assert digits_of(_in_kanji(number)) == str(number)


def _in_kanji(number: int) -> str:
    if number == 0:
        return "〇"
    said = ""
    for myriad, name in ((number // 10_000, "万"), (number % 10_000, "")):
        for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = myriad // power % 10
            if digit:
                said += ("" if digit == 1 and sign else "〇一二三四五六七八九"[digit]) + sign
        said += name if myriad else ""
    return said


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        (Language.JA, "3,980円", Unit.PRICE),
        (Language.JA, "14時", Unit.TIME),
        (Language.JA, "三名様", Unit.COUNT),
        (Language.JA, "5階", Unit.FLOOR),
        (Language.JA, "20パーセント", Unit.PERCENT),
        (Language.JA, "23番窓口", Unit.ORDER),
        (Language.EN, "$45.99", Unit.PRICE),
        (Language.EN, "twenty percent", Unit.PERCENT),
        (Language.EN, "3 to 5 business days", Unit.COUNT),
        (Language.EN, "10:30", Unit.TIME),
        (Language.EN, "gate 5", Unit.ORDER),
        (Language.EN, "third floor", Unit.FLOOR),
    ],
)
def test_what_a_number_counts_is_heard(language, text, unit):
    assert unit in {found for run in heard(language, text) for found in run.units}


@settings(deadline=None)
@given(st.sampled_from(list(Language)), st.text(max_size=60))
def test_runs_lie_inside_any_text_and_in_order(language, text):
    plain = folded(text)
    assert len(plain) == len(text)
    found = runs(SCANNERS[language](plain), plain)
    assert all(0 <= run.start < run.end <= len(text) for run in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
