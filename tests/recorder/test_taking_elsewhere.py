"""Ended calls are taken by a process of its own, and none is lost when that dies."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.call import Status
from archive.spool import Spool
from recorder.call_taking import CallTaking
from recorder.live_reporting import LiveReporting
from recorder.recovery import Recovered, Recovery
from recorder.taking_elsewhere import TakingElsewhere
from speech.errors import ModelError
from tests.archive.spooling import facts, record
from tests.recorder.made_taker import Made
from tests.recorder.test_recovery import TODAY, Taking, never

Begin = Callable[..., TakingElsewhere]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    begun: list[TakingElsewhere] = []

    def elsewhere(**made: object) -> TakingElsewhere:
        start = Made(tmp_path, **made)  # type: ignore[arg-type]
        begun.append(TakingElsewhere("tests.recorder.made_taker", start))
        return begun[-1]

    yield elsewhere
    for one in begun:
        one.close()


def left(spool: Spool, *call_ids: str) -> None:
    """Calls that lie in the spool, ended."""
    for call_id in call_ids:
        writer = spool.begin(facts(call_id))
        record(writer, 5)
        writer.finish()


def kept(archive: Archive, call_id: str) -> bool:
    return archive.reader.row(call_id).status is Status.KEPT


def test_what_became_of_each_call_is_told_and_nothing_is_done_in_this_process(
    archive: Archive, spool: Spool, begin: Begin
) -> None:
    left(spool, "call-1", "call-2")
    here = Taking(archive.store)
    recovery = Recovery(
        spool=spool, store=archive.store, take=here, keep_until=never, today=lambda: TODAY
    )
    taking = CallTaking(recovery, LiveReporting(archive.live), elsewhere=(away := begin()))
    taking.start()
    taking.close()
    assert taking.join(60)
    told = [taking.outcomes.get(timeout=1) for _ in range(3)]
    assert told[:2] == [
        Recovered(call_id="call-1", status=Status.KEPT),
        Recovered(call_id="call-2", status=Status.KEPT),
    ]
    assert told[2] is None
    assert here.given == []
    assert away.pid is None
    assert spool.unfinished() == []


def test_a_call_over_which_the_process_dies_stays_sealed_and_is_taken_the_next_time(
    archive: Archive, spool: Spool, begin: Begin
) -> None:
    left(spool, "call-1", "call-2")
    away = begin(dies_of=(("call-1", 1),))
    broken_off = away("call-1")
    assert broken_off is not None
    assert broken_off.status is None
    assert "SIGKILL" in str(broken_off.reason)
    assert spool.unfinished() == ["call-1", "call-2"]
    assert away("call-2") == Recovered(call_id="call-2", status=Status.KEPT)
    assert away("call-1") == Recovered(call_id="call-1", status=Status.KEPT)
    assert kept(archive, "call-1")


def test_a_call_that_is_always_deadly_waits_for_the_next_start_and_the_others_go_on(
    spool: Spool, begin: Begin
) -> None:
    left(spool, "call-1", "call-2")
    away = begin(dies_of=(("call-1", 9),))
    first, second = away("call-1"), away("call-1")
    assert [one and one.status for one in (first, second)] == [None, None]
    assert away("call-1") is None
    taken = away("call-2")
    assert taken is not None
    assert taken.status is Status.KEPT
    assert spool.unfinished() == ["call-1"]


def test_what_cannot_be_loaded_is_told_before_any_call_and_its_calls_stay(
    spool: Spool, begin: Begin
) -> None:
    left(spool, "call-1")
    away = begin(broken="parrot")
    with pytest.raises(ModelError, match="parrot"):
        away.get_ready()
    stays = away("call-1")
    assert stays is not None
    assert stays.status is None
    assert "parrot" in str(stays.reason)
    assert spool.unfinished() == ["call-1"]
