"""Whoever edits a scorecard learns at once, by file and item, what is wrong with it."""

from pathlib import Path

import pytest

from qa.finding import Critical
from qa.scorecard import check_module, check_names, load_scorecard, read_scorecard, scorecard_names
from speech.errors import DefinitionError
from speech.transcript import Language

ITEM = """
[[items]]
id = "closing"
title = { ja = "終話", en = "Closing" }
criterion = { ja = "お礼を述べる。", en = "Says thanks." }
check = "closing"
"""
HEAD = 'version = "3"\nlanguage = "ja"\ntitle = { ja = "表", en = "Sheet" }\n'


def written(folder: Path, content: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_sheets_that_come_along_are_whole() -> None:
    assert scorecard_names() == ["en-general", "ja-inbound", "ja-outbound"]
    for name in scorecard_names():
        card = load_scorecard(name)
        assert card.items
        assert all(item.weight > 0 for item in card.items)
        assert any(item.critical for item in card.items)


def test_the_outbound_sheet_asks_what_the_law_asks() -> None:
    critical = {i.id: i.critical for i in load_scorecard("ja-outbound").items if i.critical}
    law = {"opening", "purpose", "refusal"}
    assert {critical[item] for item in law} == {Critical.COMPLIANCE}


def test_a_sheet_is_read_with_its_options_and_a_version_of_its_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ITEM + "[items.options]\nwithin_turns = 5\n")
    card = read_scorecard(path)
    assert (card.name, card.language) == ("ours", Language.JA)
    assert card.items[0].options.within_turns == 5
    path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    edited = read_scorecard(path)
    assert card.version.startswith("3-")
    assert edited.version.startswith("3-")
    assert edited.version != card.version


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (HEAD + ITEM.replace('check = "closing"', 'check = "smile"'), "'closing'.*smile"),
        (HEAD + ITEM.replace('check = "closing"', 'check = "../closing"'), "closing"),
        (HEAD + ITEM + "[items.options]\nwithin = 5\n", "'closing'.*within"),
        (HEAD + ITEM + '[items.options]\nwithin_turns = "5"\n', "'closing'.*within_turns"),
        (HEAD + ITEM + "[items.options]\nwithin_turns = true\n", "within_turns"),
        (HEAD + ITEM + "[items.options]\nwithin_turns = 0\n", "at least 1"),
        (HEAD + ITEM + "weight = -1\n", "weight"),
        (HEAD + ITEM + 'critical = "fatal"\n', "fatal"),
        (HEAD + ITEM + "colour = 1\n", "colour"),
        (HEAD + ITEM + ITEM, "twice"),
        (HEAD + ITEM.replace(', en = "Closing"', ""), "'en'"),
        (HEAD + ITEM.replace('id = "closing"', ""), "'id'"),
        (HEAD.replace('"ja"', '"fr"') + ITEM, "fr"),
        (ITEM, "version"),
        ("items = 3 =", "ours.toml"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_item(tmp_path: Path, content: str, wrong: str) -> None:
    with pytest.raises(DefinitionError, match=f"ours.toml.*{wrong}|ours.toml"):
        read_scorecard(written(tmp_path, content))
    with pytest.raises(DefinitionError, match=wrong):
        read_scorecard(written(tmp_path, content))


def test_an_unknown_sheet_or_check_is_answered_with_those_there_are() -> None:
    with pytest.raises(DefinitionError, match="ja-inbound"):
        load_scorecard("no-such-sheet")
    with pytest.raises(DefinitionError, match="closing"):
        check_module("os")


def test_every_check_can_be_asked_with_its_defaults() -> None:
    for name in check_names():
        module = check_module(name)
        assert module.VERSION
        assert module.Options() == module.Options()
        assert callable(module.check)
