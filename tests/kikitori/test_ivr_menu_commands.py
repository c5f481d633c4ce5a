"""`kikitori ivr menu` and `kikitori ivr check`, as their users meet them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.faults import FaultyError
from kikitori.command_line import app
from speech.errors import DefinitionError
from tests.ivr.checking.documents import GOOD, document

EXAMPLE = Path(__file__).parents[2] / "ivr/examples/printer_service.yaml"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("KIKITORI_LANGUAGE", "en")
    return CliRunner()


def test_a_service_is_shown_in_the_language_asked_for(run: CliRunner) -> None:
    shown = run.invoke(app, ["ivr", "menu", "show", str(EXAMPLE), "--language", "en"])
    assert shown.exit_code == 0
    assert 'xml:lang="en"' in shown.stdout
    assert "Tell me what you need" in shown.stdout
    refused = run.invoke(app, ["ivr", "menu", "show", str(EXAMPLE), "--language", "ko"])
    assert refused.exit_code != 0


def test_exported_documents_pass_the_check(run: CliRunner, tmp_path: Path) -> None:
    assert run.invoke(app, ["ivr", "menu", "export", str(EXAMPLE), str(tmp_path)]).exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "printer_service.en.vxml", "printer_service.ja.vxml", "printer_service.vxml",
    ]  # fmt: skip
    checked = run.invoke(app, ["ivr", "check", str(tmp_path)])
    assert (checked.exit_code, checked.stdout) == (0, "")


def test_one_language_alone_can_be_exported(run: CliRunner, tmp_path: Path) -> None:
    asked = ["ivr", "menu", "export", str(EXAMPLE), str(tmp_path), "--language", "ja"]
    assert run.invoke(app, asked).exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["printer_service.ja.vxml"]


def test_a_mistake_in_a_service_is_told_in_the_users_language(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace("start: main", "start: mian"))
    monkeypatch.setenv("KIKITORI_LANGUAGE", "ja")
    shown = run.invoke(app, ["ivr", "menu", "show", str(file)])
    assert shown.exit_code == 3
    line = 1 + file.read_text(encoding="utf-8").splitlines().index("start: mian")
    assert f"bad.yaml:{line}: 行き先 mian がありません" in shown.stderr


def test_findings_are_lines_and_the_exit_code_is_one(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "line.vxml"
    file.write_text(document(GOOD.replace('dtmf="2"', 'dtmf="1"')))
    checked = run.invoke(app, ["ivr", "check", str(file)])
    assert checked.exit_code == 1
    assert checked.stdout.splitlines() == [
        f"{file}:4: in main the key 1 means two things: give one of them another key"
    ]
    told = json.loads(run.invoke(app, ["ivr", "check", str(file), "--json"]).stdout)
    assert [(one["file"], one["line"], one["check"]) for one in told] == [
        (str(file), 4, "menu.key_twice")
    ]


def test_the_example_line_can_be_called_by_typing(run: CliRunner) -> None:
    said = "2\nrepair\n51200640\nyes\n5\n"
    call = run.invoke(app, ["demo", "ivr", "--typed"], input=said)
    assert call.exit_code == 0
    assert "→ tel:+81-3-0000-0100" in call.stdout
    assert '"product_number": "51200640"' in call.stdout.splitlines()[-1]


def test_the_example_line_can_be_called_after_hours_in_japanese(run: CliRunner) -> None:
    asked = ["demo", "ivr", "--typed", "--language", "ja", "--at", "2026-11-24T22:00"]
    call = run.invoke(app, asked, input="0300000100\nはい\n")
    assert "本日の営業は終了しました。" in call.stdout
    assert '"call_back_number": "0300000100"' in call.stdout.splitlines()[-1]


def test_a_telephone_is_not_promised_where_none_is(run: CliRunner) -> None:
    refused = run.invoke(app, ["demo", "ivr"])
    assert "--typed" in str(refused.exception)


def test_japanese_words_are_compared_by_sound_not_by_kanji(run: CliRunner, tmp_path: Path) -> None:
    body = GOOD.replace(">repairs<", ">家電<").replace(">orders<", ">課長<").replace("For ", "")
    file = tmp_path / "line.vxml"
    file.write_text(document(body.replace(">課長<", ">加点<"), "ja"), encoding="utf-8")
    checked = run.invoke(app, ["ivr", "check", str(file)])
    assert "家電 and 加点 sound alike" in checked.stdout
    file.write_text(document(body, "ja"), encoding="utf-8")
    assert run.invoke(app, ["ivr", "check", str(file)]).exit_code == 0


def test_a_line_that_cannot_answer_says_why_in_the_users_language(
    run: CliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace("start: main", "start: mian"))
    refused = run.invoke(app, ["ivr", "serve", str(file), "--data", str(tmp_path)])
    assert isinstance(refused.exception, FaultyError)
    assert "行き先 mian がありません" in refused.exception.reason.told("ja")
    assert "there is no place mian" in str(refused.exception)


def test_a_question_between_braces_without_quotes_is_answered_with_quotes(
    run: CliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("title: {en: Shop}\ngreeting: {en: How many cups?}\n")
    checked = run.invoke(app, ["ivr", "check", str(file)])
    assert checked.exit_code == 1
    assert "shop.yaml:2:" in checked.stdout
    assert "in quotes" in checked.stdout


@pytest.mark.parametrize("written", ["tomorrow", "2026-11-24", "2026-02-30T10:00"])
def test_an_hour_that_is_none_does_not_open_the_line(run: CliRunner, written: str) -> None:
    refused = run.invoke(app, ["demo", "ivr", "--typed", "--at", written])
    assert isinstance(refused.exception, DefinitionError)
    assert written in str(refused.exception)


def test_a_caller_by_typing_after_hours_is_told_so(run: CliRunner) -> None:
    asked = ["demo", "ivr", "--typed", "--language", "en", "--at", "2026-11-24T20:00"]
    assert "We are closed" in run.invoke(app, asked, input="").stdout


@pytest.mark.parametrize("group", [[], ["ivr"]])
def test_the_list_of_commands_is_in_both_languages(run: CliRunner, group: list[str]) -> None:
    listed = run.invoke(app, [*group, "--help"]).stdout.split("Commands:")[1].strip().splitlines()
    assert listed
    for line in listed:
        assert not line.isascii(), line
