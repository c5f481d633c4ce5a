"""Downloads a model of the catalog: the only code here that reaches a network, and only when asked."""

import http.client
import json
import shutil
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError, URLError

from models.catalog import FETCHED, Entry
from models.weights import file_sha256, whisper_base
from speech.errors import ModelError
from speech.reasons import system_reason

Progress: TypeAlias = Callable[[int, int], None]
"""Told the bytes of the current file so far and in all (0 when the server does not say)."""

_BLOCK_BYTES = 1 << 18
_TIMEOUT_S = 30
_PARTIAL, _WHOLE = 206, 416


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody how far a download has come."""


def fetch(entry: Entry, models_folder: Path, *, progress: Progress = no_progress) -> Path:
    """Fetch a model into its folder and return that; what came before an interruption is kept.

    The folder appears only when everything has come, was checked and was unpacked. Raises
    ModelError, saying what to put where by hand, when the source cannot be reached.
    """
    if entry.built_in:
        return whisper_base(models_folder)
    folder = models_folder / entry.name
    arriving = models_folder / f".{entry.name}.arriving"
    try:
        arriving.mkdir(parents=True, exist_ok=True)
        for name in entry.files:
            _download(entry.source + name, arriving / name, progress)
        _check(entry, arriving)
        content = _unpacked(entry, arriving) if entry.is_archive else arriving
        _note_files(content)
        if folder.exists():
            shutil.rmtree(folder)
        content.replace(folder)
        shutil.rmtree(arriving, ignore_errors=True)
    except (URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _by_hand(entry, folder, error) from error
    except OSError as error:
        raise ModelError(
            "model.not_written",
            model=entry.name,
            folder=models_folder,
            cause=system_reason(error),
        ) from error
    return folder


def _download(url: str, target: Path, progress: Progress) -> None:
    """Download to `target`, going on after the bytes an earlier attempt left."""
    if target.exists():
        return
    partial = target.with_name(target.name + ".part")
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - from the catalog
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            have = have if answer.status == _PARTIAL else 0
            length = int(answer.headers.get("Content-Length") or 0)
            total = have + length if length else 0
            with partial.open("ab" if have else "wb") as file:
                while block := answer.read(_BLOCK_BYTES):
                    file.write(block)
                    have += len(block)
                    progress(have, total)
    except HTTPError as error:
        # What an earlier attempt left is already the whole file.
        if error.code != _WHOLE or not have:
            raise
        total = have
    if total and have != total:
        raise URLError(f"the connection broke off after {have} of {total} bytes")
    partial.replace(target)


def _check(entry: Entry, arriving: Path) -> None:
    if not entry.sha256:
        return
    largest = max((arriving / name for name in entry.files), key=lambda path: path.stat().st_size)
    if file_sha256(largest) != entry.sha256:
        largest.unlink()
        raise ModelError("model.another_file", file=largest.name)


def _unpacked(entry: Entry, arriving: Path) -> Path:
    """Unpack the archive; return the folder that holds the model itself."""
    archive = arriving / entry.files[0]
    target = arriving / "unpacked"
    shutil.rmtree(target, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                if not (target / member.filename).resolve().is_relative_to(target.resolve()):
                    raise ModelError("model.outside", file=archive.name)
            packed.extractall(target)
    except zipfile.BadZipFile as error:
        archive.unlink()
        raise ModelError("model.came_broken", file=archive.name) from error
    inside = list(target.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else target


def _note_files(content: Path) -> None:
    files = sorted(path for path in content.rglob("*") if path.is_file() and path.name != FETCHED)
    note = {
        path.relative_to(content).as_posix(): [path.stat().st_size, file_sha256(path)]
        for path in files
    }
    (content / FETCHED).write_text(json.dumps(note, indent=1), encoding="utf-8")


def _by_hand(entry: Entry, folder: Path, error: Exception) -> ModelError:
    return ModelError(
        "model.unpack_by_hand" if entry.is_archive else "model.put_by_hand",
        source=entry.source,
        problem=str(error),
        files=", ".join(entry.files),
        folder=folder,
    )
