"""A recording process that is killed loses at most one frame a channel and leaves nothing in clear."""

import multiprocessing
import random
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest

from archive.archive import open_archive
from archive.call import Status
from archive.records import QueueFilter
from archive.spool import Spool, open_spool
from recorder.recovery import call_of
from tests.archive.spooling import FRAME_SAMPLES, RATE_HZ, SIDES, chunk_ends, facts, record, sound
from tests.crash import dying
from tests.crash.disks import Disk, disk_of_its_own, files_below, mounted

KILLED_RECORDING = 50
KILLED_RECOVERING = 20

pytestmark = pytest.mark.timeout(300)

# One process imports everything and all that die are its children: seventy start in seconds.
nursery = multiprocessing.get_context("forkserver")
nursery.set_forkserver_preload(["pytest", "tests.crash.dying"])


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with disk_of_its_own(tmp_path / "disk") as made:
        yield made


def start(job: object, *arguments: object) -> tuple[BaseProcess, Connection]:
    """A process at its job, when it has begun."""
    ours, theirs = nursery.Pipe(duplex=False)
    process = nursery.Process(target=job, args=(*arguments, theirs))  # type: ignore[arg-type]
    process.start()
    theirs.close()
    assert ours.recv_bytes() == b"ready"
    return process, ours


def kill(process: BaseProcess, after_s: float) -> None:
    process.join(after_s)
    process.kill()
    process.join()


def kill_after(process: BaseProcess, pipe: Connection, messages: int) -> list[bytes]:
    """All the process told, killed a moment after it had told so much."""
    heard = [pipe.recv_bytes() for _ in range(messages)]
    kill(process, random.random() * 0.004)
    return heard + told(pipe)


def told(pipe: Connection) -> list[bytes]:
    """All the process could still tell."""
    messages = []
    with pipe:
        try:
            while True:
                messages.append(pipe.recv_bytes())
        except EOFError:
            return messages


def acknowledged(messages: list[bytes]) -> list[int]:
    """How many frames of each side, in order and without a hole, were acknowledged."""
    frames = [dying.ACKNOWLEDGED.unpack(message) for message in messages if message != b"begun"]
    counts = [sum(place == side for side, _ in frames) for place in range(len(SIDES))]
    for place, count in enumerate(counts):
        assert [number for side, number in frames if side == place] == list(range(count))
    return counts


def check_recorded(spool: Spool, call_id: str, counts: list[int]) -> None:
    call = spool.read(call_id)
    assert call.damaged == 0
    length = len(call.audio.channels[SIDES[0]])
    for side, count in zip(SIDES, counts, strict=True):
        samples, there = call.audio.channels[side], count * FRAME_SAMPLES
        np.testing.assert_array_equal(samples[:there], sound(side, count + 1)[:there])
        more = samples[there:]
        one_more = np.array_equal(more[:FRAME_SAMPLES], sound(side, count + 1)[there:])
        assert one_more or not more.any()
        assert not more[FRAME_SAMPLES:].any()
    assert length <= (max(counts) + 1) * FRAME_SAMPLES


def test_a_killed_recording_keeps_every_acknowledged_frame_and_recovery_finishes_it(
    disk: Disk,
) -> None:
    spool, archive = open_spool(disk.folder), open_archive(disk.folder)
    expected: dict[str, str] = {}
    wrapped: list[bytes] = []
    secrets = dying.needles()
    in_the_midst = torn = 0
    for number in range(KILLED_RECORDING):
        call_id = f"call-{number}"
        process, pipe = start(dying.record, disk.folder, call_id, bool(number % 2))
        # One in five dies while the call begins, the others in the midst of it.
        messages = kill_after(process, pipe, random.randrange(300) if number % 5 else 0)
        if call_id not in spool.unfinished():
            assert b"begun" not in messages
            continue
        counts = acknowledged(messages)
        check_recorded(spool, call_id, counts)
        in_clear = files_below(disk.folder / "spool") + files_below(disk.folder / "keys" / "calls")
        assert not any(secret in in_clear for secret in secrets)
        expected[call_id] = call_of(spool.read(call_id), {}).sound_sha256
        wrapped.append((disk.folder / f"keys/calls/{call_id}.key").read_bytes())
        in_the_midst += sum(counts) > 0
        written = (disk.folder / "spool" / f"{call_id}.spool").read_bytes()
        torn += chunk_ends(written)[-1] != len(written)
    assert in_the_midst > KILLED_RECORDING / 2
    assert torn > KILLED_RECORDING / 10
    raw = disk.raw()
    assert disk.image is None or all(key in raw for key in wrapped)
    assert not any(secret in raw for secret in secrets)

    cut_short = 0
    for _ in range(KILLED_RECOVERING):
        process, pipe = start(dying.recover_all, disk.folder)
        kill(process, random.random() * 0.15)
        cut_short += b"done" not in told(pipe)
    assert cut_short > KILLED_RECOVERING / 4
    for _ in range(2):
        process, pipe = start(dying.recover_all, disk.folder)
        last = told(pipe)
        process.join()
    assert last == [b"done"]

    rows = [
        row
        for status in Status
        for row in archive.reader.queue(QueueFilter(status=status), limit=1000).rows
    ]
    recovered = {row.call.id: row for row in rows}
    assert {call_id: row.call.sound_sha256 for call_id, row in recovered.items()} == expected
    assert len(rows) == len(recovered)
    assert spool.unfinished() == []
    assert not any((disk.folder / "spool").iterdir())
    raw = disk.raw()
    assert not any(key in raw for key in wrapped)
    assert not any(secret in raw for secret in secrets[:-2])


def test_what_was_synced_outlives_a_power_loss(disk: Disk, tmp_path: Path) -> None:
    if disk.image is None:
        pytest.skip("needs the right to mount a disk")
    writer = open_spool(disk.folder).begin(facts())
    record(writer, 100)
    assert writer.sync() is None
    record(writer, 50, first=100)
    after_power_loss = tmp_path / "copy.img"
    after_power_loss.write_bytes(disk.image.read_bytes())
    writer.close()

    with mounted(after_power_loss, tmp_path / "copy") as folder:
        assert folder is not None
        spool = open_spool(folder)
        assert spool.unfinished() == ["call-1"]
        call = spool.read("call-1")
        assert not call.finished
        for side in SIDES:
            np.testing.assert_array_equal(
                call.audio.channels[side][: 2 * RATE_HZ], sound(side, 100)
            )
