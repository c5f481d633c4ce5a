"""Tells the operators' desks about calls, and keeps what is written there."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, func, select, true
from sqlalchemy.dialects.sqlite import insert

from archive.customer_tables import desk_events, desk_notes
from archive.desk import DeskEvent, DeskNote, DeskState, FoundBy
from archive.live_tables import live_turns
from privacy.redacted import RedactedUtterance

SHOWN_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Desk:
    """Both sides of the desk: the dialogue's process tells, the board looks and writes."""

    engine: Engine

    def tell(self, event: DeskEvent) -> None:
        """Show a call on its operator's desk as it stands now; one short transaction."""
        row = {field.name: getattr(event, field.name) for field in fields(event)}
        row |= {"told": dict(event.told), "journey": dict(event.journey)}
        row["told_at"] = datetime.now(UTC)
        with self.engine.begin() as connection:
            connection.execute(
                insert(desk_events)
                .values(row)
                .on_conflict_do_update(index_elements=["call_id"], set_=row)
            )

    def tell_more(self, call_id: str, **changes: Any) -> None:  # noqa: ANN401
        """Change fields of what was told of a call; of an unknown call nothing is told."""
        event = self.event(call_id)
        if event is not None:
            self.tell(replace(event, **changes))

    def event(self, call_id: str) -> DeskEvent | None:
        """What is told of one call."""
        query = select(desk_events).where(desk_events.c.call_id == call_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else _event_of(row)

    def events(self, *, operator: str = "", now: datetime, limit: int = 20) -> list[DeskEvent]:
        """The calls of a shift on one desk, or on all; what is not over first, then the newest."""
        query = (
            select(desk_events)
            .where(desk_events.c.told_at > now - SHOWN_FOR)
            .order_by(desk_events.c.state == DeskState.OVER.value)
            .order_by(desk_events.c.began_at.desc(), desk_events.c.call_id)
            .limit(limit)
        )
        if operator:
            query = query.where(desk_events.c.operator == operator)
        with self.engine.connect() as connection:
            return [_event_of(row) for row in connection.execute(query)]

    def revision(self, *, operator: str = "") -> str:
        """Another text whenever something of the calls on one desk, or on all, is other than before."""
        mine = desk_events.c.operator == operator if operator else true()
        calls = select(desk_events.c.call_id).where(mine)
        parts = (
            select(func.max(desk_events.c.told_at)).where(mine),
            select(func.max(desk_notes.c.written_at)).where(desk_notes.c.call_id.in_(calls)),
            select(func.count()).where(live_turns.c.call_id.in_(calls)),
        )
        query = select(*(part.scalar_subquery() for part in parts))
        with self.engine.connect() as connection:
            return "/".join(map(str, connection.execute(query).one()))

    def write(
        self, call_id: str, account: str, note: RedactedUtterance, *, disposition: str
    ) -> None:
        """Keep what an account notes of a call; what it writes later takes the place of it."""
        row = {
            "call_id": call_id,
            "account": account,
            "written_at": datetime.now(UTC),
            "text": note.text,
            "disposition": disposition,
        }
        with self.engine.begin() as connection:
            connection.execute(
                insert(desk_notes)
                .values(row)
                .on_conflict_do_update(index_elements=["call_id", "account"], set_=row)
            )

    def notes(self, call_id: str) -> list[DeskNote]:
        """What was noted of a call, the latest last."""
        query = (
            select(desk_notes)
            .where(desk_notes.c.call_id == call_id)
            .order_by(desk_notes.c.written_at)
        )
        with self.engine.connect() as connection:
            return [_note_of(row) for row in connection.execute(query)]


def _event_of(row: Row[Any]) -> DeskEvent:
    told: Mapping[str, str] = row.told
    return DeskEvent(
        call_id=row.call_id,
        began_at=row.began_at,
        client=row.client,
        operator=row.operator,
        line=row.line,
        state=DeskState(row.state),
        customer=row.customer,
        serial=row.serial,
        found_by=FoundBy(row.found_by),
        told=told,
        verified=row.verified,
        journey=row.journey,
    )


def _note_of(row: Row[Any]) -> DeskNote:
    return DeskNote(
        call_id=row.call_id,
        account=row.account,
        text=row.text,
        disposition=row.disposition,
        written_at=row.written_at,
    )
