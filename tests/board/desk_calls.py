"""Made-up calls on the operators' desks, of the customers in the examples."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.archive import Archive
from archive.customers_csv import csv_files, read_files
from archive.desk import DeskEvent, DeskState, FoundBy
from qa.board.note_clearing import cleared

CUSTOMERS = Path(__file__).parents[2] / "ivr" / "examples" / "customers"


def take_customers(archive: Archive, *, client: str = "") -> None:
    read = read_files(csv_files([CUSTOMERS]), client=client)
    assert archive.customer_store.take(read, client=client).faults == ()


def ja_call(call_id: str = "desk-ja", *, operator: str = "sasaki") -> DeskEvent:
    """A caller who said her product number, was transferred once and is being talked to."""
    return DeskEvent(
        call_id=call_id,
        began_at=datetime.now(UTC) - timedelta(minutes=2),
        operator=operator,
        line="sip 1",
        state=DeskState.TALKING,
        customer="C-1001",
        serial="51200640",
        found_by=FoundBy.PRODUCT_NUMBER,
        told={"product": "51200640", "matter": "repair", "name": ""},
        verified=True,
        journey={"wait_s": 42.0, "transfers": 1, "asked_twice": 0},
    )


def unknown_call(call_id: str = "desk-unknown", *, operator: str = "sasaki") -> DeskEvent:
    """A caller nobody knows, who has only just been put through."""
    return DeskEvent(
        call_id=call_id,
        began_at=datetime.now(UTC),
        operator=operator,
        line="sip 2",
        state=DeskState.TALKING,
    )


def fill_desks(archive: Archive) -> None:
    """A shift: one call going on, one over with a note, one of somebody else."""
    take_customers(archive)
    over = DeskEvent(
        call_id="desk-over",
        began_at=datetime.now(UTC) - timedelta(minutes=34),
        operator="sasaki",
        line="sip 3",
        state=DeskState.OVER,
        customer="C-1001",
        found_by=FoundBy.CALLER_NUMBER,
    )
    archive.desk.tell(over)
    note = cleared("部品は24日に届く予定とお伝えした。到着したら電話する。")
    archive.desk.write("desk-over", "sasaki", note, disposition="call_back")
    archive.desk.tell(
        DeskEvent(
            call_id="desk-en",
            began_at=datetime.now(UTC) - timedelta(minutes=11),
            operator="jordan",
            line="sip 2",
            state=DeskState.TALKING,
            customer="C-1003",
            found_by=FoundBy.CALLER_NUMBER,
            told={"matter": "repair"},
            journey={"wait_s": 8.0},
        )
    )
    archive.desk.tell(ja_call())
