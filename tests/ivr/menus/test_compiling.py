"""What callers of a compiled service hear, can say, and can press."""

import tomllib
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from ivr.faults import FaultyError
from ivr.menus.compiling import compile_service, documents
from ivr.menus.reading import read_service, service_from
from tests.ivr.menus.services import SMALL, changed

EXAMPLE = Path(__file__).parents[3] / "ivr/examples/printer_service.yaml"
VXML = "{http://www.w3.org/2001/vxml}"
WORDS = Path(__file__).parents[3] / "ivr/menus/words"


def prompts(document: str, form: str) -> list[str]:
    found = fromstring(document.encode()).find(f".//{VXML}form[@id='{form}']")
    return ["".join(prompt.itertext()) for prompt in found.iter(f"{VXML}prompt")]


def test_the_recording_notice_comes_first_once_and_to_the_end() -> None:
    document = compile_service(read_service(EXAMPLE), "ja")
    root = fromstring(document.encode())
    first = root.find(f"{VXML}form")
    notices = [prompt for prompt in root.iter(f"{VXML}prompt") if prompt.get("bargein") == "false"]
    assert first.get("id") == "notice"
    assert notices == list(first.iter(f"{VXML}prompt"))
    assert "録音" in notices[0].text
    assert first.find(f".//{VXML}field") is None


def test_every_choice_is_read_out_with_the_key_that_leads_there() -> None:
    service = service_from(SMALL.encode(), "sample.yaml")
    assert prompts(compile_service(service, "en"), "main")[0] == (
        "What can we do for you? For a repair, press 1. For an order, press 2."
    )
    document = compile_service(service, "ja")
    assert prompts(document, "main")[0] == "ご用件をどうぞ。修理は1。注文は2。"
    options = fromstring(document.encode()).iter(f"{VXML}option")
    assert [(o.get("dtmf"), o.text, o.get("value")) for o in options] == [
        ("1", "修理", "repair"), ("2", "注文", "operator"),
    ]  # fmt: skip


def test_star_and_pound_are_called_by_their_names() -> None:
    service = service_from(changed("key: 2", "key: '#'"), "sample.yaml")
    assert "シャープ" in prompts(compile_service(service, "ja"), "main")[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_number_is_read_back_before_it_counts(language: str) -> None:
    document = compile_service(service_from(SMALL.encode(), "sample.yaml"), language)
    fields = fromstring(document.encode()).findall(f".//{VXML}form[@id='repair']/{VXML}field")
    assert [field.get("type") for field in fields] == ["digits?length=4;check=luhn", "boolean"]
    assert fields[1].find(f".//{VXML}value").get("expr") == "number_heard"
    assert fields[0].find(f".//{VXML}assign[@name='call.number']") is None


def test_texts_with_signs_of_xml_are_said_as_they_are() -> None:
    service = service_from(changed("en: One moment.", "en: 'A < B & \"C\"'"), "sample.yaml")
    assert 'A < B & "C"' in prompts(compile_service(service, "en"), "operator")


def test_a_service_in_two_languages_has_a_document_each_and_one_that_asks() -> None:
    assert sorted(documents(service_from(SMALL.encode(), "s.yaml"))) == [
        "s.en.vxml", "s.ja.vxml", "s.vxml",
    ]  # fmt: skip


def test_a_service_in_one_language_needs_no_words_in_another() -> None:
    one = changed("start: main", "start: main\nlanguages: [ja]").replace(b", en: Sample", b"")
    with pytest.raises(FaultyError) as caught:
        service_from(one, "s.yaml")
    assert {fault.key for fault in caught.value.faults} == {"menu.unknown_field"}


def test_callers_in_both_languages_are_answered_with_the_same_stock_phrases() -> None:
    japanese, english = (
        tomllib.loads((WORDS / f"{code}.toml").read_text()) for code in ("ja", "en")
    )
    assert japanese.keys() == english.keys()
