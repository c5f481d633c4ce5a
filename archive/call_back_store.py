"""Keeps promises to call back until they are kept; the number to call lies sealed, and goes after that."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from archive.call_back import PENDING, CallBack, CallBackState
from archive.call_back_tables import call_backs
from archive.keys import open_installation_key

SETTLED_SHOWN_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CallBacks:
    """Both sides: the dialogue's process promises, the board looks and settles."""

    engine: Engine
    folder: Path

    def promise(self, promised: CallBack, number: str) -> None:
        """Keep a promise and the number to call, empty where nobody knows it; a later one of the
        same call changes number and time of one that is not settled.

        Raises ArchiveError when the key of the installation cannot be used.
        """
        key = open_installation_key(self.folder / "keys")
        sealed = key.seal_number(number, promised.call_id) if number else None
        row = {
            field.name: getattr(promised, field.name)
            for field in fields(promised)
            if field.name != "has_number"
        } | {"number": sealed}
        changed = {
            name: row[name] for name in ("due_at", "topic", "language", "changed_at", "number")
        }
        with self.engine.begin() as connection:
            connection.execute(
                insert(call_backs)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["call_id"],
                    set_=changed,
                    where=call_backs.c.state.in_(PENDING),
                )
            )

    def all(self) -> list[CallBack]:
        """Those to be kept, the most urgent first, then those settled in the last day."""
        settled = call_backs.c.state.not_in(PENDING)
        query = (
            select(call_backs)
            .where(or_(~settled, call_backs.c.changed_at > datetime.now(UTC) - SETTLED_SHOWN_FOR))
            .order_by(settled, call_backs.c.due_at, call_backs.c.call_id)
        )
        with self.engine.connect() as connection:
            return [_call_back_of(row) for row in connection.execute(query)]

    def pending(self) -> int:
        """How many are to be kept."""
        query = select(func.count()).where(call_backs.c.state.in_(PENDING))
        with self.engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def number(self, call_id: str) -> str:
        """The number to call; empty where it is not known, or not any more. Raises ArchiveError."""
        query = select(call_backs.c.number).where(call_backs.c.call_id == call_id)
        with self.engine.connect() as connection:
            sealed = connection.execute(query).scalar()
        if sealed is None:
            return ""
        return open_installation_key(self.folder / "keys").unseal_number(sealed, call_id)

    def take(self, call_id: str, account: str) -> bool:
        """Whether it is this account's to keep from now on; nobody else is to call as well."""
        return self._change(call_id, CallBackState.OPEN, state=CallBackState.TAKEN, account=account)

    def put_back(self, call_id: str, *, tried: bool) -> bool:
        """Whoever is free may keep it; `tried` is that nobody answered."""
        more = {"tried": call_backs.c.tried + tried, "account": ""}
        return self._change(call_id, CallBackState.TAKEN, state=CallBackState.OPEN, **more)

    def settle(self, call_id: str, account: str, state: CallBackState) -> bool:
        """It is DONE or GIVEN_UP."""
        return self._change(call_id, *PENDING, state=state, account=account)

    def open_again(self, call_id: str) -> bool:
        """It was settled by mistake."""
        settled = (CallBackState.DONE, CallBackState.GIVEN_UP)
        return self._change(call_id, *settled, state=CallBackState.OPEN, account="")

    def _change(self, call_id: str, *before: CallBackState, **changes: Any) -> bool:  # noqa: ANN401
        """Whether it stood as it had to."""
        query = (
            update(call_backs)
            .where(call_backs.c.call_id == call_id, call_backs.c.state.in_(before))
            .values(changed_at=datetime.now(UTC), **changes)
        )
        with self.engine.begin() as connection:
            return connection.execute(query).rowcount > 0


def _call_back_of(row: Row[Any]) -> CallBack:
    return CallBack(
        call_id=row.call_id,
        wished_at=row.wished_at,
        due_at=row.due_at,
        client=row.client,
        language=row.language,
        topic=row.topic,
        state=CallBackState(row.state),
        account=row.account,
        tried=row.tried,
        changed_at=row.changed_at,
        has_number=row.number is not None,
    )
