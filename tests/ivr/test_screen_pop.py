"""The caller's card is on the operator's desk by the time they talk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.archive import Archive, open_archive
from archive.customers_csv import csv_files, read_files
from archive.desk import DeskState, FoundBy
from ivr.routing.journey import Journey
from ivr.screen_pop import Caller, ScreenPop

EXAMPLES = Path(__file__).parents[2] / "ivr" / "examples" / "customers"
ANSWERED_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = open_archive(tmp_path / "data")
    read = read_files(csv_files([EXAMPLES]), client="kasumi")
    assert archive.customer_store.take(read, client="kasumi").faults == ()
    return archive


def pop(archive: Archive, number: str, call: str = "call-1") -> ScreenPop:
    return ScreenPop(archive, call, Caller(client="kasumi", line="sip 1", number=number))


def test_a_known_number_brings_the_card_when_the_call_is_answered(archive: Archive) -> None:
    assert pop(archive, "sip:+819001234567@192.0.2.7").answered(ANSWERED_AT) == "C-1001"
    event = archive.desk.event("call-1")
    assert event is not None
    assert (event.customer, event.found_by, event.state) == (
        "C-1001", FoundBy.CALLER_NUMBER, DeskState.ANSWERED,
    )  # fmt: skip


def test_a_spoken_product_number_brings_its_owner_whoevers_phone_it_is(archive: Archive) -> None:
    call = pop(archive, "042-0177-002")
    assert call.answered(ANSWERED_AT) == "C-1004"
    assert call.heard_product("5120 0640") == "C-1001"
    event = archive.desk.event("call-1")
    assert event is not None
    assert (event.customer, event.serial, event.found_by) == (
        "C-1001", "51200640", FoundBy.PRODUCT_NUMBER,
    )  # fmt: skip


def test_a_product_nobody_has_registered_leaves_the_caller_who_they_are(archive: Archive) -> None:
    call = pop(archive, "042-0177-002")
    call.answered(ANSWERED_AT)
    assert call.heard_product("4071-0998") == ""
    assert call.heard_product("4071-0999") == ""
    event = archive.desk.event("call-1")
    assert event is not None
    assert (event.customer, event.serial) == ("C-1004", "40710998")


def test_what_was_said_and_been_through_goes_to_the_desk_of_who_answers(archive: Archive) -> None:
    call = pop(archive, "anonymous")
    assert call.answered(ANSWERED_AT) == ""
    journey = Journey().hears("matter", "repair").hears("name").is_verified().waits(42.0)
    call.waits()
    call.goes_on(journey.is_answered_by("sasaki"))
    call.goes_to("sasaki")
    (event,) = archive.desk.events(operator="sasaki", now=datetime.now(UTC))
    assert event.told == {"matter": "repair", "name": ""}
    assert event.verified
    assert event.journey["wait_s"] == 42.0
    assert event.journey["transfers"] == 0
    call.is_over()
    assert archive.desk.events(operator="hasegawa", now=datetime.now(UTC)) == []
