"""Sees to it that a line is recorded by one process only."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from speech.errors import LineError
from speech.reasons import system_reason


@contextmanager
def line_of_ours(file: Path, name: str) -> Iterator[None]:
    """Have a line for oneself while this lasts; the lock goes with the process, however it ends.

    Raises LineError when another process records it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LineError("line.no_lock", line=name, file=file, cause=system_reason(error)) from error
    try:
        _lock(lock, name)
        yield
    finally:
        os.close(lock)


def is_taken(file: Path) -> bool:
    """Whether a living process records the line of this lock."""
    try:
        lock = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _lock(lock: int, name: str) -> None:
    # Somebody who only looks has the lock for a moment.
    for pause_s in (0.01, 0.04):
        with suppress(OSError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sleep(pause_s)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise LineError("line.taken", line=name) from error
