"""Answers of the kinds every dialogue asks for, said or pressed, with the results of the standard."""

import pytest

from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.errors import GrammarError


def said(kind: str, text: str, language: str) -> object:
    found = builtin_grammar(f"builtin:{kind}", "voice", language).match(text)
    return found[0].interpretation if found else None


ENGLISH = [
    ("boolean", "yes", True),
    ("boolean", "Yes, please.", True),
    ("boolean", "um, yeah that's right", True),
    ("boolean", "No, that's wrong", False),
    ("boolean", "nope thank you", False),
    ("boolean", "yes no", None),
    ("boolean", "please", None),
    ("boolean", "yesterday", None),
    ("digits", "one two three four", "1234"),
    ("digits", "4 8 2 1.", "4821"),
    ("digits", "4821", "4821"),
    ("digits", "4-8-2-1", "4821"),
    ("digits", "forty-eight twenty one", "4821"),
    ("digits", "double five oh seven", "5507"),
    ("digits", "triple nine", "999"),
    ("digits", "um it's one oh five", "105"),
    ("digits", "one hundred and five", "105"),
    ("digits", "nineteen eighty five", "1985"),
    ("digits", "to", "2"),
    ("digits", "for", "4"),
    ("digits", "oh", "0"),
    ("digits", "three apples", None),
    ("number", "two thousand and six", "2006"),
    ("number", "one million two hundred thousand", "1200000"),
    ("number", "1,234.5", "1234.5"),
    ("number", "minus three point one four", "-3.14"),
    ("number", "point five", "0.5"),
    ("number", "two and a half", "2.5"),
    ("number", "a hundred", "100"),
    ("number", "twelve hundred", "1200"),
    ("number", "zero", "0"),
    ("number", "a lot", None),
    ("currency", "twelve dollars and fifty cents", "USD12.50"),
    ("currency", "$12.50", "USD12.50"),
    ("currency", "fifty cents", "USD0.50"),
    ("currency", "five hundred yen", "JPY500.00"),
    ("currency", "a buck fifty", "USD1.50"),
    ("currency", "twenty pounds", "GBP20.00"),
    ("currency", "nine ninety nine", "9.99"),
    ("currency", "1,250 euros", "EUR1250.00"),
    ("currency", "two dollars and two hundred cents", None),
    ("date", "March fifteenth, twenty twenty six", "20260315"),
    ("date", "the 15th of March 2026", "20260315"),
    ("date", "march 15", "????0315"),
    ("date", "May 2026", "202605??"),
    ("date", "December thirty first nineteen ninety nine", "19991231"),
    ("date", "3/15/2026", "20260315"),
    ("date", "2026-03-15", "20260315"),
    ("date", "Sunday the second of February two thousand", "20000202"),
    ("date", "February thirtieth", None),
    ("date", "June thirty first", None),
    ("time", "three thirty pm", "0330p"),
    ("time", "3:30 p.m.", "0330p"),
    ("time", "three thirty p m", "0330p"),
    ("time", "half past three", "0330?"),
    ("time", "quarter to one", "1245?"),
    ("time", "ten past two in the afternoon", "0210p"),
    ("time", "nine oh five in the morning", "0905a"),
    ("time", "one oh five", "0105?"),
    ("time", "zero eight thirty", "0830?"),
    ("time", "noon", "1200p"),
    ("time", "midnight", "1200a"),
    ("time", "fifteen hundred hours", "1500h"),
    ("time", "15:45", "1545h"),
    ("time", "six o'clock", "0600?"),
    ("time", "25:00", None),
    ("phone", "five five five oh one two three", "5550123"),
    ("phone", "555-0123 extension 45", "5550123x45"),
    ("phone", "one eight hundred five five five oh one two three", "18005550123"),
    ("phone", "hello", None),
]
JAPANESE = [
    ("boolean", "はい", True),
    ("boolean", "はい、お願いします。", True),
    ("boolean", "ええ、そうです", True),
    ("boolean", "いいえ、違います", False),
    ("boolean", "えーと、いいえ", False),
    ("boolean", "はいいいえ", None),
    ("boolean", "はいしゃ", None),
    ("digits", "いちにさんよん", "1234"),
    ("digits", "イチ ニー サン ヨン です", "1234"),
    ("digits", "一二三四", "1234"),
    ("digits", "1 2 3 4", "1234"),
    ("digits", "に", "2"),
    ("digits", "ゼロさんの いちにさんよん", "031234"),
    ("digits", "四十八 二十一", "4821"),
    ("digits", "よんじゅうはち", "48"),
    ("digits", "しちはちきゅう", "789"),
    ("digits", "百二十三", "123"),
    ("digits", "えーと、ご、ろく", "56"),
    ("digits", "0例31234です", "0031234"),
    ("digits", "りんご", None),
    ("digits", "三時", None),
    ("number", "二千二十六", "2026"),
    ("number", "さんまんごせん", "35000"),
    ("number", "120万", "1200000"),
    ("number", "さんてんいちよん", "3.14"),
    ("number", "マイナス五", "-5"),
    ("number", "いっせんはっぴゃく", "1800"),
    ("number", "1,234", "1234"),
    ("number", "たくさん", None),
    ("currency", "千二百円", "JPY1200.00"),
    ("currency", "1,200円です", "JPY1200.00"),
    ("currency", "ごまんえん", "JPY50000.00"),
    ("currency", "十二ドル五十セント", "USD12.50"),
    ("currency", "¥980", "JPY980.00"),
    ("date", "二千二十六年三月十五日", "20260315"),
    ("date", "2026年3月15日です", "20260315"),
    ("date", "しがつここのか", "????0409"),
    ("date", "令和八年一月一日", "20260101"),
    ("date", "平成元年", "1989????"),
    ("date", "十二月二十日", "????1220"),
    ("date", "にがつはつか", "????0220"),
    ("date", "二月三十日", None),
    ("date", "あした", None),
    ("time", "午後三時半", "0330p"),
    ("time", "15時30分", "1530h"),
    ("time", "くじじゅっぷん", "0910?"),
    ("time", "朝の八時", "0800a"),
    ("time", "夜の9時ごろ", "0900p"),
    ("time", "正午", "1200p"),
    ("time", "午後十五時", "1500h"),
    ("time", "二十五時", None),
    ("phone", "ゼロサンの一二三四の五六七八", "0312345678"),
    ("phone", "03-1234-5678 内線 12", "0312345678x12"),
]


