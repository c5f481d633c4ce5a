"""Sealed originals are gone after their day, also where nobody records any more."""

from datetime import date
from pathlib import Path

import pytest

from archive.spool import Spool, open_spool
from kikitori.sweeping import keep_sweeping, sweep
from tests.archive.spooling import facts

LAST_DAY = date(2026, 4, 8)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool with one sealed original that is kept until the last day."""
    spool = open_spool(tmp_path)
    spool.begin(facts("call-1")).finish()
    spool.keep("call-1", LAST_DAY)
    return spool


def test_an_original_stays_to_the_end_of_its_last_day(spool: Spool) -> None:
    sweep(spool.folder, LAST_DAY)
    assert spool.kept() == {"call-1": LAST_DAY}


def test_a_board_that_opens_later_shreds_it(spool: Spool) -> None:
    keep_sweeping(spool.folder, of_today=lambda: date(2026, 4, 9))
    assert spool.kept() == {}
    assert not list(spool.folder.rglob("call-1*"))


def test_a_call_that_waits_for_its_redaction_has_no_day(spool: Spool) -> None:
    spool.begin(facts("call-2")).finish()
    sweep(spool.folder, date(2099, 1, 1))
    assert spool.unfinished() == ["call-2"]


def test_a_folder_without_recorded_calls_stays_as_it_is(tmp_path: Path) -> None:
    sweep(tmp_path, LAST_DAY)
    assert list(tmp_path.iterdir()) == []


def test_an_original_that_cannot_be_shredded_does_not_keep_the_board_from_opening(
    spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    (spool.folder / "spool/call-1.reserve").mkdir()
    sweep(spool.folder, date(2026, 4, 9))
    assert "call call-1: cannot be shredded" in caplog.text
