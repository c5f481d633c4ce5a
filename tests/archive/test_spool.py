from pathlib import Path

import numpy as np
import pytest

from archive.spool import Spool, open_spool
from speech.errors import ArchiveError
from tests.archive.spooling import SIDES, facts, record, sound


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return open_spool(tmp_path)


def test_a_recorded_call_is_read_back_bit_for_bit(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    assert writer.finish() is None

    call = spool.read("call-1")
    assert call.facts == facts()
    assert call.whole
    assert call.notes == ()
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 50))


def test_a_call_is_unfinished_only_while_nobody_writes_it(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    assert spool.unfinished() == []
    writer.close()
    assert spool.unfinished() == ["call-1"]
    assert not spool.read("call-1").finished


def test_a_shredded_call_leaves_nothing(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    writer.finish()
    spool.shred("call-1")

    left = [file.name for file in spool.folder.rglob("*") if file.is_file()]
    assert left == ["installation.key"]
    with pytest.raises(ArchiveError, match="not in the spool"):
        spool.read("call-1")
