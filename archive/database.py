"""Opens the archive's database in the data folder and brings it to the newest schema."""

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from archive.database_reason import database_reason
from archive.folder_lock import alone_in
from speech.errors import ArchiveError
from speech.reasons import system_reason

_FILE = "kikitori.db"
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(folder: Path) -> Engine:
    """The database of a data folder, made if it is new and migrated if it is older.

    Raises ArchiveError when the folder cannot be written or a newer Kikitori made it.
    """
    file = folder / _FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Opening a file is cheap; a pool would keep connections open after their last use.
        engine = create_engine(f"sqlite:///{file}", hide_parameters=True, poolclass=NullPool)
        event.listen(engine, "connect", _set_pragmas)
        # SQLite makes a schema in many steps; another process must not begin in between.
        with alone_in(folder):
            _migrate(engine)
    except (OSError, DBAPIError) as error:
        cause = system_reason(error) if isinstance(error, OSError) else database_reason(error)
        raise ArchiveError("archive.not_opened", file=file, cause=cause) from error
    except CommandError as error:
        raise ArchiveError("archive.newer", file=file) from error
    file.chmod(0o600)
    return engine


def is_archive(folder: Path) -> bool:
    """Whether there is a database in a folder already."""
    return (folder / _FILE).is_file()


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
    cursor = connection.cursor()
    # WAL lets the board read while a call is written; NORMAL survives a dying process.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
