"""The log of who opened what; it is only ever added to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select

from archive.records import Access
from archive.tables import access_log


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Who opened which call, its words or its sound, or which customer's card, and when."""

    engine: Engine

    def add(self, account: str, action: str, call_id: str = "", *, customer: str = "") -> None:
        """Note that `account` did `action` ("open call", "hear", "override" …)."""
        row = {
            "at": datetime.now(UTC),
            "account": account,
            "action": action,
            "call_id": call_id,
            "customer": customer,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(access_log).values(row))

    def newest(self, *, limit: int = 100) -> list[Access]:
        """The latest entries, newest first."""
        query = select(access_log).order_by(access_log.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [_access(row) for row in rows]


def _access(row: Row[Any]) -> Access:
    return Access(row.at, row.account, row.action, row.call_id, row.customer)
