"""The six calls together hold what a demonstration has to show, with nobody real in them."""

import json
import re

import pytest

from audio_fixtures.script import HERE, load, names

DIGITS = dict(
    zip(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        "0123456789",
        strict=True,
    ),
    oh="0",
)
PUBLISHED_TEST_CARDS = {"4111111111111111", "4242424242424242", "5200828282828210"}


@pytest.fixture(scope="module")
def calls():
    return [
        json.loads((HERE / f"{name}.gold.json").read_text(encoding="utf-8")) for name in names()
    ]


def digits(text):
    """The digits of a number as written or as said in English."""
    read = ""
    twice = 1
    for word in re.findall(r"[a-z]+|\d", text.lower()):
        if word == "double":
            twice = 2
        else:
            read += DIGITS.get(word, word if word.isdigit() else "") * twice
            twice = 1
    return read


def said(calls, kind):
    """All that is said of `kind`: (language, the text of one call's items of one side, joined)."""
    return [
        (
            call["language"],
            " ".join(
                item["text"]
                for item in call["personal"]
                if (item["kind"], item["channel"]) == (kind, side)
            ),
        )
        for call in calls
        for side in ("caller", "operator")
    ]


def luhn(number):
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def test_three_calls_are_japanese_and_three_english(calls):
    assert sorted(call["language"] for call in calls) == ["en"] * 3 + ["ja"] * 3


def test_the_two_sides_of_a_call_have_different_voices():
    voices = {name: load(name).voices for name in names()}
    for pair in voices.values():
        assert pair["caller"]["name"] != pair["operator"]["name"]
    japanese = [pair for name, pair in voices.items() if load(name).language == "ja"]
    assert len({side["name"] for pair in japanese for side in pair.values()}) >= 4


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("ja", "PERSON PHONE CARD CARD_EXP POSTAL ADDRESS DOB EMAIL"),
        ("en", "PERSON PHONE CARD CARD_EXP CVV POSTAL ADDRESS DOB EMAIL"),
    ],
)
def test_personal_data_of_every_kind_is_spoken(calls, language, kinds):
    spoken = {i["kind"] for call in calls if call["language"] == language for i in call["personal"]}
    assert spoken >= set(kinds.split())


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("ja", "ゼロキューゼロの"),
        ("ja", "レイ"),
        ("ja", "マル"),
        ("ja", "さんずい"),
        ("ja", "ちょうめ"),
        ("ja", "しょうわ"),
        ("ja", "アットマーク"),
        ("en", "oh "),
        ("en", "double "),
        ("en", " as in "),
        ("en", "Avenue"),
        ("en", " at example dot com"),
    ],
)
def test_the_ways_people_say_numbers_and_letters_are_heard(calls, language, form):
    assert any(
        form in line["spoken"]
        for call in calls
        if call["language"] == language
        for line in call["lines"]
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_number_is_split_over_turns_and_one_is_read_back(calls, language):
    of_language = [call for call in calls if call["language"] == language]
    numbers = [i for call in of_language for i in call["personal"] if i["kind"] == "CARD"]
    assert len({i["line"] for i in numbers if i["channel"] == "caller"}) >= 2
    assert any(i["channel"] == "operator" for i in numbers)


def test_offers_are_accepted_refused_missed_and_pushed(calls):
    told = [[moment["kind"] for moment in call["moments"]] for call in calls]
    assert ["need", "offer", "accept"] in told
    assert ["need", "missed_offer"] in told
    assert ["complaint", "offer", "refusal"] in told
    assert any(kinds[:4] == ["offer", "refusal", "push", "refusal"] for kinds in told)


@pytest.mark.parametrize(
    "item",
    ["opening", "identity", "empathy", "read_back", "hold", "refusal", "forbidden", "closing"],
)
def test_good_and_bad_work_are_both_there(calls, item):
    verdicts = {call["expected"]["verdicts"][item] for call in calls}
    assert {"met", "not_met"} <= verdicts


def test_there_is_a_call_without_critical_error_in_each_language(calls):
    assert {call["language"] for call in calls if call["expected"]["clean"]} == {"ja", "en"}


def test_a_hold_is_announced_and_one_comes_back(calls):
    assert any(
        call["expected"]["verdicts"]["hold"] == "met" and 5 < hold["end"] - hold["start"] < 10
        for call in calls
        for hold in call["holds"]
    )


def test_telephone_numbers_belong_to_nobody(calls):
    for language, text in said(calls, "PHONE"):
        number = digits(text)
        if language == "en":
            assert not number or re.fullmatch(r"\d{3}55501\d\d", number)
        else:
            assert not number or re.fullmatch(r"0900\d{7}|0[1-9][01]\d{7}", number)


def test_card_numbers_belong_to_nobody(calls):
    for _, text in said(calls, "CARD"):
        number = digits(text)
        assert len(number) in (0, 4, 16)
        assert len(number) < 16 or number in PUBLISHED_TEST_CARDS or not luhn(number)


def test_e_mail_goes_nowhere(calls):
    for _, text in said(calls, "EMAIL"):
        assert not text or text.endswith(("@example.jp", "at example dot com"))
