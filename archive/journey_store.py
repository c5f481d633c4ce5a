"""Keeps what callers went through in the IVR, and reads it back."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Engine, Row, func, select
from sqlalchemy.dialects.sqlite import insert

from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from archive.journey_days import JourneyDay, day_of, days_query
from archive.journey_tables import journeys

_CODE = re.compile(r"(?!(?:\D*\d){4})[\w-]{1,40}")
"""The code of a choice. What has four digits is no code but something a caller said."""


@dataclass(frozen=True, slots=True)
class Journeys:
    """Both sides: the IVR's process writes, the board reads."""

    engine: Engine

    def keep(self, call_id: str, journey: CallJourney) -> None:
        """Keep the journey of a call, before or after the call itself is kept; the first one stays.

        A slot's value that is no code of a choice is kept as nothing, which says that it is known.
        """
        passed = journey.passed
        row = {
            "call_id": call_id,
            "began_at": journey.began_at,
            "client": journey.client,
            "path": list(journey.path),
            "path_s": list(journey.path_s),
            "slots": {name: _code(value) for name, value in journey.slots.items()},
            "operators": list(journey.operators),
            "transfers": passed.transfers,
            "asked_twice": passed.asked_twice,
            "identity_repeated": passed.identity_repeated,
            "dead_ends": passed.dead_ends,
            "wait_s": passed.wait_s,
            "tarai_index": passed.index,
            "survey": journey.survey,
            "survey_scale": journey.survey_scale,
            "ended": journey.ended.value,
            "ended_in": journey.ended_in,
        }
        with self.engine.begin() as connection:
            connection.execute(insert(journeys).values(row).on_conflict_do_nothing())

    def of(self, call_id: str) -> CallJourney | None:
        """The journey of one call; None when no IVR answered it."""
        return self.of_all([call_id]).get(call_id)

    def of_all(self, call_ids: Iterable[str]) -> Mapping[str, CallJourney]:
        """The journeys of those calls that have one."""
        query = select(journeys).where(journeys.c.call_id.in_(list(call_ids)))
        with self.engine.connect() as connection:
            return {row.call_id: _journey_of(row) for row in connection.execute(query)}

    def any(self) -> bool:
        """Whether an IVR ever answered a call here."""
        with self.engine.connect() as connection:
            return connection.execute(select(journeys.c.call_id).limit(1)).first() is not None

    def days(self, *, since: datetime, zone: timezone) -> list[JourneyDay]:
        """Means of each client and day from that moment on, in order."""
        query = days_query(since, zone)
        with self.engine.connect() as connection:
            return [day_of(row) for row in connection.execute(query)]

    def endings(self, *, since: datetime) -> Mapping[str, Mapping[JourneyEnd, int]]:
        """How many calls of each client ended how, from that moment on."""
        query = (
            select(journeys.c.client, journeys.c.ended, func.count().label("calls"))
            .where(journeys.c.began_at >= since)
            .group_by(journeys.c.client, journeys.c.ended)
        )
        found: dict[str, dict[JourneyEnd, int]] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.client, {})[JourneyEnd(row.ended)] = row.calls
        return found


def _code(value: str) -> str:
    return value if _CODE.fullmatch(value) else ""


def _journey_of(row: Row[Any]) -> CallJourney:
    return CallJourney(
        began_at=row.began_at,
        client=row.client,
        path=tuple(row.path),
        path_s=tuple(row.path_s or ()),
        slots=row.slots,
        operators=tuple(row.operators),
        passed=TaraiMawashi(
            transfers=row.transfers,
            asked_twice=row.asked_twice,
            identity_repeated=row.identity_repeated,
            dead_ends=row.dead_ends,
            wait_s=row.wait_s,
        ),
        survey=row.survey,
        survey_scale=row.survey_scale,
        ended=JourneyEnd(row.ended),
        ended_in=row.ended_in,
    )
