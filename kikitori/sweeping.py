"""Sees to it that what is past its day goes while no recorder does: sealed originals, calls."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

from archive.database import is_archive, open_database
from archive.retention import forget_calls
from archive.spool_originals import sweep_originals
from speech.errors import ArchiveError

log = logging.getLogger(__name__)

_EVERY_S = 3600.0


def today() -> date:
    """The day it is where this machine stands."""
    return datetime.now(UTC).astimezone().date()


def keep_sweeping(folder: Path, *, of_today: Callable[[], date] = today) -> None:
    """Shred now what is past its day, and look again every hour as long as the process lives."""
    sweep(folder, of_today())
    Thread(target=_run, args=(folder, of_today), name="sweeping", daemon=True).start()


def sweep(folder: Path, day: date) -> None:
    """Shred what is past its day; a disk that does not let it is tried again the next time."""
    try:
        over = sweep_originals(folder, day)
        if is_archive(folder):
            forget_calls(open_database(folder), folder, day)
    except ArchiveError as error:
        log.warning("%s", error)
        return
    if over:
        log.info("%d sealed originals were past their day and are shredded", len(over))


def _run(folder: Path, of_today: Callable[[], date]) -> None:
    while not Event().wait(_EVERY_S):
        sweep(folder, of_today())
