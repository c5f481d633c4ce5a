"""Tuning a menu: sound files are heard as answers in a call are."""

import json
from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from kikitori.command_line import app
from speech.errors import DefinitionError
from tests.ivr.hearing.voices import japanese, quiet

GRAMMAR = """<grammar xmlns="http://www.w3.org/2001/06/grammar" version="1.0" xml:lang="ja-JP"
 root="r" tag-format="semantics/1.0"><rule id="r"><one-of>
 <item>修理をお願いします<tag>out.service = "repair"</tag></item>
 <item>営業時間<tag>out.service = "hours"</tag></item></one-of></rule></grammar>"""


@pytest.fixture
def answers(tmp_path: Path) -> list[Path]:
    for name, samples in {"hours": japanese("営業時間"), "nobody": quiet(2.0)}.items():
        soundfile.write(tmp_path / f"{name}.wav", samples[::2], 8_000)
    return [tmp_path / "hours.wav", tmp_path / "nobody.wav"]


def test_each_file_is_one_line_with_outcome_and_meaning(
    tmp_path: Path, answers: list[Path]
) -> None:
    grammar = tmp_path / "services.grxml"
    grammar.write_text(GRAMMAR, "utf-8")
    options = ["--grammar", str(grammar), "--language", "ja", "--jsonl", "--data", str(tmp_path)]
    run = CliRunner().invoke(app, ["ivr", "hear", *map(str, answers), *options])
    assert run.exit_code == 0, run.output
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert [list(one) for one in told] == [
        ["file", "outcome", "utterance", "interpretation", "confidence"]
    ] * 2
    assert told[0]["outcome"] == "match"
    assert told[0]["utterance"] == "営業時間"
    assert told[0]["interpretation"] == {"service": "hours"}
    assert 0.5 <= told[0]["confidence"] <= 1
    assert told[1] == {
        "file": str(answers[1]),
        "outcome": "noinput",
        "utterance": "",
        "interpretation": None,
        "confidence": 0.0,
    }


def test_a_grammar_that_refers_to_no_file_is_named(tmp_path: Path, answers: list[Path]) -> None:
    grammar = tmp_path / "all services.grxml"
    grammar.write_text(GRAMMAR.replace("営業時間<", '<ruleref uri="no hours.grxml"/><'), "utf-8")
    options = ["--grammar", str(grammar), "--language", "ja", "--data", str(tmp_path)]
    run = CliRunner().invoke(app, ["ivr", "hear", str(answers[0]), *options])
    assert isinstance(run.exception, DefinitionError)
    assert "no hours.grxml" in str(run.exception)
    assert "No such file" in str(run.exception)


def test_a_language_no_caller_is_heard_in_is_refused(tmp_path: Path) -> None:
    options = ["--grammar", "builtin:digits", "--language", "ko", "--data", str(tmp_path)]
    run = CliRunner().invoke(app, ["ivr", "hear", str(tmp_path / "any.wav"), *options])
    assert isinstance(run.exception, DefinitionError)
    assert "not in ko" in str(run.exception)
