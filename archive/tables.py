"""The archive's tables, as SQLAlchemy Core sees them; the migrations make them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """An aware date and time, kept in UTC because SQLite has no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def _call_id() -> Column[str]:
    return Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)


calls = Table(
    "calls",
    metadata,
    Column("id", String, primary_key=True),
    Column("sound_sha256", String(64), nullable=False, unique=True),
    Column("status", String, nullable=False, index=True),
    Column("withheld_because", String, nullable=False, server_default=""),
    Column("taken_in_at", Instant, nullable=False, index=True),
    Column("started_at", Instant, index=True),
    Column("duration_s", Float, nullable=False),
    Column("language", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("client", String, nullable=False, index=True),
    Column("campaign", String, nullable=False),
    Column("operator", String, nullable=False, index=True),
    Column("purpose", String, nullable=False),
    Column("keep_until", Date),
    Column("disposition", String, nullable=False),
    Column("engines", JSON, nullable=False),
    Column("line", String, nullable=False, server_default=""),
    Column("interrupted", Boolean, nullable=False, server_default="0"),
    Column("notes", JSON, nullable=False, server_default="[]"),
)

recordings = Table(
    "recordings",
    metadata,
    _call_id(),
    Column("file", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("masks", JSON, nullable=False),
    Column("voiced", JSON, nullable=False),
)

utterances = Table(
    "utterances",
    metadata,
    _call_id(),
    Column("number", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("text", String, nullable=False),
    Column("words", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
)

redactions = Table(
    "redactions",
    metadata,
    _call_id(),
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("utterance", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("reason", String, nullable=False),
    Column("tag", String, nullable=False),
)

# A call that is taken in once more may come under another id; what was proved of it stays its own.
proofs = Table(
    "proofs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "call_id",
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("made_at", Instant, nullable=False),
)

listened = Table(
    "listened",
    metadata,
    Column("proof_id", ForeignKey("proofs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("why", String, nullable=False),
    Column("engine", String, nullable=False),
    Column("found", String, nullable=False),
)

scores = Table(
    "scores",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("scorecard", String, nullable=False),
    Column("scorecard_version", String, nullable=False),
    Column("points", Float, nullable=False),
    Column("possible", Float, nullable=False),
    Column("critical_errors", Integer, nullable=False),
    Column("risk", Integer, nullable=False),
    Column("evaluation", JSON, nullable=False),
)

score_reasons = Table(
    "score_reasons",
    metadata,
    Column("score_id", ForeignKey("scores.id", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("reason", String, nullable=False, index=True),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("score_id", ForeignKey("scores.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("item", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("account", String, nullable=False),
    Column("made_at", Instant, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("account", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("password_hash", String, nullable=False),
    Column("role", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
)

logins = Table(
    "logins",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

access_log = Table(
    "access_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("account", String, nullable=False),
    Column("action", String, nullable=False),
    Column("call_id", String, nullable=False, index=True),
    Column("customer", String, nullable=False, server_default=""),
)
