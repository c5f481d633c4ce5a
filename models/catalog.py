"""The models known by name, where they lie, and whether they are in place and intact."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from models.weights import file_sha256, is_intact, whisper_base
from speech.errors import DefinitionError, ModelError
from speech.transcript import Language

FETCHED = ".fetched.json"
"""Beside a fetched model: its files, each with size and SHA-256 as they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model of the catalog; it lies in the data folder under models/`name`.

    `files` are fetched from `source`; a single .zip is unpacked. `sha256` is that of the only or
    the largest file, empty where its publisher states none.
    """

    name: str
    engine: str
    languages: tuple[Language, ...]
    rate_hz: int
    licence: str
    size_mb: int
    source: str = ""
    files: tuple[str, ...] = ()
    sha256: str = ""
    built_in: bool = False
    note: str = ""

    @property
    def is_archive(self) -> bool:
        return len(self.files) == 1 and self.files[0].endswith(".zip")


class State(StrEnum):
    """Whether a model can be used: present and unchanged, not there, or changed since it came."""

    READY = "ready"
    ABSENT = "absent"
    BROKEN = "broken"


@cache
def catalog() -> Mapping[str, Entry]:
    """All entries by name; raises DefinitionError for a catalog nobody can use."""
    path = Path(__file__).with_name("catalog.toml")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _entry(name, table) for name, table in tables.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error


def entry_named(name: str) -> Entry:
    entries = catalog()
    if name not in entries:
        raise ModelError("model.unknown", name=name, known=", ".join(entries))
    return entries[name]


def engine_of(model: str) -> str:
    """The engine of a model given as for `model_folder`; a folder is known by what it holds."""
    folder = Path(model)
    if model in catalog() or not folder.is_dir():
        return entry_named(model).engine
    kaldi = any((folder / name).exists() for name in ("am", "final.mdl"))
    return "vosk" if kaldi else "whisper"


def model_folder(model: str, models_folder: Path, *, engine: str) -> Path:
    """The folder of a model given by its catalog name or by the path of a folder.

    Raises ModelError when it is not in place, saying how to get it.
    """
    if model not in catalog() and Path(model).is_dir():
        return Path(model)
    entry = entry_named(model)
    if entry.engine != engine:
        raise ModelError("model.for_another", model=model, engine=entry.engine, given=engine)
    if entry.built_in:
        return whisper_base(models_folder)
    folder = models_folder / entry.name
    if not folder.is_dir():
        raise ModelError("model.absent", model=model)
    return folder


def state_of(entry: Entry, models_folder: Path) -> State:
    """Read the whole model once and say whether it is as it came.

    A folder put there by hand has no note of what it held; it is ready when it holds anything.
    """
    folder = models_folder / entry.name
    if entry.built_in:
        if not folder.is_dir():
            return State.ABSENT
        intact = is_intact(folder) and file_sha256(folder / "model.bin") == entry.sha256
        return State.READY if intact else State.BROKEN
    if not folder.is_dir() or not any(folder.iterdir()):
        return State.ABSENT
    note = folder / FETCHED
    if not note.is_file():
        return State.READY
    files = json.loads(note.read_text(encoding="utf-8"))
    unchanged = all(_is_unchanged(folder / name, *came) for name, came in files.items())
    return State.READY if unchanged else State.BROKEN


def _is_unchanged(path: Path, size: int, sha256: str) -> bool:
    return path.is_file() and path.stat().st_size == size and file_sha256(path) == sha256


def _entry(name: str, table: dict[str, object]) -> Entry:
    languages = tuple(Language(code) for code in _strings(table.pop("languages")))
    files = tuple(_strings(table.pop("files", [])))
    return Entry(name=name, languages=languages, files=files, **table)  # type: ignore[arg-type]


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is no list of names")
    return value
