"""Sounds of static prompts that outlive the process: one file each, whole or not at all."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech.audio import Samples
from speech.errors import ArchiveError
from speech.reasons import system_reason

_log = logging.getLogger(__name__)
_HEAD = b"KIKITORI PROMPT\n"
_DIGEST_BYTES = 32
_ENDING = ".prompt"
_HALF = ".part"
_OLDEST_HALF_S = 3600


@dataclass(frozen=True, slots=True)
class PromptCache:
    """A folder of sounds by what tells them apart; several processes may use it at once.

    Files that are broken count as not there. When all are larger than `most_bytes`, those not used for
    longest go first.
    """

    folder: Path
    most_bytes: int = 500_000_000

    def find(self, *key: object) -> Samples | None:
        """The sound kept for a key."""
        file = self._file(key)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        digest, sound = _parted(content)
        if hashlib.sha256(sound).digest() != digest or len(sound) % 2:
            _log.warning("prompt %s is broken and is spoken anew", file.stem)
            return None
        _touch(file)
        return np.frombuffer(sound, np.int16)

    def keep(self, samples: Samples, *key: object) -> None:
        """Keep a sound; raises ArchiveError when the folder cannot be written."""
        sound = samples.astype("<i2").tobytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, half = tempfile.mkstemp(suffix=_HALF, dir=self.folder)
            try:
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(_HEAD + hashlib.sha256(sound).digest() + sound)
                Path(half).replace(self._file(key))
            except BaseException:
                Path(half).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ArchiveError(
                "dialogue.prompts_not_kept", folder=self.folder, cause=system_reason(error)
            ) from error

    def sweep(self, now_s: float) -> None:
        """Remove what is too much and what other processes left half; `now_s` is seconds of the epoch."""
        kept = sorted(self._files(), key=lambda found: found[1].st_mtime)
        size = sum(stat.st_size for _, stat in kept)
        for file, stat in kept:
            too_old = file.suffix == _HALF and now_s - stat.st_mtime > _OLDEST_HALF_S
            if too_old or (size > self.most_bytes and file.suffix == _ENDING):
                file.unlink(missing_ok=True)
                size -= stat.st_size

    def size(self) -> tuple[int, int]:
        """How many sounds there are, and their bytes."""
        sizes = [stat.st_size for file, stat in self._files() if file.suffix == _ENDING]
        return len(sizes), sum(sizes)

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for file in self.folder.glob("*"):
            try:
                if file.suffix in (_ENDING, _HALF):
                    yield file, file.stat()
            except OSError:  # another process swept it
                continue

    def _file(self, key: tuple[object, ...]) -> Path:
        named = "\x1f".join(map(str, key)).encode()
        return self.folder / (hashlib.sha256(named).hexdigest()[:40] + _ENDING)


def _parted(content: bytes) -> tuple[bytes, bytes]:
    if not content.startswith(_HEAD):
        return b"", b""
    body = content[len(_HEAD) :]
    return body[:_DIGEST_BYTES], body[_DIGEST_BYTES:]


def _touch(file: Path) -> None:
    """Note the use, for what is swept first."""
    try:
        os.utime(file)
    except OSError:
        return
