"""What a maker of menus is told when the YAML is not right: the line and the remedy."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.faults import Fault, FaultyError, fault_keys
from ivr.menus.reading import service_from
from tests.ivr.menus.services import SMALL, changed, line_of

HOURS = "hours:\n  closed: {ja: 終了, en: closed}\n  open: {%s}\n"


@pytest.mark.parametrize(
    ("key", "written", "at"),
    [
        ("menu.yaml_bracket", changed("start: main", "start: [main"), "start: [main"),
        ("menu.yaml_wide_colon", changed("start: main", "start：main"), "start："),
        ("menu.yaml_tab", changed("start: main", "\tstart: main"), "\tstart"),
        ("menu.yaml_quote", b"title:\n  ja: 'inn\nstart: main\n", "ja: 'inn"),
        ("menu.yaml_sign", changed("start: main", "start: @main"), "start: @main"),
        ("menu.yaml_character", changed("start: main", "start: m\x07ain"), "start: m"),
        ("menu.anchor", changed("start: main", "start: &a main\nextra: *a"), "*a"),
        ("menu.doubled", changed("start: main", "start: main\nstart: main"), "start: main\nmenus"),
        ("menu.unknown_field", changed("start: main", "start: main\nmenu: x"), "menu: x"),
        ("menu.missing_field", changed("start: main\n", ""), "title"),
        ("menu.no_place", changed("start: main", "start: mian"), "start"),
        ("menu.no_place", changed("goto: repair", "goto: repare"), "- {key: 1"),
        ("menu.bad_key", changed("key: 1", "key: 12"), "key: 12"),
        ("menu.no_key", changed("{key: 1, ", "{"), "say: {ja: 修理"),
        ("menu.no_phrases", changed("{ja: 修理, en: [repair, broken]}", "{ja: 修理}"), "{ja: 修理}"),
        ("prompts.missing", changed(", en: 'What can we do for you?'", ""), "prompt: {ja: ご用件"),
        ("prompts.missing", changed("en: One moment.", "en: ''"), "en: ''"),
        ("menu.no_slot", changed("ask: [number]", "ask: [numbre]"), "ask:"),
        ("menu.no_slot", changed("{number}を", "{nummer}を"), "{nummer}"),
        ("menu.not_one_of", changed("type: digits", "type: digit"), "type:"),
        ("menu.not_number", changed("length: 4", "length: four"), "length:"),
        ("menu.units_without_number", changed("length: 4", "units: {ja: 本, en: x}"), "units:"),
        ("menu.no_value", changed("{value}で", "これで"), "read_back:"),
        ("menu.name_taken", changed("  repair:\n", "  main:\n"), "main:\n    ask"),
        ("menu.bad_name", changed("  number:\n", "  Nummer eins:\n"), "Nummer eins"),
        ("menu.languages", changed("start: main", "start: main\nlanguages: [fr]"), "languages:"),
        ("menu.bad_days", (SMALL + HOURS % "mon-fry: 9:00-18:00").encode(), "open:"),
        ("menu.bad_times", (SMALL + HOURS % "mon: 18:00-9:00").encode(), "open:"),
        ("menu.bad_zone", (SMALL + HOURS % "mon: 9:00-18:00" + "  zone: Tokyo\n").encode(), "zone:"),
        ("menu.bad_calendar",
         (SMALL + HOURS % "mon: 9:00-18:00" + "  calendars: [xx]\n").encode(), "calendars:"),
        ("menu.bad_date",
         (SMALL + HOURS % "mon: 9:00-18:00" + "  holidays: [2027-02-30]\n").encode(), "holidays:"),
        ("menu.mapping_wanted", changed("{ja: 見本, en: Sample}", "Sample"), "title:"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(key: str, written: bytes, at: str) -> None:
    with pytest.raises(FaultyError) as caught:
        service_from(written, "sample.yaml")
    told = [(fault.key, fault.line) for fault in caught.value.faults]
    assert (key, line_of(at, written)) in told


def test_all_mistakes_are_told_at_once() -> None:
    written = changed("key: 1", "key: 12").replace(b"type: digits", b"type: digit")
    with pytest.raises(FaultyError) as caught:
        service_from(written, "sample.yaml")
    assert {fault.key for fault in caught.value.faults} >= {"menu.bad_key", "menu.not_one_of"}


def test_a_misspelt_field_is_answered_with_the_right_one() -> None:
    with pytest.raises(FaultyError) as caught:
        service_from(changed("read_back", "readback"), "sample.yaml")
    told = caught.value.faults[0]
    assert "read_back" in told.remedy("en")
    assert "read_back" in told.remedy("ja")
    assert told.told("en").startswith(f"sample.yaml:{told.line}: ")


def test_makers_of_menus_are_told_the_same_in_both_languages() -> None:
    japanese, english = fault_keys("ja"), fault_keys("en")
    assert japanese.keys() == english.keys()
    for key, texts in english.items():
        assert texts.keys() == {"what", "remedy"} == japanese[key].keys()
        for part, text in texts.items():
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            other = string.Formatter().parse(japanese[key][part])
            assert names == {name for _, name, _, _ in other if name}, key


def faults_of(written: bytes) -> tuple[Fault, ...]:
    try:
        service_from(written, "sample.yaml")
    except FaultyError as error:
        return error.faults
    return ()


@settings(max_examples=150, deadline=None)
@given(
    place=st.integers(0, len(SMALL)),
    cut=st.integers(0, 30),
    put=st.text(st.sampled_from("{}[]:,-&*'\"# \n\tja12x\u3000"), max_size=6),
)
def test_a_damaged_file_is_a_service_or_a_told_mistake(place: int, cut: int, put: str) -> None:
    written = (SMALL[:place] + put + SMALL[place + cut :]).encode()
    last = written.count(b"\n") + 2
    for fault in faults_of(written):
        assert 1 <= fault.line <= last
        assert fault.told("ja").startswith(f"sample.yaml:{fault.line}: ")


def test_a_pile_of_brackets_ends_with_a_told_mistake() -> None:
    with pytest.raises(FaultyError):
        service_from(b"[" * 100_000, "sample.yaml")
