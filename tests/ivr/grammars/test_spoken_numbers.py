"""Whatever number, day or hour a caller says, and in whichever way, it is understood as said."""

from calendar import monthrange

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.grammars.builtin import builtin_grammar

QUICK = settings(max_examples=80, deadline=None)
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
KANJI = "〇一二三四五六七八九"
KANA = ("ゼロ", "いち", "にー", "さん", "よん", "ごー", "ろく", "なな", "はち", "きゅう")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def english(value: int) -> str:
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = f" {english(value % scale)}" if value % scale else ""
            return f"{english(value // scale)} {name}{rest}"
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (f"-{ONES[value % 10]}" if value % 10 else "")


def japanese(value: int) -> str:
    for scale, name in ((10**8, "億"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= scale:
            count = value // scale
            head = "" if count == 1 and scale < 10**4 else japanese(count)
            return head + name + (japanese(value % scale) if value % scale else "")
    return KANJI[value]


def meanings(kind: str, text: str, language: str) -> list[object]:
    grammar = builtin_grammar(f"builtin:{kind}", "voice", language)
    return [match.interpretation for match in grammar.match(text)]


@QUICK
@given(value=st.integers(0, 999_999_999))
def test_a_number_said_in_full_is_that_number(value: int) -> None:
    assert meanings("number", english(value), "en-US") == [str(value)]
    assert meanings("number", f"{value:,}", "en-US") == [str(value)]
    assert meanings("number", japanese(value), "ja-JP") == [str(value)]
    assert meanings("currency", f"{japanese(value)}円", "ja-JP") == [f"JPY{value}.00"]
    assert meanings("currency", f"{english(value)} dollars", "en-US") == [f"USD{value}.00"]


@QUICK
@given(digits=st.text("0123456789", min_size=1, max_size=12), data=st.data())
def test_digits_said_one_by_one_are_those_digits(digits: str, data: st.DataObject) -> None:
    joint = data.draw(st.sampled_from((" ", ", ", " - ")))
    for words in (ONES, list("0123456789")):
        said = joint.join(words[int(digit)] for digit in digits)
        assert digits in meanings("digits", said, "en-US")
    for names, gap in ((KANA, ""), (KANA, " "), (KANA, "、"), (KANJI, ""), ("0123456789", " ")):
        said = gap.join(names[int(digit)] for digit in digits)
        assert meanings("digits", said, "ja-JP") == [digits], said


@QUICK
@given(year=st.integers(1900, 2099), month=st.integers(1, 12), data=st.data())
def test_a_day_is_that_day(year: int, month: int, data: st.DataObject) -> None:
    day = data.draw(st.integers(1, monthrange(year, month)[1]))
    result = [f"{year}{month:02}{day:02}"]
    assert meanings("date", f"{MONTHS[month - 1]} {day}, {year}", "en-US") == result
    assert (
        meanings("date", f"the {english(day)} of {MONTHS[month - 1]} {english(year)}", "en")
        == result
    )
    assert meanings("date", f"{month}/{day}/{year}", "en-US") == result
    assert meanings("date", f"{day}/{month}/{year}", "en-GB") == result
    assert meanings("date", f"{year}年{month}月{day}日", "ja") == result
    assert (
        meanings("date", f"{japanese(year)}年{japanese(month)}月{japanese(day)}日です", "ja")
        == result
    )


@QUICK
@given(hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_an_hour_is_that_hour(hour: int, minute: int) -> None:
    kind = "?" if 1 <= hour <= 12 else "h"
    result = [f"{hour:02}{minute:02}{kind}"]
    assert meanings("time", f"{hour}:{minute:02}", "en-US") == result
    assert meanings("time", f"{japanese(hour)}時{japanese(minute)}分", "ja-JP") == result
    if 1 <= hour <= 12:
        said = english(minute) if minute > 9 else f"oh {english(minute)}" if minute else ""
        assert meanings("time", f"{english(hour)} {said} p.m.", "en") == [f"{hour:02}{minute:02}p"]


@QUICK
@given(
    text=st.text(
        "onetw -.,:$/年月日時分十百千万一二〇いちにさんよん0123456789もしもし", max_size=40
    )
)
def test_whatever_is_heard_a_result_has_the_form_of_its_kind(text: str) -> None:
    for language in ("en", "ja"):
        for found in meanings("digits?maxlength=4", text, language):
            assert isinstance(found, str)
            assert found.isdecimal()
            assert len(found) <= 4
        for found in meanings("date", text, language):
            assert isinstance(found, str)
            assert len(found) == 8
            assert set(found) <= set("0123456789?")
        for found in meanings("time", text, language):
            assert isinstance(found, str)
            assert len(found) == 5
            assert found[4] in "aph?"
        for found in meanings("currency", text, language):
            assert isinstance(found, str)
            assert found[-3] == "."
