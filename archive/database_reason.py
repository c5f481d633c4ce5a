"""Why the database refused, in words people know."""

from sqlalchemy.exc import DBAPIError

from speech.reasons import Reason, reason, words


def database_reason(error: DBAPIError) -> Reason:
    """What SQLite says by its code, as "the disk is full"; another database speaks itself."""
    known = reason(f"database.{getattr(error.orig, 'sqlite_errorname', '')}")
    return known if known.code in words("en") else Reason(str(error.orig))
