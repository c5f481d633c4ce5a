"""Promises to call somebody back are kept by one operator each, and their numbers are seen by nobody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.archive import Archive, open_archive
from archive.call_back import CallBack, CallBackState
from speech.errors import ArchiveError

NOW = datetime.now(UTC)
NUMBER = "0300000100"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def promise(archive: Archive, call_id: str, number: str = NUMBER, *, in_min: int = 0) -> None:
    due = NOW + timedelta(minutes=in_min)
    promised = CallBack(call_id=call_id, wished_at=NOW, due_at=due, changed_at=NOW, client="Kasumi")
    archive.call_backs.promise(promised, number)


def the(archive: Archive, call_id: str) -> CallBack:
    (one,) = [one for one in archive.call_backs.all() if one.call_id == call_id]
    return one


def test_the_most_urgent_comes_first_and_numbers_lie_sealed(archive: Archive) -> None:
    promise(archive, "later", in_min=30)
    promise(archive, "soon", in_min=5)
    promise(archive, "unknown", "", in_min=60)
    assert [one.call_id for one in archive.call_backs.all()] == ["soon", "later", "unknown"]
    assert [one.has_number for one in archive.call_backs.all()] == [True, True, False]
    assert archive.call_backs.number("soon") == NUMBER
    assert archive.call_backs.number("unknown") == archive.call_backs.number("nobody") == ""
    written = b"".join(file.read_bytes() for file in archive.folder.glob("*.db*"))
    assert b"Kasumi" in written
    assert NUMBER.encode() not in written


def test_a_number_given_later_in_the_call_takes_the_place_of_the_first(archive: Archive) -> None:
    promise(archive, "one", in_min=5)
    promise(archive, "one", "0300000200", in_min=90)
    assert archive.call_backs.number("one") == "0300000200"
    assert the(archive, "one").due_at == NOW + timedelta(minutes=90)
    assert archive.call_backs.settle("one", "sasaki", CallBackState.DONE)
    promise(archive, "one")
    assert archive.call_backs.number("one") == "0300000200"


def test_nobody_calls_whom_another_is_about_to_call(archive: Archive) -> None:
    promise(archive, "one")
    assert archive.call_backs.take("one", "sasaki")
    assert not archive.call_backs.take("one", "jordan")
    assert (the(archive, "one").state, the(archive, "one").account) == (
        CallBackState.TAKEN,
        "sasaki",
    )
    assert archive.call_backs.put_back("one", tried=True)
    assert not archive.call_backs.put_back("one", tried=True)
    assert (the(archive, "one").tried, the(archive, "one").account) == (1, "")
    assert archive.call_backs.take("one", "jordan")
    assert archive.call_backs.pending() == 1
    assert archive.call_backs.settle("one", "jordan", CallBackState.GIVEN_UP)
    assert archive.call_backs.pending() == 0
    assert archive.call_backs.open_again("one")
    assert archive.call_backs.pending() == 1


def test_numbers_of_settled_promises_go_and_the_rest_waits(archive: Archive) -> None:
    for call_id in ("done", "open"):
        promise(archive, call_id)
    archive.call_backs.settle("done", "sasaki", CallBackState.DONE)
    archive.store.forget(NOW.date())
    assert archive.call_backs.number("done") == NUMBER
    archive.store.forget(NOW.date() + timedelta(days=2))
    assert archive.call_backs.number("done") == ""
    assert archive.call_backs.number("open") == NUMBER
    archive.store.forget(NOW.date() + timedelta(days=40))
    assert archive.call_backs.pending() == 0


def test_without_its_key_a_number_cannot_be_read(archive: Archive) -> None:
    promise(archive, "one")
    (archive.folder / "keys" / "installation.key").unlink()
    with pytest.raises(ArchiveError):
        archive.call_backs.number("one")
