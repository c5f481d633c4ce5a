"""Means of what callers went through, client by client and day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import Row, Select, func, select

from archive.journey_tables import journeys

PARTS = ("wait_s", "transfers", "asked_twice", "identity_repeated", "dead_ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyDay:
    """One client's calls of one day: how many, the mean index, and the mean of each of its parts.

    `survey` is the mean answer as a share of its scale, None where nobody answered.
    """

    client: str
    day: date
    calls: int
    index: float
    parts: Mapping[str, float]
    survey: float | None
    answers: int


def days_query(since: datetime, zone: timezone) -> Select[Any]:
    """One row a client and day of the zone, in order."""
    offset = zone.utcoffset(None)
    day = func.date(journeys.c.began_at, f"{int(offset.total_seconds())} seconds").label("day")
    return (
        select(journeys.c.client, day, func.count().label("calls"))
        .add_columns(func.avg(journeys.c.tarai_index).label("tarai_index"))
        .add_columns(*(func.avg(journeys.c[part]).label(part) for part in PARTS))
        .add_columns(func.avg(1.0 * journeys.c.survey / journeys.c.survey_scale).label("survey"))
        .add_columns(func.count(journeys.c.survey).label("answers"))
        .where(journeys.c.began_at >= since)
        .group_by(journeys.c.client, day)
        .order_by(journeys.c.client, day)
    )


def day_of(row: Row[Any]) -> JourneyDay:
    """What a row of `days_query` says."""
    return JourneyDay(
        client=row.client,
        day=date.fromisoformat(row.day),
        calls=row.calls,
        index=row.tarai_index,
        parts={part: getattr(row, part) for part in PARTS},
        survey=row.survey,
        answers=row.answers,
    )
