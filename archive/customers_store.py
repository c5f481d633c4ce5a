"""Puts imported files in the place of what was known of a client's customers before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from archive.customer import Customer, Record
from archive.customer_columns import column_rules
from archive.customer_rows import KINDS, record_row
from archive.customer_tables import customer_phones, customers
from archive.customers_csv import Fault, Placed, ReadFiles


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does, or would do, to what is known."""

    kind: str
    added: int
    changed: int
    removed: int
    same: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import changed, or the faults for which nothing was."""

    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerStore:
    """Writes whole files: a row that is not in a file any more is gone.

    So the same files again change nothing, and the files of before undo an import.
    """

    engine: Engine

    def take(self, read: ReadFiles, *, client: str, dry_run: bool = False) -> Taken:
        """Take in all files in one transaction, or none of them; `dry_run` only tells what would be."""
        if read.faults:
            return Taken(faults=read.faults)
        with self.engine.connect() as connection:
            changes = tuple(
                _replace(connection, kind, records, client)
                for kind, records in read.records.items()
            )
            faults = tuple(_without_owner(connection, read, client))
            if dry_run or faults:
                connection.rollback()
            else:
                connection.commit()
        return Taken(changes=() if faults else changes, faults=faults)


def _replace(connection: Connection, kind: str, records: Sequence[Placed], client: str) -> Change:
    table = KINDS[kind][1]
    key = _key(table)
    old = {row[key]: row for row in _rows(connection, table, client)}
    new = {row[key]: row for row in (record_row(placed.record) for placed in records)}
    changed = sum(old[name] != row for name, row in new.items() if name in old)
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    if added or changed or removed:
        connection.execute(delete(table).where(table.c.client == client))
        _insert(connection, table, list(new.values()))
        if kind == "customers":
            connection.execute(delete(customer_phones).where(customer_phones.c.client == client))
            _insert(connection, customer_phones, list(_phones(placed.record for placed in records)))
    return Change(kind, added, changed, removed, len(new) - added - changed)


def _key(table: Table) -> str:
    return next(column.name for column in table.primary_key if column.name != "client")


def _rows(connection: Connection, table: Table, client: str) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).where(table.c.client == client)).mappings():
        yield dict(row)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _phones(records: Iterator[Record]) -> Iterator[dict[str, str]]:
    for record in records:
        if isinstance(record, Customer):
            for phone in record.phones:
                yield {"client": record.client, "phone": phone, "customer": record.number}


def _without_owner(connection: Connection, read: ReadFiles, client: str) -> Iterator[Fault]:
    """Rows that name a customer nobody has: in these files by line, in earlier ones by kind."""
    query = select(customers.c.number).where(customers.c.client == client)
    known = {"", *connection.execute(query).scalars()}
    for kind, (_, table) in KINDS.items():
        if kind == "customers":
            continue
        if kind in read.records:
            heading = next(r.headings[0] for r in column_rules()[kind] if r.is_owner)
            for placed in read.records[kind]:
                if _owner(placed.record) not in known:
                    yield Fault(
                        file=read.files[kind], what="no_owner", line=placed.line, column=heading
                    )
            continue
        owners = select(table.c.customer).where(table.c.client == client)
        if not known.issuperset(connection.execute(owners).scalars()):
            yield Fault(file=kind, what="left_behind")


def _owner(record: Record) -> str:
    return record.number if isinstance(record, Customer) else record.customer
