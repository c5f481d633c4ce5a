"""The log of who opened what; it is only ever added to."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select

from archive.records import Access
from archive.tables import access_log


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Who opened which call, its words or its sound, and when."""

    engine: Engine

    def add(self, account: str, action: str, call_id: str = "") -> None:
        """Note that `account` did `action` ("open call", "hear", "override" …)."""
        row = {"at": datetime.now(UTC), "account": account, "action": action, "call_id": call_id}
        with self.engine.begin() as connection:
            connection.execute(insert(access_log).values(row))

    def newest(self, *, limit: int = 100) -> list[Access]:
        """The latest entries, newest first."""
        query = select(access_log).order_by(access_log.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Access(row.at, row.account, row.action, row.call_id) for row in rows]
