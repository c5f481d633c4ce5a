"""The file under a spool: one owner, no buffer of its own, everything told as OSError."""

import fcntl
import os
from pathlib import Path

_SECTOR = 4096


class SpoolFile:
    """An open file that its process holds a lock on; tests put a failing one in its place."""

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path, *, new: bool) -> None:
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if new else 0)
        self._descriptor = os.open(path, flags, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise

    def write(self, content: bytes, at: int) -> int:
        """Hand bytes to the system; returns how many it took."""
        return os.pwrite(self._descriptor, content, at)

    def sync(self) -> None:
        """Return when all that was written outlives a power loss."""
        os.fdatasync(self._descriptor)

    def is_at(self, path: Path) -> bool:
        """Whether this is still the file of that name."""
        try:
            there, here = path.stat(), os.fstat(self._descriptor)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)

    def close(self) -> None:
        """Let go of the file and of the lock; what is written later fails."""
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)


def write_synced(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read and that outlives a power loss."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make names in a folder outlive a power loss."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_past_bad_sectors(descriptor: int, count: int, at: int) -> bytes:
    """Bytes of an open file, zeros where the disk cannot read them; fewer only at its end."""
    parts: list[bytes] = []
    while count > 0:
        part = _read_some(descriptor, count, at)
        if not part:
            break
        parts.append(part)
        count -= len(part)
        at += len(part)
    return b"".join(parts)


def _read_some(descriptor: int, count: int, at: int) -> bytes:
    try:
        return os.pread(descriptor, count, at)
    except OSError:
        left = max(0, os.fstat(descriptor).st_size - at)
        within = min(_SECTOR - at % _SECTOR, count, left)
        try:
            return os.pread(descriptor, within, at)
        except OSError:
            return bytes(within)
