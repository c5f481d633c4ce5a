"""An IVR asks as an operator does: its questions open slots, its read-backs are removed, its prompts stay."""

import numpy as np
import pytest

from privacy.loudness import loudnesses
from privacy.redactor import Redactor
from privacy.surroundings import unheard
from speech.audio import Channel
from tests.privacy.talking import talk, timed


def redacted(redactor: Redactor, language: str, *lines: str) -> list[str]:
    return [one.text for one in redactor.redact(timed(language, *lines)).utterances]


@pytest.mark.parametrize(
    ("language", "lines", "gone"),
    [
        (
            "ja",
            (
                "i: 折り返しのお電話番号を、市外局番からどうぞ。",
                "c: ゼロサン、ゼロゼロゼロゼロ、イチニーサンヨン",
                "i: 03-0000-1234でよろしいですか。",
            ),
            ("ゼロサン", "1234"),
        ),
        (
            "ja",
            (
                "i: カードの暗証番号を4桁でどうぞ。",
                "c: いちにさんよん",
                "i: ありがとうございます。",
            ),
            ("いちにさんよん",),
        ),
        (
            "ja",
            ("i: お名前をどうぞ。", "c: 佐藤一郎", "i: 佐藤一郎様ですね。"),
            ("佐藤", "一郎"),
        ),
        (
            "en",
            (
                "i: Please give me the telephone number we can call you back on.",
                "c: oh three one two three four five six seven eight",
                "i: 0 3 1 2 3 4 5 6 7 8. Is that right?",
            ),
            ("seven", "7 8"),
        ),
        ("en", ("i: Please enter your PIN.", "c: four seven one one"), ("seven",)),
    ],
)
@pytest.mark.parametrize("heard", [True, False])
def test_what_an_ivr_asks_for_and_reads_back_is_removed(
    redactor: Redactor, language: str, lines: tuple[str, ...], gone: tuple[str, ...], *, heard: bool
) -> None:
    made = timed(language, *lines) if heard else talk(language, *lines)
    text = " ".join(one.text for one in redactor.redact(made).utterances)
    assert not any(secret in text for secret in gone)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "ja",
            (
                "i: この通話は、応対品質の向上と内容の確認のために録音しています。",
                "i: カスミプリンターです。",
                "i: プリンターの裏にある、8桁の製品番号をどうぞ。",
                "c: 12345674です",
                "i: 製品番号は、1、2、3、4、5、6、7、4。よろしいですか。",
                "c: はい",
                "i: ご希望の配達日は、何月何日ですか。",
                "c: 12月3日",
                "i: 平日は午前9時から午後6時まで、土曜日は午前10時から午後3時までです。",
            ),
        ),
        (
            "en",
            (
                "i: This call is recorded to improve our service.",
                "i: Welcome to Kasumi Printers.",
                "c: An order.",
                "i: How many toner cartridges do you need?",
                "c: three",
                "i: We are open from nine to six on weekdays, and from ten to three on Saturdays.",
                "i: Thank you for calling Kasumi Printers.",
            ),
        ),
    ],
)
def test_prompts_stay_as_they_were_written(
    redactor: Redactor, language: str, lines: tuple[str, ...]
) -> None:
    assert redacted(redactor, language, *lines) == [line[3:] for line in lines]


def test_a_name_in_an_ivrs_greeting_is_still_the_callers(redactor: Redactor) -> None:
    texts = redacted(
        redactor,
        "en",
        "i: Welcome to Kasumi Printers.",
        "i: Please say your name.",
        "c: my name is Peter Hampton",
        "i: Thank you for calling, Mr. Hampton.",
    )
    assert texts[0] == "Welcome to Kasumi Printers."
    assert not any("Hampton" in text for text in texts)


def test_an_operator_who_joins_later_keeps_their_own_name(redactor: Redactor) -> None:
    japanese = redacted(
        redactor,
        "ja",
        "i: おつなぎします。そのままお待ちください。",
        "o: お電話ありがとうございます、カスミプリンターの森下でございます",
        "c: 山田と申しますが",
        "o: 山田様でございますね",
    )
    assert "森下" in japanese[1]
    assert "山田" not in "".join(japanese)


def test_ringing_for_those_who_wait_is_not_listened_to_again() -> None:
    random = np.random.default_rng(1)
    quiet = random.normal(0, 5, 80_000).astype(np.int16)
    ringing = quiet.copy()
    ringing[16_000:40_000] += (3000 * np.sin(np.arange(24_000) * 0.31)).astype(np.int16)
    on_ivr = loudnesses({Channel.CALLER: quiet, Channel.IVR: ringing}, 8_000)
    on_caller = loudnesses({Channel.CALLER: ringing, Channel.IVR: quiet}, 8_000)
    assert unheard([], [], on_ivr) == []
    assert {one.channel for one in unheard([], [], on_caller)} == {Channel.CALLER}