@pytest.mark.parametrize(("kind", "text", "meant"), ENGLISH)
def test_an_english_answer_means(kind: str, text: str, meant: object) -> None:
    assert said(kind, text, "en-US") == meant


@pytest.mark.parametrize(("kind", "text", "meant"), JAPANESE)
def test_a_japanese_answer_means(kind: str, text: str, meant: object) -> None:
    assert said(kind, text, "ja-JP") == meant


def test_british_callers_say_the_day_first() -> None:
    assert said("date", "15/3/2026", "en-GB") == "20260315"


def test_hundreds_among_digits_are_read_both_ways() -> None:
    grammar = builtin_grammar("builtin:digits", "voice", "en")
    found = [match.interpretation for match in grammar.match("four hundred twenty seven five")]
    assert found == ["400275", "4275"]
    assert said("digits?length=4", "four hundred twenty seven five", "en") == "4275"


def test_digits_have_the_length_asked_for() -> None:
    assert said("digits?length=4", "one two three", "en") is None
    assert said("digits?length=4", "one two three four", "en") == "1234"
    assert said("digits?minlength=2;maxlength=3", "いち", "ja") is None
    assert said("digits?minlength=2&maxlength=3", "いちに", "ja") == "12"


@pytest.mark.parametrize(
    ("kind", "keys", "value", "could_go_on"),
    [
        ("boolean", "1", True, False),
        ("boolean", "2", False, False),
        ("boolean", "3", None, False),
        ("boolean?y=7;n=9", "7", True, False),
        ("boolean?y=7;n=9", "9", False, False),
        ("boolean?y=7;n=9", "1", None, False),
        ("digits", "", None, True),
        ("digits", "12", "12", True),
        ("digits", "1*", None, False),
        ("digits?length=4", "123", None, True),
        ("digits?length=4", "1234", "1234", False),
        ("digits?length=4", "12345", None, False),
        ("digits?maxlength=2", "1", "1", True),
        ("date", "20260315", "20260315", False),
        ("date", "2026031", None, True),
        ("date", "20260231", None, False),
        ("time", "0945", "0945?", False),
        ("time", "1530", "1530h", False),
        ("time", "0030", "0030h", False),
        ("time", "2575", None, False),
        ("time", "15", None, True),
        ("currency", "12", "12.00", True),
        ("currency", "12*5", None, True),
        ("currency", "12*50", "12.50", False),
        ("number", "12*5", "12.5", True),
        ("number", "*5", "0.5", True),
        ("number", "1*2*3", None, False),
        ("phone", "0312345678*12", "0312345678x12", True),
        ("phone", "03", "03", True),
        ("phone", "#", None, False),
    ],
)
def test_keys_mean(kind: str, keys: str, value: object, could_go_on: bool) -> None:
    found = builtin_grammar(f"builtin:{kind}", "dtmf", "ja-JP").match_keys(keys)
    assert [match.interpretation for match in found.matched] == ([] if value is None else [value])
    assert found.could_go_on is could_go_on


