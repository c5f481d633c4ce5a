"""Numbers are found as they are said, and a read-back is known as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.numbers import Number, numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("注文番号は7401の2268です", ["74012268"]),
        ("番号は一二三四五です", ["12345"]),
        ("it's four four seven one, nine two", ["447192"]),
        ("call [PHONE 1] or [PHONE 2]", ["[PHONE 1]", "[PHONE 2]"]),
        ("合計12000円、2026年3月4日", []),
        ("that is $1200 and 1500 dollars", []),
        ("someone took two of the three", []),
    ],
)
def test_references_and_tags_are_numbers_and_amounts_are_not(text: str, values: list[str]) -> None:
    assert [number.value for number in numbers_in(text)] == values


@settings(deadline=None)
@given(digits=st.text(alphabet="0123456789", min_size=4, max_size=12))
def test_a_number_is_repeated_by_itself_however_it_is_grouped(digits: str) -> None:
    (given_,) = numbers_in(f"number {digits} please")
    (said,) = numbers_in(" ".join(digits))
    assert said.repeats(given_)


@settings(deadline=None)
@given(text=st.text(alphabet="あの12四五 -、one[電話1]", max_size=40))
def test_a_number_lies_inside_the_text(text: str) -> None:
    for number in numbers_in(text):
        assert 0 <= number.start < number.end <= len(text)


def test_another_number_is_no_read_back() -> None:
    def of(value: str, *, is_tag: bool = False) -> Number:
        return Number(0, 1, value, is_tag)

    assert not of("99887766").repeats(of("11223344"))
    assert of("11223345").repeats(of("11223344"))
    assert not of("[氏名1]", is_tag=True).repeats(of("[電話1]", is_tag=True))
    assert not of("1234").repeats(of("[電話1]", is_tag=True))
