"""Forgets calls whose last day is over, and what was told and noted beside them."""

import logging
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine, Select, Update, delete, func, select, union, update
from sqlalchemy.exc import OperationalError

from archive.call_back import PENDING
from archive.call_back_tables import call_backs
from archive.customer_tables import desk_events, desk_notes
from archive.journey_tables import journeys
from archive.tables import calls, recordings
from speech.reasons import system_reason

log = logging.getLogger(__name__)

UNKEPT_DAYS = 30
"""How long the desk remembers calls of which nothing else is kept: nobody can look at them."""

_BESIDE_CALLS = (desk_notes, desk_events, journeys, call_backs)
_NUMBERS_KEPT_DAYS = 1
"""How long the number of somebody who was called back can still be seen: who settles it may err."""


def forget_calls(engine: Engine, folder: Path, today: date) -> int:
    """Delete the calls whose last day is before `today`, with their sound and all that lies beside them.

    What the desk and the IVR left of calls that never came into the archive goes `UNKEPT_DAYS` after the
    last of it came. Who opened which call stays in the access log. Returns how many calls it was left of.
    A database that is busy, or a disk that lets nothing go, is left for the next time.
    """
    midnight = datetime.combine(today, time(), tzinfo=UTC)
    oldest = midnight - timedelta(days=UNKEPT_DAYS)
    expired = calls.c.keep_until < today
    try:
        with engine.begin() as connection:
            beside = set(connection.execute(_over(today, oldest)).scalars())
            gone = set(connection.execute(select(calls.c.id).where(expired)).scalars())
            sounds = select(recordings.c.file).where(recordings.c.call_id.in_(gone))
            files = list(connection.execute(sounds).scalars())
            for table in _BESIDE_CALLS:
                connection.execute(delete(table).where(table.c.call_id.in_(beside)))
            connection.execute(_settled_before(midnight - timedelta(days=_NUMBERS_KEPT_DAYS)))
            connection.execute(delete(calls).where(expired))
            # The sound goes before the rows are gone for good, which name it.
            for file in files:
                (folder / file).unlink(missing_ok=True)
    except (OperationalError, OSError) as error:
        told = error.orig if isinstance(error, OperationalError) else system_reason(error)
        log.warning("calls that are over stay for now: %s", told)
        return 0
    return len(beside | gone)


def _settled_before(moment: datetime) -> Update:
    """Numbers of promises that were settled before then are not needed any more."""
    settled = call_backs.c.state.not_in(PENDING) & (call_backs.c.changed_at < moment)
    return update(call_backs).where(settled).values(number=None)


def _over(today: date, oldest: datetime) -> Select[tuple[str]]:
    """The calls of which something lies beside them that is to go."""
    began = (
        select(desk_events.c.call_id, desk_events.c.began_at.label("at")),
        select(desk_notes.c.call_id, desk_notes.c.written_at.label("at")),
        select(journeys.c.call_id, journeys.c.began_at.label("at")),
        select(call_backs.c.call_id, call_backs.c.wished_at.label("at")),
    )
    beside = union(*began).subquery()
    latest = select(beside.c.call_id, func.max(beside.c.at).label("at"))
    last = latest.group_by(beside.c.call_id).subquery()
    expired = calls.c.keep_until < today
    unkept = calls.c.id.is_(None) & (last.c.at < oldest)
    return (
        select(last.c.call_id)
        .outerjoin(calls, calls.c.id == last.c.call_id)
        .where(expired | unkept)
    )
