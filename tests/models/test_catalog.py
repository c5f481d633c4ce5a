"""The models known by name, and what state they are in."""

import json
from pathlib import Path

import pytest

from models.catalog import FETCHED, State, catalog, engine_of, entry_named, model_folder, state_of
from models.loading import engine_names
from models.weights import file_sha256, whisper_base
from speech.errors import ModelError
from speech.transcript import Language


def test_the_catalog_names_models_of_both_engines_for_every_language() -> None:
    entries = catalog().values()
    for engine in ("whisper", "vosk"):
        offered = {language for e in entries if e.engine == engine for language in e.languages}
        assert offered == set(Language)
    for entry in entries:
        assert entry.engine in engine_names("recognizers")
        assert entry.licence
        assert entry.size_mb > 0
        assert entry.built_in != bool(entry.source and entry.files)


def test_a_name_nobody_knows_is_answered_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model is called 'whisper-huge'; there are .*base"):
        entry_named("whisper-huge")
    with pytest.raises(ModelError, match="is a model for vosk, not for whisper"):
        model_folder("vosk-model-ja-0.22", tmp_path, engine="whisper")


def test_a_model_not_in_place_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="run `kikitori models fetch whisper-small`"):
        model_folder("whisper-small", tmp_path, engine="whisper")
    assert state_of(entry_named("whisper-small"), tmp_path) is State.ABSENT


def test_any_other_model_is_taken_by_its_folder(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path), tmp_path / "models", engine="vosk") == tmp_path


def test_the_engine_of_a_folder_is_known_by_what_it_holds(tmp_path: Path) -> None:
    assert engine_of("vosk-model-ja-0.22") == "vosk"
    assert engine_of("whisper-small") == "whisper"
    assert engine_of(str(tmp_path)) == "whisper"
    (tmp_path / "am").mkdir()
    assert engine_of(str(tmp_path)) == "vosk"
    with pytest.raises(ModelError, match="no model is called"):
        engine_of(str(tmp_path / "gone"))


def test_the_built_in_model_is_absent_then_ready_then_broken_when_one_byte_changes(
    tmp_path: Path,
) -> None:
    entry = entry_named("whisper-base")
    assert state_of(entry, tmp_path) is State.ABSENT
    folder = whisper_base(tmp_path)
    assert state_of(entry, tmp_path) is State.READY
    with (folder / "model.bin").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"x")
    assert state_of(entry, tmp_path) is State.BROKEN


def test_a_fetched_model_is_checked_against_what_came(tmp_path: Path) -> None:
    entry = entry_named("vosk-model-small-ko-0.22")
    folder = tmp_path / entry.name
    folder.mkdir()
    part = folder / "final.mdl"
    part.write_bytes(b"weights")
    assert state_of(entry, tmp_path) is State.READY
    (folder / FETCHED).write_text(json.dumps({"final.mdl": [7, file_sha256(part)]}))
    assert state_of(entry, tmp_path) is State.READY
    part.write_bytes(b"weighty")
    assert state_of(entry, tmp_path) is State.BROKEN
