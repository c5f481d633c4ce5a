"""Writes and reads calls in progress: a recorder writes once a second, the board reads at will."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from archive.database_reason import database_reason
from archive.live import LiveCall, LiveTurn
from archive.live_rows import live_call_of, live_call_row, live_turn_of, live_turn_row
from archive.live_tables import live_calls, live_turns
from archive.spool_folder import SpoolFolder
from speech.errors import ArchiveError

SILENT_AFTER = timedelta(seconds=5)
"""A recorder writes every second; one that has not for so long is in trouble or gone."""


@dataclass(frozen=True, slots=True)
class LiveStore:
    """The recorder's side, for a thread that capture never waits for.

    Each method is one short transaction and raises ArchiveError when the disk does not take it; the
    call is recorded all the same.
    """

    engine: Engine

    def update(self, call: LiveCall) -> None:
        """Tell how a call stands now, whether it is new or not."""
        row = live_call_row(call, datetime.now(UTC))
        told = insert(live_calls).values(row)
        with self._writing(call.id) as connection:
            connection.execute(told.on_conflict_do_update(index_elements=["id"], set_=row))

    def show(self, call_id: str, turns: Sequence[LiveTurn]) -> None:
        """Show what is new or has changed; a turn takes the place of the one with its number.

        Nothing is shown of a call that is not in progress, so that a late word cannot outlive it.
        """
        rows = [live_turn_row(turn) for turn in turns]
        given = insert(live_turns)
        taken = {column: given.excluded[column] for column in rows[0]} if rows else {}
        with self._writing(call_id) as connection:
            going_on = select(live_calls.c.id).where(live_calls.c.id == call_id)
            if rows and connection.execute(going_on).first() is not None:
                keys = ["call_id", "number"]
                connection.execute(
                    given.on_conflict_do_update(index_elements=keys, set_=taken), rows
                )

    def hide(self, call_id: str) -> None:
        """Take back every word shown of a call, as when its redaction fails."""
        with self._writing(call_id) as connection:
            connection.execute(delete(live_turns).where(live_turns.c.call_id == call_id))

    def end(self, call_id: str) -> None:
        """Remove a call with its words: its kept form is there, or recovery has dealt with it."""
        with self._writing(call_id) as connection:
            connection.execute(delete(live_calls).where(live_calls.c.id == call_id))

    def take_up(self, call_ids: Collection[str]) -> None:
        """Tell of calls a dead recorder left that they are being taken through the stages."""
        taken = update(live_calls).where(live_calls.c.id.in_(call_ids))
        with self._writing(", ".join(call_ids)) as connection:
            connection.execute(taken.values(ended=1, written_at=datetime.now(UTC)))

    def ids(self) -> list[str]:
        """The calls that are told of, whoever holds them."""
        with self._writing("of any id") as connection:
            return list(connection.scalars(select(live_calls.c.id)))

    @contextmanager
    def _writing(self, call_id: str) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise ArchiveError(
                "archive.live_not_written", call=call_id, cause=database_reason(error)
            ) from error


@dataclass(frozen=True, slots=True)
class LiveSeen:
    """A call in progress and when its recorder last told of it."""

    call: LiveCall
    written_at: datetime

    def silent(self, now: datetime) -> bool:
        """Whether the recorder has not been heard of for longer than it ever should."""
        return now - self.written_at > SILENT_AFTER


@dataclass(frozen=True, slots=True)
class LiveReader:
    """The board's side; every method reads fresh."""

    engine: Engine
    folder: Path

    def calls(self) -> list[LiveSeen]:
        """The calls in progress, the longest first."""
        query = select(live_calls).order_by(live_calls.c.started_at, live_calls.c.id)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [LiveSeen(live_call_of(row), row.written_at) for row in rows]

    def abandoned(self, call_id: str) -> bool:
        """Whether no process holds the call any more: its recorder is gone."""
        files = SpoolFolder(self.folder)
        return not (files.spool(call_id).exists() and files.is_held(call_id))

    def turns(self, call_id: str, *, since: int = 0) -> list[LiveTurn]:
        """What may be shown of a call from turn number `since` on, as it stands now."""
        query = (
            select(live_turns)
            .where(live_turns.c.call_id == call_id, live_turns.c.number >= since)
            .order_by(live_turns.c.number)
        )
        with self.engine.connect() as connection:
            return [live_turn_of(row) for row in connection.execute(query)]
