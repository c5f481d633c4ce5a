"""The board's words in both languages."""

import ast
import re
import string
from collections.abc import Iterable
from pathlib import Path

import pytest

import qa.board
from archive.accounts import Role
from archive.call import Direction, Status
from ivr.menus.compiling import documents
from ivr.menus.reading import read_service
from privacy.proof import Why
from qa.board.queue_view import STATES
from qa.board.wording import LANGUAGES, chosen_language, words
from qa.wording import wording
from speech.audio import Channel
from speech.transcript import Language

FOLDER = Path(qa.board.__file__).parent
EXAMPLE = FOLDER.parents[1] / "ivr/examples/printer_service.yaml"
NAMED_BY_DATA = (
    {f"role.{role}" for role in Role}
    | {f"direction.{direction}" for direction in Direction}
    | {f"language.{language}" for language in Language}
    | {f"lane.{channel}" for channel in Channel}
    | {f"state.{state}" for state in STATES}
    | {f"why.{why}" for why in Why}
    | {
        f"call.{status}_{part}"
        for status in Status
        if status is not Status.KEPT
        for part in ("title", "text", "reason")
    }
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys_in_code() -> set[str]:
    """Every literal key that is asked for with `say("…")`."""
    calls = (
        node
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
    )
    first = (call.args[0] for call in calls if call.args)
    return {arg.value for arg in first if isinstance(arg, ast.Constant)}


def test_both_languages_say_the_same_things_with_the_same_gaps() -> None:
    japanese, english = (words(language).texts for language in ("ja", "en"))
    assert japanese.keys() == english.keys()
    assert {k: placeholders(t) for k, t in japanese.items()} == {
        k: placeholders(t) for k, t in english.items()
    }


def test_every_word_the_board_asks_for_is_written() -> None:
    asked = keys_in_code()
    assert {"queue.heading", "override.save", "sign_in.over"} <= asked
    assert (asked | NAMED_BY_DATA) - words("ja").texts.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_says_about_findings_what_qa_says(language: str) -> None:
    assert {k: words(language).texts[k] for k in wording(language)} == dict(wording(language))


def words_asked_by(scripts: Iterable[Path]) -> set[str]:
    texts = (script.read_text(encoding="utf-8") for script in scripts)
    return {word for text in texts for word in re.findall(r"\bwords\.(\w+)", text)}


def test_scripts_ask_only_for_words_that_are_sent_to_them() -> None:
    scripts = set((FOLDER / "player").glob("*.js"))
    desk = {FOLDER / "player" / "desk.js"}
    asked = words_asked_by(scripts - desk)
    assert {"play", "follow", "override", "no_score"} <= asked
    assert asked - words("ja").section("player").keys() == set()
    assert words_asked_by(desk) == words("ja").section("desk_page").keys()


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [
        ("", "", "ja"),
        ("", "en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("", "ko,ja;q=0.5", "ja"),
        ("ja", "en", "ja"),
        ("../etc", "en", "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers_else_japanese(
    cookie: str, accepted: str, expected: str
) -> None:
    assert chosen_language(cookie, accepted) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_example_line_asks_has_a_name_on_the_board(language: str) -> None:
    service = read_service(EXAMPLE)
    fields = {
        name.removesuffix("_heard")
        for document in documents(service).values()
        for name in re.findall(r'<(?:field|transfer)[^>]* name="(\w+)"', document)
        if not name.endswith("_right")
    }
    assert {"spoken", "product_number", "mark"} <= fields
    assert fields <= words(language).section("slot").keys()


def test_a_clients_own_names_go_before_ours_and_another_languages_only_where_there_are_none() -> (
    None
):
    names = {"ja": {"dialog.repair": "故障の受付", "dialog.reserve": "ご予約"}}
    assert words("ja").named(names).of("dialog", "repair") == "故障の受付"
    assert words("en").named(names).of("dialog", "repair") == "Repair"
    assert words("en").named(names).of("dialog", "reserve") == "ご予約"
