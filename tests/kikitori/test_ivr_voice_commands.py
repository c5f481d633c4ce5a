"""Hearing what callers will hear, and preparing it, from the command line."""

from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from kikitori.command_line import app
from speech.errors import DefinitionError, ModelError

DOCUMENT = """<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="ja">
<form><block>お電話ありがとうございます。<value expr="name"/>さま。</block></form></vxml>"""


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_a_text_is_written_as_it_will_be_heard(tmp_path: Path, rate_hz: int) -> None:
    file = tmp_path / "hours.wav"
    options = ["--language", "ja", "--voice", "openjtalk", "--rate", str(rate_hz)]
    run = CliRunner().invoke(app, ["ivr", "say", "9:00からです。", *options, "-o", str(file)])
    assert run.exit_code == 0, run.output
    info = soundfile.info(file)
    assert (info.samplerate, info.channels, info.subtype) == (rate_hz, 1, "PCM_16")
    assert 0.5 < info.duration < 5


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["はい", "--language", "ja", "--rate", "44100"], DefinitionError),
        (["...", "--language", "ja"], DefinitionError),
        (["hello", "--language", "ko", "--voice", ""], ModelError),
        (["はい", "--language", "ja", "--voice", "nobody"], ModelError),
    ],
)
def test_what_cannot_be_said_is_told(
    tmp_path: Path, options: list[str], error: type[Exception]
) -> None:
    voice = [] if "--voice" in options else ["--voice", "openjtalk"]
    file = tmp_path / "x.wav"
    run = CliRunner().invoke(app, ["ivr", "say", *options, *voice, "-o", str(file)])
    assert isinstance(run.exception, error)
    assert not file.exists()


def test_prompts_are_prepared_once_and_counted(tmp_path: Path) -> None:
    document = tmp_path / "welcome.vxml"
    document.write_text(DOCUMENT, encoding="utf-8")
    command = ["ivr", "prompts", str(document), "--voice", "openjtalk", "--data", str(tmp_path)]
    first = CliRunner().invoke(app, command, env={"KIKITORI_LANGUAGE": "en"})
    again = CliRunner().invoke(app, command, env={"KIKITORI_LANGUAGE": "ja"})
    assert first.exit_code == again.exit_code == 0, first.output
    assert "(0 of them new)" not in first.output
    assert "新たに用意したもの 0 件" in again.output
    assert "1 with values in them" in first.output
    for line in first.stdout.splitlines():
        assert len(line) <= 80 or str(tmp_path) in line
