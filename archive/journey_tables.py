"""The table of callers' ways through the IVR.

A journey is told before or after its call is kept, and of calls that never are: no reference to `calls`.
"""

from sqlalchemy import JSON, Column, Float, Integer, String, Table

from archive.tables import Instant, metadata

journeys = Table(
    "journeys",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("began_at", Instant, nullable=False, index=True),
    Column("client", String, nullable=False, index=True),
    Column("path", JSON, nullable=False),
    Column("path_s", JSON),
    Column("slots", JSON, nullable=False),
    Column("operators", JSON, nullable=False),
    Column("transfers", Integer, nullable=False),
    Column("asked_twice", Integer, nullable=False),
    Column("identity_repeated", Integer, nullable=False),
    Column("dead_ends", Integer, nullable=False),
    Column("wait_s", Float, nullable=False),
    Column("tarai_index", Float, nullable=False),
    Column("survey", Integer),
    Column("survey_scale", Integer, nullable=False),
    Column("ended", String, nullable=False),
    Column("ended_in", String, nullable=False),
)
