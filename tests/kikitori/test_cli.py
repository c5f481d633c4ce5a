import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.accounts import Account, Role
from archive.archive import open_archive
from speech.errors import (
    AccessError,
    ArchiveError,
    DefinitionError,
    KikitoriError,
    ModelError,
    RedactionError,
    SoundError,
)
from tests.kikitori.scripted import SMALL_TALK, a_recording

# The first import in a fresh environment compiles librosa for half a minute and more.
pytestmark = pytest.mark.timeout(300)


def kikitori(
    *arguments: str, data: Path, typed: str = "", ja: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would, in a process of its own."""
    environment = os.environ | {
        "KIKITORI_DATA": str(data),
        "KIKITORI_LANGUAGE": "ja" if ja else "en",
        "COLUMNS": "80",
    }
    return subprocess.run(
        [sys.executable, "-m", "kikitori", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        env=environment,
        timeout=280,
        check=False,
    )


@pytest.fixture
def scripted(tmp_path: Path) -> Path:
    """A data folder whose settings choose the scripted recognizer."""
    data = tmp_path / "data"
    data.mkdir()
    keys = ("channel", "start", "end", "text")
    script = [dict(zip(keys, line, strict=True)) for line in SMALL_TALK]
    (tmp_path / "script.json").write_text(json.dumps(script), encoding="utf-8")
    (data / "config.toml").write_text(
        f'recognizer = "scripted"\nmodel = "{tmp_path / "script.json"}"\ndetector = "energy"\n'
    )
    return data


def test_a_batch_prints_a_line_a_call_and_a_sum(scripted: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    a_recording(calls, "good.wav")
    (calls / "bad.wav").write_text("no sound")

    done = kikitori("import", str(calls), "--language", "ja", data=scripted)

    assert done.returncode == SoundError.exit_code
    assert done.stdout.splitlines()[0] == "refused   bad.wav: not a sound file that can be read"
    assert done.stdout.splitlines()[1].startswith("taken in  good.wav  call-")
    assert done.stdout.splitlines()[2] == (
        "1 taken in, 0 known before, 1 refused, 0 withheld, 0 quarantined"
    )
    assert "Traceback" not in done.stderr

    again = kikitori("import", str(calls / "good.wav"), "--language", "ja", data=scripted, ja=True)
    assert again.returncode == 0
    assert "既知 1 件" in again.stdout


def test_recognize_prints_a_json_line_a_channel_and_keeps_nothing(
    scripted: Path, tmp_path: Path
) -> None:
    file = a_recording(tmp_path)
    before = set(scripted.rglob("*"))
    done = kikitori("recognize", str(file), "--language", "ja", "--jsonl", data=scripted)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["file"], line["channel"]) for line in lines] == [(str(file), 0), (str(file), 1)]
    assert all(set(line) == {"file", "channel", "text", "utterances"} for line in lines)
    assert set(scripted.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("import", "nothing-here"), SoundError.exit_code, "no such file"),
        (("models", "fetch", "whisper-giant"), ModelError.exit_code, "no model is called"),
        (("user", "remove", "nobody"), AccessError.exit_code, "no such account"),
        (("import",), 2, "paths is missing"),
        (("sing",), 2, "there is no command sing"),
    ],
)
def test_a_mistake_becomes_a_line_that_names_it(
    tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = kikitori(*arguments, data=tmp_path / "data")
    assert done.returncode == code
    assert message.lower() in (done.stderr + done.stdout).lower()
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_stops_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("recogniser = 'whisper'")
    done = kikitori("import", str(tmp_path), data=tmp_path)
    assert done.returncode == DefinitionError.exit_code
    assert "'recogniser' is no setting" in done.stderr


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    done = kikitori("user", "list", data=tmp_path / "data")
    assert done.returncode == ArchiveError.exit_code
    assert done.stderr.startswith("kikitori: ")
    assert done.stderr.count("\n") == 1


def test_a_supervisor_adds_lists_and_removes_accounts(tmp_path: Path) -> None:
    password = "correct horse battery"
    added = kikitori(
        "user", "add", "mika", "--role", "trainer", data=tmp_path, typed=f"{password}\n{password}\n"
    )
    assert added.returncode == 0, added.stderr
    assert open_archive(tmp_path).accounts.all() == [Account("mika", Role.TRAINER)]
    assert kikitori("user", "list", data=tmp_path).stdout == "mika\ttrainer\n"
    assert kikitori("user", "remove", "mika", data=tmp_path).returncode == 0
    assert open_archive(tmp_path).accounts.all() == []


def test_a_supervisor_sees_who_opened_what(tmp_path: Path) -> None:
    access_log = open_archive(tmp_path).access_log
    access_log.add("mika", "open call", "call-1")
    access_log.add("mika", "hear", "call-1")
    shown = kikitori("log", "--limit", "1", data=tmp_path).stdout
    assert shown.endswith("\tmika\thear\tcall-1\n")
    assert shown.count("\n") == 1


def test_every_deliberate_error_has_an_exit_code_of_its_own() -> None:
    kinds = [DefinitionError, SoundError, ModelError, RedactionError, ArchiveError, AccessError]
    codes = [kind.exit_code for kind in kinds]
    assert len({*codes, 0, 2, KikitoriError.exit_code}) == len(kinds) + 3
