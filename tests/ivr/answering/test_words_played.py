"""The transcript says of a prompt what its caller was told of it, and where it was cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.answering.telling import PromptKnown
from ivr.answering.words_played import CUT, words_played
from recorder.switchboard.news import SpeechPlayed
from recorder.switchboard.playing import LOOP
from speech.audio import Span

RATE_HZ = 8_000
MENU = "ご用件をどうぞ。修理は1、注文は2、そのほかは3を押してください。"
PRESS = "Welcome. For a repair press one, for an order press two."


def prompt(text: str, *sentences_s: float, length_s: float) -> PromptKnown:
    firsts = tuple(round(at * RATE_HZ) for at in sentences_s)
    return PromptKnown(1, text, firsts, round(length_s * RATE_HZ))


def said(
    known: PromptKnown | None, last_s: float, *, first_s: float = 0.0, number: int = 1
) -> list[tuple[Span, str]]:
    """What is told of a stretch that began 10 s into the call."""
    first, last = round(first_s * RATE_HZ), round(last_s * RATE_HZ)
    played = SpeechPlayed("leg", number, first, last, 10 * RATE_HZ + last - first)
    return [(one.span, one.text) for one in words_played(known, played, RATE_HZ)]


def test_a_prompt_heard_to_its_end_is_told_sentence_by_sentence() -> None:
    assert said(prompt(PRESS, 0.0, 1.0, length_s=5.0), 5.0) == [
        (Span(10.0, 11.0), "Welcome."),
        (Span(11.0, 15.0), "For a repair press one, for an order press two."),
    ]


@pytest.mark.parametrize(
    ("text", "sentences_s", "last_s", "told"),
    [
        (PRESS, (0.0, 1.0), 2.5, ["Welcome.", f"For a repair press{CUT}"]),
        (PRESS, (0.0, 1.0), 0.9, ["Welcome."]),
        (PRESS, (0.0, 1.0), 1.05, ["Welcome.", ""]),
        (MENU, (0.0, 1.5), 2.6, ["ご用件をどうぞ。", f"修理は1、注文は{CUT}"]),
        (MENU, (0.0, 1.5), 0.75, [f"ご用件を{CUT}"]),
        (MENU, (0.0,), 2.5, [f"ご用件をどうぞ。修理は1、注文は2{CUT}"]),
    ],
)
def test_a_prompt_that_was_cut_is_told_up_to_there(
    text: str, sentences_s: tuple[float, ...], last_s: float, told: list[str]
) -> None:
    heard = said(prompt(text, *sentences_s, length_s=5.0), last_s)
    assert [words for _, words in heard] == told
    assert heard[-1][0].end == 10.0 + last_s


def test_what_goes_on_within_a_sentence_says_so() -> None:
    known = prompt(PRESS, 0.0, 1.0, length_s=5.0)
    assert said(known, 5.0, first_s=3.4) == [(Span(10.0, 11.6), f"{CUT}an order press two.")]


@pytest.mark.parametrize("last_s", [0.8, 1.2, 2.0, 2.9])
def test_a_number_that_is_read_back_is_never_told_in_part(last_s: float) -> None:
    text = "番号は0900000-4716でよろしいですか。"
    ((_, told),) = said(prompt(text, 0.0, length_s=3.0), last_s)
    assert "".join(re.findall(r"\d", told)) in ("", "09000004716")


def test_music_is_sound_without_words() -> None:
    assert said(None, 4.0, number=LOOP) == [(Span(10.0, 14.0), "")]
    assert said(None, 4.0, number=7) == []


@given(
    text=st.text(min_size=1, max_size=60),
    cuts=st.lists(st.integers(0, 40_000), min_size=2, max_size=2, unique=True),
)
def test_whatever_is_played_is_told_within_its_own_time(text: str, cuts: list[int]) -> None:
    first, last = sorted(cuts)
    known = PromptKnown(1, text, (0,), 40_000)
    played = SpeechPlayed("leg", 1, first, last, 50_000)
    for one in words_played(known, played, RATE_HZ):
        assert one.span == Span((50_000 - last + first) / RATE_HZ, 50_000 / RATE_HZ)
        assert len(one.text) <= 4 * len(text) + 2 * len(CUT) + 20
