"""Customers are taken in from files, found by what a caller gives, and shown as far as a role may see."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.accounts import Role
from archive.archive import Archive, open_archive
from archive.customer_numbers import has_check_digit, phone_number, product_number
from archive.customers_csv import Fault, csv_files, read_files
from archive.customers_store import Taken
from archive.desk import DeskEvent, DeskState, FoundBy
from privacy.redacted import RedactedUtterance
from speech.audio import Channel, Span

EXAMPLES = Path(__file__).parents[2] / "ivr" / "examples" / "customers"
BEGAN_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES, tmp_path / "files"))


def take(archive: Archive, *paths: Path, client: str = "", dry_run: bool = False) -> Taken:
    read = read_files(csv_files(paths), client=client)
    return archive.customer_store.take(read, client=client, dry_run=dry_run)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def note(text: str) -> RedactedUtterance:
    return RedactedUtterance(Channel.OPERATOR, Span(0, 0), text, (), 1.0)


def test_the_example_files_come_in_and_a_second_time_change_nothing(archive: Archive) -> None:
    first = take(archive, EXAMPLES)
    assert first.faults == ()
    assert {change.kind: change.added for change in first.changes} == {
        "cases": 4, "contacts": 5, "customers": 5, "products": 8, "purchases": 9,
    }  # fmt: skip
    again = take(archive, EXAMPLES)
    assert {(c.added, c.changed, c.removed) for c in again.changes} == {(0, 0, 0)}


def test_a_dry_run_tells_what_would_be_and_writes_nothing(archive: Archive) -> None:
    assert sum(change.added for change in take(archive, EXAMPLES, dry_run=True).changes) == 31
    assert archive.customers.clients() == []


def test_importing_the_files_of_before_undoes_an_import(archive: Archive, files: Path) -> None:
    take(archive, EXAMPLES)
    before = archive.customers.card("", "C-1001", Role.OPERATOR)
    edit(files / "customers.csv", "青葉 みどり", "青葉 翠")
    edit(files / "cases.csv", "K-2877,", "K-9999,")
    changes = {c.kind: c for c in take(archive, files).changes}
    assert (changes["customers"].changed, changes["cases"].added, changes["cases"].removed) == (
        1, 1, 1,
    )  # fmt: skip
    assert archive.customers.card("", "C-1001", Role.OPERATOR) != before
    take(archive, EXAMPLES)
    assert archive.customers.card("", "C-1001", Role.OPERATOR) == before


def test_every_fault_is_named_with_its_line_and_nothing_is_taken_in(
    archive: Archive, files: Path
) -> None:
    edit(files / "customers.csv", "06-0155-0101", "06-0155")
    edit(files / "products.csv", "4071-0253", "4071-0235")
    edit(files / "purchases.csv", "2024-05-02", "2024-05-32")
    edit(files / "cases.csv", "2025-08-09,4071-0253", "2025-08-09")
    (files / "readme.csv").write_text("a\n")
    faults = take(archive, files).faults
    assert set(faults) == {
        Fault(file="customers.csv", line=3, column="phones", what="no_phone"),
        Fault(file="products.csv", line=2, column="product_number", what="check_digit"),
        Fault(file="purchases.csv", line=3, column="bought_on", what="no_date"),
        Fault(file="cases.csv", line=3, what="cells"),
        Fault(file="readme.csv", what="unknown_file"),
    }
    assert archive.customers.clients() == []


def test_a_row_of_a_customer_nobody_has_is_refused(archive: Archive, files: Path) -> None:
    edit(files / "cases.csv", "K-3095,C-1004", "K-3095,C-1040")
    (fault,) = take(archive, files).faults
    assert fault == Fault(file="cases.csv", line=5, column="customer", what="no_owner")


def test_a_customer_is_not_taken_away_from_under_their_cases(archive: Archive, files: Path) -> None:
    take(archive, EXAMPLES)
    lines = (files / "customers.csv").read_text(encoding="utf-8").splitlines()
    (files / "customers.csv").write_text("\n".join(lines[:3]), encoding="utf-8")
    faults = take(archive, files / "customers.csv").faults
    assert {(fault.file, fault.what) for fault in faults} == {
        (kind, "left_behind") for kind in ("products", "purchases", "cases", "contacts")
    }
    assert archive.customers.card("", "C-1005", Role.OPERATOR) is not None


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("customer\nC-1\n", "no_column"),
        ("customer,name,氏名\nC-1,A,B\n", "column_twice"),
        ("customer,name\nC-1,A\nC-1,B\n", "twice"),
        ('customer,name\nC-1,"A\n', "broken_csv"),
        ("customer,name\n,A\n", "empty"),
        ("", "no_column"),
    ],
)
def test_a_file_that_cannot_be_understood_says_why(
    archive: Archive, tmp_path: Path, content: str, what: str
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(content, encoding="utf-8")
    assert what in {fault.what for fault in take(archive, file).faults}


def test_a_japanese_spreadsheet_comes_in_as_it_was_saved(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "顧客.csv"
    rows = "顧客番号,氏名,電話番号,勧誘拒否\r\nＡ１,霞 三郎,０３－０１２３－０００１,○\r\n"
    file.write_bytes(rows.encode("cp932"))
    assert take(archive, file).faults == ()
    card = archive.customers.card("", archive.customers.by_phone("", "0301230001"), Role.OPERATOR)
    assert card is not None
    assert (card.customer.number, card.customer.name) == ("A1", "霞 三郎")
    assert card.customer.do_not_solicit


def test_a_line_number_counts_line_breaks_inside_cells(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text('customer,name,remark\nC-1,A,"one\ntwo"\n,B,\n', encoding="utf-8")
    assert [fault.line for fault in take(archive, file).faults] == [4]


@pytest.mark.parametrize(
    "written",
    ["090-0123-4567", "+81 90 0123 4567", "０９００１２３４５６７", "sip:+819001234567@192.0.2.7"],
)
def test_the_callers_number_finds_them_however_it_is_written(
    archive: Archive, written: str
) -> None:
    take(archive, EXAMPLES)
    assert archive.customers.by_phone("", written) == "C-1001"


@pytest.mark.parametrize("written", ["anonymous", "sip:anonymous@anonymous.invalid", "", "110"])
def test_a_hidden_number_finds_nobody(archive: Archive, written: str) -> None:
    take(archive, EXAMPLES)
    assert archive.customers.by_phone("", written) == ""


def test_a_number_two_customers_share_finds_neither(archive: Archive, files: Path) -> None:
    edit(files / "customers.csv", "042-0177-002", "03-0123-4567")
    take(archive, files)
    assert archive.customers.by_phone("", "03-0123-4567") == ""
    assert archive.customers.by_phone("", "090-0123-4567") == "C-1001"


def test_the_numbers_of_a_clients_products_are_told_unless_there_are_too_many(
    archive: Archive,
) -> None:
    take(archive, EXAMPLES)
    assert "51200640" in archive.customers.product_numbers("", most=8)
    assert archive.customers.product_numbers("", most=7) == []
    assert archive.customers.product_numbers("south", most=8) == []


@pytest.mark.parametrize("written", ["5120-0640", "５１２００６４０", "5120 06 40"])
def test_a_spoken_product_number_finds_product_and_owner(archive: Archive, written: str) -> None:
    take(archive, EXAMPLES)
    assert archive.customers.by_product("", written) == ("C-1001", "51200640")
    assert archive.customers.by_product("", "40710998") == ("", "40710998")
    assert archive.customers.by_product("", "51200641") == ("", "")


def test_a_clients_customers_are_never_found_for_another_client(archive: Archive) -> None:
    take(archive, EXAMPLES, client="north")
    take(archive, EXAMPLES / "customers.csv", client="south")
    assert archive.customers.by_phone("", "090-0123-4567") == ""
    assert archive.customers.by_product("south", "5120-0640") == ("", "")
    card = archive.customers.card("south", "C-1001", Role.SUPERVISOR)
    assert card is not None
    assert card.products == ()
    assert archive.customers.clients() == ["north", "south"]


def test_a_reviewer_sees_what_happened_and_not_who_it_was(archive: Archive) -> None:
    take(archive, EXAMPLES)
    full = archive.customers.card("", "C-1001", Role.OPERATOR)
    seen = archive.customers.card("", "C-1001", Role.REVIEWER)
    assert full is not None
    assert seen is not None
    assert full.customer.phones == ("09001234567", "0301234567")
    who = seen.customer
    assert (who.name, who.reading, who.phones, who.email, who.address) == ("", "", (), "", "")
    assert seen.cases == full.cases != ()
    assert archive.customers.card("", "C-1001", Role.TRAINER) is None


def test_a_call_with_its_note_is_in_the_customers_past_the_next_time(archive: Archive) -> None:
    take(archive, EXAMPLES)
    told = DeskEvent(
        call_id="call-7",
        began_at=BEGAN_AT,
        operator="sasaki",
        state=DeskState.OVER,
        customer="C-1001",
        found_by=FoundBy.CALLER_NUMBER,
        told={"matter": "repair", "product": "51200640", "address": ""},
    )
    archive.desk.tell(told)
    archive.desk.write("call-7", "sasaki", note("部品"), disposition="callback")
    archive.desk.write("call-7", "sasaki", note("部品は24日"), disposition="resolved")
    card = archive.customers.card("", "C-1001", Role.OPERATOR)
    assert card is not None
    assert [(c.id, c.note, c.disposition, c.kept) for c in card.calls] == [
        ("call-7", "部品は24日", "resolved", False)
    ]
    assert archive.desk.event("call-7") == told
    assert len(archive.desk.notes("call-7")) == 1


def test_a_desk_shows_its_own_calls_of_this_shift_and_the_one_going_on_first(
    archive: Archive,
) -> None:
    def tell(call: str, operator: str, state: DeskState, minutes: int) -> None:
        began_at = BEGAN_AT + timedelta(minutes=minutes)
        archive.desk.tell(
            DeskEvent(call_id=call, began_at=began_at, operator=operator, state=state)
        )

    tell("a", "sasaki", DeskState.TALKING, 0)
    tell("b", "sasaki", DeskState.OVER, 5)
    tell("c", "hasegawa", DeskState.TALKING, 9)
    archive.desk.tell_more("a", customer="C-1001", found_by=FoundBy.PRODUCT_NUMBER)
    archive.desk.tell_more("nowhere", customer="C-1001")
    now = datetime.now(UTC)
    shown = archive.desk.events(operator="sasaki", now=now)
    assert [(event.call_id, event.customer) for event in shown] == [("a", "C-1001"), ("b", "")]
    assert [event.call_id for event in archive.desk.events(now=now)] == ["c", "a", "b"]
    assert archive.desk.events(now=now + timedelta(hours=13)) == []


def test_a_desk_is_told_of_its_own_calls_changes_and_of_no_others(archive: Archive) -> None:
    def tell(call: str, operator: str) -> None:
        archive.desk.tell(DeskEvent(call_id=call, began_at=BEGAN_AT, operator=operator))

    tell("a", "sasaki")
    revision = archive.desk.revision(operator="sasaki")
    tell("b", "hasegawa")
    assert archive.desk.revision(operator="sasaki") == revision
    seen = {revision, archive.desk.revision()}
    archive.desk.write("a", "sasaki", note("x"), disposition="")
    seen.add(archive.desk.revision(operator="sasaki"))
    tell("a", "sasaki")
    seen.add(archive.desk.revision(operator="sasaki"))
    assert len(seen) == 4


@given(st.text("0123456789", min_size=3, max_size=15), st.integers(0, 9))
def test_one_digit_and_no_other_completes_a_product_number(body: str, wrong: int) -> None:
    right = next(d for d in "0123456789" if has_check_digit(body + d))
    assert has_check_digit(f"KP{body}{wrong}") == (str(wrong) == right)


@given(st.text(max_size=30))
def test_whatever_is_written_becomes_a_number_once_and_for_all(written: str) -> None:
    for normal in (phone_number, product_number):
        assert normal(normal(written)) == normal(written)
