"""The tables of calls in progress; what stands in them is gone when a call ends."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, String, Table

from archive.tables import Instant, metadata

live_calls = Table(
    "live_calls",
    metadata,
    Column("id", String, primary_key=True),
    Column("written_at", Instant, nullable=False),
    Column("line", String, nullable=False),
    Column("client", String, nullable=False),
    Column("operator", String, nullable=False),
    Column("language", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("levels_dbfs", JSON, nullable=False),
    Column("talk_s", JSON, nullable=False),
    Column("silence_s", Float, nullable=False),
    Column("dropped_frames", Integer, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("load_s", Float, nullable=False),
    Column("captions", String, nullable=False),
    Column("sensitive", Integer, nullable=False),
    Column("alarms", JSON, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("speaking", JSON, nullable=False),
    Column("way", JSON),
)

live_turns = Table(
    "live_turns",
    metadata,
    Column("call_id", ForeignKey("live_calls.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("text", String, nullable=False),
    Column("words", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
)
