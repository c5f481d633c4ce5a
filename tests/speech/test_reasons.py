"""What people are told when something is refused: in their language, and with nothing missing."""

import ast
import errno
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import Channel
from speech.errors import KikitoriError, LineError, SoundError
from speech.reasons import Reason, kept_reason, reason, system_reason, words
from speech.transcript import Language

ROOT = Path(__file__).parents[2]
PACKAGES = ("speech", "privacy", "models", "archive", "recorder", "ivr", "qa", "kikitori")
CODE = re.compile(r"[a-z_]+\.[A-Za-z_]+")
SEAMS = [path.parent.name for path in (ROOT / "models").glob("*/__init__.py")]
NAMED_BY_DATA = (
    {f"side.{side}" for side in (*Channel, "left", "right")}
    | {f"language.{language}" for language in Language}
    | {f"role.{role}" for role in ("microphone", "far_side", "card")}
    | {f"type.{kind.__name__}" for kind in (str, int, bool, float, list, dict)}
    | {f"seam.{seam}" for seam in SEAMS}
)
OF_THE_SYSTEM = ("system.", "database.", "list.")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def code() -> list[tuple[str, ast.AST]]:
    """Every node of the program, and where it stands."""
    return [
        (f"{path.name}:{getattr(node, 'lineno', 0)}", node)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call | ast.Constant)
    ]


def told_in_code() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code and names of values of each reason and error; None where they are not all known."""
    for where, node in code():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            # An error of a dialogue is an event of VoiceXML first.
            tells = name == "reason" or (name.endswith("Error") and name != "DialogueError")
            if tells and node.args and isinstance(node.args[0], ast.Constant):
                values = [value.arg for value in node.keywords]
                known = {value for value in values if value}
                yield where, str(node.args[0].value), known if None not in values else None


def test_japanese_and_english_readers_are_told_the_same_reasons() -> None:
    japanese, english = words("ja"), words("en")
    assert japanese.keys() == english.keys()
    assert {code: gaps(told) for code, told in japanese.items()} == {
        code: gaps(told) for code, told in english.items()
    }


def test_every_reason_that_is_given_has_words_and_fills_their_gaps() -> None:
    given_reasons = [one for one in told_in_code() if CODE.fullmatch(one[1])]
    assert len(given_reasons) > 150
    for where, code, names in given_reasons:
        assert code in words("en"), where
        assert names is None or gaps(words("en")[code]) <= names, where


def test_no_words_are_left_over() -> None:
    texts = {node.value for _, node in code() if isinstance(node, ast.Constant)}
    written = {code for code in words("en") if not code.startswith(OF_THE_SYSTEM)}
    assert written - texts - NAMED_BY_DATA == set()
    assert set(words("en")) >= NAMED_BY_DATA


def test_japanese_is_not_english_left_as_it_was() -> None:
    letters = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    untouched = {code for code, told in words("ja").items() if not letters.search(told)}
    assert untouched == {"where.at", "list.and"}


def test_a_reviewer_reads_the_reason_in_the_language_of_the_page() -> None:
    sounds = reason(
        "call.side_sounds",
        side=reason("side.caller"),
        heard=reason("language.en"),
        percent=97,
        given=reason("language.ja"),
    )
    told = kept_reason(sounds.kept())
    assert str(told) == (
        "the caller's side sounds English (97 %), but the language given is Japanese"
    )
    assert told.told("ja") == "お客様の側が英語に聞こえますが（97%）、指定された言語は日本語です"


def test_several_places_are_told_one_after_the_other() -> None:
    phone = {"ja": "電話", "en": "PHONE"}
    places = [reason("call.audible_place", kind=phone, at_s=at) for at in (3, 40)]
    told = kept_reason(reason("call.audible", places=places).kept())
    assert str(told) == "still audible after masking: PHONE at 3 s, PHONE at 40 s"
    assert told.told("ja") == "秘匿化のあとも聞き取れます：3 秒の電話、40 秒の電話"


@pytest.mark.parametrize(
    "sentence",
    [
        "redaction failed",
        "the caller's side sounds English (97 %), but the language given is Japanese",
        "call.side_sounds_no_more {",
        "call.audible {broken",
        "call.audible [1]",
        "",
    ],
)
def test_what_an_earlier_version_kept_is_shown_as_it_stands(sentence: str) -> None:
    assert kept_reason(sentence).told("ja") == sentence


@given(st.text(), st.integers(), st.text())
def test_names_survive_being_kept_whatever_they_hold(file: str, rate_hz: int, place: str) -> None:
    what = reason("sound.rate", file=file, rate_hz=rate_hz)
    whole = reason("where.at", place=place, what=what)
    assert kept_reason(whole.kept()) == whole
    assert kept_reason(whole.kept()).told("ja") == whole.told("ja")


def test_an_error_is_told_in_english_unless_somebody_asks_for_more() -> None:
    error = SoundError("sound.mono", file="a.wav")
    assert str(error).startswith("a.wav: mono: nobody can be told apart")
    assert error.reason.told("ja").startswith("a.wav：モノラル")


def test_a_sentence_that_is_no_code_stands_for_itself() -> None:
    error = LineError("line {x}: what a library says")
    assert str(error) == error.reason.told("ja") == "line {x}: what a library says"


def test_a_reason_passes_from_one_error_to_the_next() -> None:
    inner = KikitoriError("sidecar.bad_id")
    assert str(KikitoriError("where.at", place="a.json", what=inner.reason)) == f"a.json: {inner}"


def test_what_the_system_says_is_told_in_the_readers_language() -> None:
    full = system_reason(OSError(errno.ENOSPC, "No space left on device"))
    assert (str(full), full.told("ja")) == (
        "No space left on device",
        "ディスクに空きがありません",
    )
    assert system_reason(OSError(errno.EPROTO, "Protocol error")) == Reason("Protocol error")
    assert system_reason(OSError("of a library")) == Reason("OSError")
