"""The table of promises to call back.

A promise is told before its call is kept: no reference to `calls`.
"""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from archive.tables import Instant, metadata

call_backs = Table(
    "call_backs",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("wished_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("client", String, nullable=False),
    Column("language", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("account", String, nullable=False),
    Column("tried", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("number", LargeBinary),
)
