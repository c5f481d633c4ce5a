"""Calls to the printer maker's line, in both languages, without sound."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.dialogue.actions import Exit, Play, Prompt, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.menus.reading import read_service, service_from
from ivr.menus.service import Service
from ivr.menus.serving import address, serve
from ivr.running import ScriptedCaller, converse
from tests.ivr.menus.services import SMALL

PRINTERS = read_service(Path(__file__).parents[3] / "ivr/examples/printer_service.yaml")
PRODUCT = "51200640"


class Call:
    """A scripted call to a service: its prompts, transfers and result."""

    def __init__(
        self, service: Service, language: str, *inputs: object, at: str = "2026-11-24T10:00"
    ) -> None:
        entries = [{"speech": said} if isinstance(said, str) else said for said in inputs]
        dialogue = Dialogue(address(service, language), Settings(language=language or "en"))
        caller = ScriptedCaller(entries)
        actions = list(converse(dialogue, {"local_time": at}, caller, serve(service)))
        self.prompts: list[Prompt] = [act.prompt for act in actions if isinstance(act, Play)]
        self.transfers = [action for action in actions if isinstance(action, Transfer)]
        self.result = next(action.value for action in actions if isinstance(action, Exit))
        assert isinstance(self.result, dict)

    @property
    def heard(self) -> str:
        return "\n".join(prompt.text for prompt in self.prompts)


@pytest.mark.parametrize(
    ("language", "inputs"),
    [
        ("ja", ("修理", "ごー いち にー ぜろ ぜろ ろく よん ぜろ", "はい", "5")),
        ("ja", ({"dtmf": "1"}, {"dtmf": PRODUCT}, {"dtmf": "1"}, {"dtmf": "5"})),
        ("en", ("my printer is broken", "five one two zero zero six four zero", "yes", "five")),
        ("en", ({"dtmf": "1"}, {"dtmf": PRODUCT}, {"dtmf": "1"}, {"dtmf": "5"})),
    ],
)
def test_a_repair_is_put_through_with_the_product_number(
    language: str, inputs: tuple[object, ...]
) -> None:
    call = Call(PRINTERS, language, *inputs)
    assert call.transfers[0].destination == "tel:+81-3-0000-0100"
    assert PRODUCT in call.transfers[0].info
    assert call.result == {
        "language": language, "product_number": PRODUCT, "ended": "operator", "survey": 5,
    }  # fmt: skip


def test_the_notice_is_said_first_once_and_cannot_be_interrupted() -> None:
    call = Call(PRINTERS, "", "English", "opening hours", "something else", "opening hours")
    legal = [prompt for prompt in call.prompts if prompt.legal or not prompt.bargein]
    assert legal == call.prompts[: len(legal)]
    assert len(legal) == 4
    assert "録音" in legal[0].text
    assert "recorded" in legal[2].text


@pytest.mark.parametrize(
    ("language", "order", "number", "yes", "change", "date", "read_back"),
    [
        ("ja", "注文", "3", "はい", "配達日の変更", "十二月三日", "12月3日"),
        ("en", "order", "three", "yes", "change my delivery", "december third", "December 3"),
    ],
)
def test_what_a_caller_has_said_is_not_asked_again(
    language: str, order: str, number: str, yes: str, change: str, date: str, read_back: str
) -> None:
    more = {"dtmf": "1"}
    keys = {"dtmf": PRODUCT}
    call = Call(PRINTERS, language, order, keys, yes, number, yes, more, change, date, yes)
    asked = next(slot for slot in PRINTERS.slots if slot.name == "product_number")
    assert call.heard.count(asked.prompt[language]) == 1
    assert read_back in call.heard
    assert call.result["product_number"] == PRODUCT
    assert int(call.result["cartridges"]) == 3


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "三本"), ("ja", "3本"), ("ja", "さん"), ("en", "three cartridges"), ("en", "three")],
)
def test_a_number_may_be_said_with_its_unit(language: str, said: str) -> None:
    order, yes = ("注文", "はい") if language == "ja" else ("order", "yes")
    call = Call(PRINTERS, language, order, {"dtmf": PRODUCT}, yes, said, yes)
    assert int(call.result["cartridges"]) == 3


def test_a_denied_number_is_asked_again() -> None:
    call = Call(
        PRINTERS, "ja", "修理", {"dtmf": "40710253"}, "いいえ", {"dtmf": PRODUCT}, "はい"
    )  # fmt: skip
    assert call.result["product_number"] == PRODUCT


def test_a_number_may_be_said_anew_instead_of_no() -> None:
    wrong = {"dtmf": "40710253"}
    call = Call(PRINTERS, "ja", "修理", wrong, "ごーいちにーぜろの、ぜろろくよんぜろです", "はい")
    assert call.result["product_number"] == PRODUCT
    assert "製品番号は、51200640" in call.heard.replace(" ", "")


def test_a_number_with_a_wrong_check_digit_is_not_taken_and_goes_to_a_person_in_the_end() -> None:
    wrong = {"dtmf": "51200641"}
    call = Call(PRINTERS, "en", "repair", wrong, wrong, wrong, "5")
    first, keys = call.heard.find("does not check out"), call.heard.find("key it in")
    assert 0 < first < keys
    assert call.transfers
    assert "product_number" not in call.result


@pytest.mark.parametrize("failure", [{"noinput": True}, {"nomatch": True}, "ふにゃふにゃ"])
def test_a_caller_who_is_not_understood_gets_more_help_and_then_a_person(failure: object) -> None:
    call = Call(PRINTERS, "ja", failure, failure, failure)
    main = next(prompt.text for prompt in call.prompts if "ご用件を" in prompt.text)
    assert call.heard.count(main) == 3
    assert len(call.transfers) == 1


@pytest.mark.parametrize("asked", ["オペレーター", {"dtmf": "0"}])
def test_a_person_can_be_had_in_the_middle_of_a_question(asked: object) -> None:
    assert len(Call(PRINTERS, "ja", "修理", asked).transfers) == 1


def test_a_choice_that_was_hardly_understood_is_asked_back() -> None:
    unsure = {"speech": "注文", "confidence": 0.55}
    call = Call(PRINTERS, "ja", unsure, "いいえ", {"speech": "修理", "confidence": 0.55}, "はい")
    assert "トナーや用紙のご注文でよろしいですか。" in call.heard.replace(" ", "")
    assert "修理でよろしいですか。" in call.heard.replace(" ", "")
    assert "8桁" in call.prompts[-1].text


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-24T10:00", True),
        ("2026-11-24T18:00", False),
        ("2026-11-28T14:59", True),
        ("2026-11-28T15:00", False),
        ("2026-11-29T12:00", False),
        ("2026-12-31T12:00", False),
        ("2027-01-11T12:00", False),
        ("", True),
    ],
)
def test_outside_opening_hours_a_call_back_is_offered(at: str, is_open: bool) -> None:
    call = Call(PRINTERS, "ja", {"dtmf": "0"}, at=at)
    assert bool(call.transfers) is is_open
    closed = Call(PRINTERS, "ja", "ゼロさん ゼロゼロゼロゼロ ゼロイチゼロゼロ", "はい", at=at)
    assert ("call_back_number" in closed.result) is not is_open


def test_nobody_answering_is_told_and_the_call_ends() -> None:
    call = Call(PRINTERS, "en", {"dtmf": "0"}, {"transfer": "noanswer"})
    assert "All our lines are busy" in call.heard
    assert call.result["ended"] == "unanswered"


def test_a_survey_mark_that_is_not_on_the_scale_is_asked_again() -> None:
    call = Call(PRINTERS, "en", {"dtmf": "0"}, {"dtmf": "9"}, {"dtmf": "4"})
    assert call.result["survey"] == 4


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_caller_may_hang_up_anywhere(language: str) -> None:
    inputs = [{"dtmf": "1"}, {"dtmf": PRODUCT}, {"dtmf": "1"}, {"dtmf": "3"}]
    for number in range(len(inputs)):
        call = Call(PRINTERS, language, *inputs[:number], {"hangup": True})
        assert call.result["ended"] in ("hangup", "operator")


def test_a_sensitive_number_is_not_in_the_trace() -> None:
    written = SMALL.replace("check_digit: luhn", "sensitive: true")
    service = service_from(written.encode(), "sample.yaml")
    dialogue = Dialogue(address(service, "ja"), Settings(language="ja"))
    caller = ScriptedCaller([{"dtmf": "1"}, {"dtmf": "4829"}])
    told = list(converse(dialogue, {}, caller, serve(service)))
    traced = [action for action in told if not isinstance(action, Play)]
    assert "4829" not in repr(traced)


SAID = [
    "修理",
    "注文",
    "配達",
    "はい",
    "いいえ",
    "終わりです",
    "ふにゃ",
    "三",
    "十二月三日",
    "オペレーター",
]
INPUTS = st.one_of(
    st.sampled_from(SAID),
    st.builds(lambda said: {"speech": said, "confidence": 0.55}, st.sampled_from(SAID)),
    st.builds(lambda keys: {"dtmf": keys}, st.sampled_from([*"0123459*#", PRODUCT, "51200641"])),
    st.sampled_from([{"noinput": True}, {"nomatch": True}, {"hangup": True}]),
)


@settings(max_examples=40, deadline=None)
@given(
    inputs=st.lists(INPUTS, max_size=12),
    at=st.sampled_from(["2026-11-24T10:00", "2026-11-24T22:00"]),
)
def test_whatever_a_caller_does_the_call_ends_without_a_breakdown(
    inputs: list[object], at: str
) -> None:
    call = Call(PRINTERS, "ja", *inputs, at=at)
    assert call.result["ended"] in ("served", "operator", "hangup", "unanswered")
