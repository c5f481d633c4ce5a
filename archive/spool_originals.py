"""Sealed originals that outlive their call's redaction, and how they are shredded when their day is over.

None of it takes a key, so that whoever opens a data folder can shred what is past its day.
"""

import logging
from datetime import date
from pathlib import Path

from archive.spool_folder import SpoolFolder
from speech.errors import ArchiveError
from speech.reasons import system_reason

log = logging.getLogger(__name__)


def kept_originals(files: SpoolFolder) -> dict[str, date]:
    """The originals and the last day each is kept; one without a readable day is logged."""
    days: dict[str, date] = {}
    for call_id in files.ids(".until"):
        try:
            days[call_id] = _last_day(files.until(call_id))
        except ArchiveError as error:
            log.warning("%s; the original stays until somebody looks", error)
    return days


def sweep_originals(folder: Path, today: date) -> list[str]:
    """Shred the originals below a data folder whose last day is over; the ids of them.

    Raises ArchiveError when the disk does not let it.
    """
    files = SpoolFolder(folder)
    over = [call_id for call_id, until in kept_originals(files).items() if until < today]
    for call_id in over:
        shred(files, call_id)
    return over


def shred(files: SpoolFolder, call_id: str) -> None:
    """Make a call unreadable for ever, then remove it; goes on where it was interrupted."""
    try:
        files.shred(call_id)
    except OSError as error:
        cause = system_reason(error)
        raise ArchiveError("spool.cannot_shred", call=call_id, cause=cause) from error


def _last_day(file: Path) -> date:
    try:
        return date.fromisoformat(file.read_text())
    except (OSError, ValueError) as error:
        raise ArchiveError("spool.no_date", file=file) from error