def test_an_address_may_say_that_it_is_for_keys() -> None:
    grammar = builtin_grammar("builtin:dtmf/digits", "voice", "en")
    assert grammar.mode == "dtmf"
    assert grammar.match("one") == []
    assert grammar.match_keys("1").matched
    assert not builtin_grammar("builtin:grammar/digits", "voice", "en").match_keys("1").matched


@pytest.mark.parametrize("language", ["en-US", "ja-JP"])
@pytest.mark.parametrize("kind", ["boolean", "digits?length=1"])
def test_short_lists_of_answers_are_listed_and_each_is_understood(kind: str, language: str) -> None:
    grammar = builtin_grammar(kind, "voice", language)
    phrases = list(grammar.phrases(1000))
    assert len(phrases) >= 10
    assert all(grammar.match(phrase) for phrase in phrases)
    assert list(grammar.phrases(2)) == phrases[:2]


@pytest.mark.parametrize(
    ("uri", "event", "why"),
    [
        ("builtin:colour", "unsupported.builtin", "colour"),
        ("builtin:digits?lenght=4", "unsupported.builtin", "lenght"),
        ("builtin:digits?length=0", "unsupported.builtin", "1 to 64"),
        ("builtin:digits?minlength=4;maxlength=2", "badfetch", "more than"),
        ("builtin:digits?length=4;minlength=2", "badfetch", "both"),
        ("builtin:boolean?y=1;n=1", "unsupported.builtin", "different"),
        ("builtin:boolean?y", "unsupported.builtin", "no value"),
    ],
)
def test_a_kind_or_parameter_there_is_not_is_named(uri: str, event: str, why: str) -> None:
    with pytest.raises(GrammarError, match=why) as caught:
        builtin_grammar(uri, "voice", "en")
    assert caught.value.event == f"error.{event}"


def test_a_language_nobody_hears_is_named_but_keys_have_none() -> None:
    with pytest.raises(GrammarError, match="'fi'") as caught:
        builtin_grammar("builtin:digits", "voice", "fi")
    assert caught.value.event == "error.unsupported.language"
    assert builtin_grammar("builtin:digits", "dtmf", "fi").match_keys("1").matched


def test_what_numbers_to_expect_is_told_and_clear_ones_are_taken_all_the_same() -> None:
    asked = builtin_grammar("builtin:digits?length=4;check=luhn;known=products", "voice", "ja")
    assert (asked.options.check, asked.options.known) == ("luhn", "products")
    assert asked.match("1234")[0].interpretation == "1234"
    for wrong in ("check=none", "known=a b"):
        with pytest.raises(GrammarError):
            builtin_grammar(f"builtin:digits?{wrong}", "voice", "ja")
