"""Whisper base is put together once, and only when it is the published file."""

import subprocess
import sys
from pathlib import Path

import pytest

from models import weights
from models.weights import WHISPER_BASE_SHA256, file_sha256, is_intact, whisper_base
from speech.errors import ModelError


def test_two_processes_at_first_start_leave_one_whole_model(tmp_path: Path) -> None:
    ask = "import sys, pathlib, models.weights as w; w.whisper_base(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", ask, str(tmp_path)]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    folder = tmp_path / "whisper-base"
    assert file_sha256(folder / "model.bin") == WHISPER_BASE_SHA256
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert names == {"model.bin", "tokenizer.json", "vocabulary.txt", "config.json"}
    assert is_intact(folder)


def test_a_model_cut_short_is_put_together_again(tmp_path: Path) -> None:
    folder = whisper_base(tmp_path)
    with (folder / "model.bin").open("r+b") as file:
        file.truncate(1000)
    assert not is_intact(folder)
    assert file_sha256(whisper_base(tmp_path) / "model.bin") == WHISPER_BASE_SHA256


def test_a_model_left_by_a_process_that_died_is_checked_not_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "whisper-base"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"half a model")
    (folder / "model.joining").write_bytes(b"another half")
    assert is_intact(whisper_base(tmp_path))
    assert not (folder / "model.joining").exists()


def test_halves_that_are_not_the_published_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("tokenizer.json", "vocabulary.txt", "config.json"):
        (data / name).write_text("{}")
    for number in (1, 2):
        (data / f"model.bin.part{number}").write_bytes(b"something else")
    monkeypatch.setattr(weights, "_data_of", lambda package: data)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        whisper_base(tmp_path)
    assert not is_intact(tmp_path / "whisper-base")
    assert not (tmp_path / "whisper-base" / "model.bin").exists()


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "models"
    in_the_way.write_text("a file where a folder should be")
    with pytest.raises(ModelError, match=r"cannot write Whisper base to .*models"):
        whisper_base(in_the_way)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    folder = tmp_path / "whisper-base"
    folder.mkdir()
    (folder / "model.joining").symlink_to(full)
    with pytest.raises(ModelError, match="needs 145 MB of room"):
        whisper_base(tmp_path)
    assert not is_intact(folder)
