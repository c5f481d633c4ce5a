"""Where a command that draws on the terminal writes its log."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LARGEST_BYTES = 1_000_000


class _QuietFile(RotatingFileHandler):
    """A disk that is full has its alarm; it must not be told in tracebacks as well."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        pass


def log_to_file(file: Path) -> None:
    """Have warnings written to a file: the terminal says in the user's words what they mean."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError:
        return
    handler = _QuietFile(file, maxBytes=_LARGEST_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
