"""A disk that is full, read-only or broken while a call is recorded."""

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.spool import Spool, open_spool
from archive.spool_file import SpoolFile
from archive.spool_notes import Alarm, Loss, Missing, Trouble
from archive.spool_writing import HELD_S, SpoolWriter
from speech.audio import AudioFrame, Channel, Span
from speech.errors import ArchiveError
from tests.archive.spooling import FRAME_SAMPLES, RATE_HZ, SIDES, facts, frame, record, sound

FRAMES_PER_S = RATE_HZ // FRAME_SAMPLES


class FailingFile(SpoolFile):
    """A file on a disk that fails when told to, as a disk does: in the middle of a chunk too."""

    error = 0
    sync_error = 0
    room = 0
    reserve: Path | None = None

    def write(self, content: bytes, at: int) -> int:
        if not self.error:
            return super().write(content, at)
        if self.reserve is not None and not self.reserve.exists():
            self.reserve, self.room = None, self.room + 60_000
        if not self.room:
            raise OSError(self.error, os.strerror(self.error))
        took = super().write(content[: self.room], at)
        self.room -= took
        return took

    def sync(self) -> None:
        if self.sync_error:
            raise OSError(self.sync_error, os.strerror(self.sync_error))
        super().sync()


@pytest.fixture
def files() -> list[FailingFile]:
    return []


@pytest.fixture
def spool(tmp_path: Path, files: list[FailingFile]) -> Spool:
    return failing_spool(tmp_path, files)


def failing_spool(folder: Path, files: list[FailingFile]) -> Spool:
    """A spool whose new files are `FailingFile`s and are put into `files`."""
    good = open_spool(folder)

    def new_file(path: Path) -> SpoolFile:
        files.append(FailingFile(path, new=True))
        return files[-1]

    return Spool(good.folder, good.key, new_file)


def offer(writer: SpoolWriter, first: int, count: int) -> list[Alarm | None]:
    """Both sides of `count` frame times; what the writer says to each frame."""
    return [
        writer.append(frame(side, number))
        for number in range(first, first + count)
        for side in SIDES
    ]


@pytest.mark.parametrize("room", [0, 1, 7, 8, 100, 353, 354, 1000])
@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (errno.ENOSPC, Trouble.DISK_FULL),
        (errno.EDQUOT, Trouble.DISK_FULL),
        (errno.EROFS, Trouble.READ_ONLY),
        (errno.EIO, Trouble.DISK_ERROR),
    ],
)
def test_a_disk_that_fails_for_a_while_raises_the_alarm_and_loses_nothing(
    spool: Spool, files: list[FailingFile], error: int, trouble: Trouble, room: int
) -> None:
    writer = spool.begin(facts())
    record(writer, 10)
    files[0].error, files[0].room = error, room
    answers = offer(writer, 10, 40)
    raised = answers[-1]
    assert raised is not None
    assert raised.code == trouble
    assert writer.alarm == raised
    assert writer.held_s > 0.7
    # What lies on the disk meanwhile can be read.
    assert spool.read("call-1").audio.duration_s >= 0.2

    files[0].error = 0
    answers = offer(writer, 50, 50)
    assert answers[-1] is None
    assert writer.alarm is None
    assert writer.held_s == 0
    assert writer.finish() is None

    call = spool.read("call-1")
    assert call.whole
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 100))
    (alarm,) = call.notes
    assert isinstance(alarm, Alarm)
    assert alarm.code == trouble
    assert alarm.span.start <= 0.3
    assert alarm.span.end > 1.0


@given(
    weather=st.lists(
        st.tuples(st.sampled_from([0, errno.ENOSPC, errno.EIO]), st.integers(0, 900)),
        min_size=1,
        max_size=12,
    ),
    frames_each=st.integers(1, 40),
)
@settings(max_examples=40, deadline=None)
def test_whatever_the_disk_does_a_call_that_ends_is_whole(
    tmp_path_factory: pytest.TempPathFactory, weather: list[tuple[int, int]], frames_each: int
) -> None:
    files: list[FailingFile] = []
    spool = failing_spool(tmp_path_factory.mktemp("weather"), files)
    writer = spool.begin(facts())
    done = 0
    for error, room in weather:
        files[0].error, files[0].room = error, room
        answers = offer(writer, done, frames_each)
        done += frames_each
        call = spool.read("call-1")
        assert call.damaged == 0
        if answers[-1] is None:
            for side in SIDES:
                np.testing.assert_array_equal(call.audio.channels[side], sound(side, done))
    files[0].error = 0
    assert writer.finish() is None
    call = spool.read("call-1")
    assert call.whole
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, done))


def test_what_memory_cannot_hold_is_a_noted_gap(spool: Spool, files: list[FailingFile]) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    files[0].error = errno.ENOSPC
    away = (HELD_S + 10) * FRAMES_PER_S
    offer(writer, 50, away)
    assert writer.held_s == pytest.approx(HELD_S, abs=0.1)
    files[0].error = 0
    offer(writer, 50 + away, 100)
    assert writer.finish() is None

    call = spool.read("call-1")
    assert call.whole
    assert call.audio.duration_s == pytest.approx(43.0)
    lost = [note for note in call.notes if isinstance(note, Missing)]
    assert {note.why for note in lost} == {Loss.DISK}
    assert sorted(note.channel for note in lost) == sorted(SIDES)
    for note in lost:
        assert note.span.duration == pytest.approx(10, abs=1.1)
        there = call.audio.channels[note.channel]
        assert not there[note.span.samples(RATE_HZ)].any()
        whole = sound(note.channel, 50 + away + 100)
        whole[note.span.samples(RATE_HZ)] = 0
        np.testing.assert_array_equal(there, whole)


def test_a_call_ends_whole_when_the_disk_is_back_before_it_is_given_up(
    spool: Spool, files: list[FailingFile]
) -> None:
    writer = spool.begin(facts())
    record(writer, 10)
    files[0].error = errno.ENOSPC
    offer(writer, 10, 10)
    alarm = writer.finish()
    assert alarm is not None
    assert alarm.code == Trouble.DISK_FULL
    files[0].error = 0
    assert writer.finish() is None
    call = spool.read("call-1")
    assert call.whole
    np.testing.assert_array_equal(call.audio.channels[Channel.CALLER], sound(Channel.CALLER, 20))


@pytest.mark.parametrize("room", [0, 200, 700])
def test_a_call_given_up_in_trouble_still_has_its_end_and_its_marks(
    spool: Spool, files: list[FailingFile], room: int
) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    files[0].error, files[0].room = errno.ENOSPC, room
    files[0].reserve = spool.folder / "spool" / "call-1.reserve"
    offer(writer, 50, 100)
    assert writer.finish() is not None
    assert writer.finish(give_up=True) is None

    call = spool.read("call-1")
    assert call.whole
    assert call.audio.duration_s == pytest.approx(3.0)
    for side in SIDES:
        np.testing.assert_array_equal(
            call.audio.channels[side][: 50 * FRAME_SAMPLES], sound(side, 50)
        )
    alarms = [note for note in call.notes if isinstance(note, Alarm)]
    assert [alarm.code for alarm in alarms] == [Trouble.DISK_FULL]
    lost = [note for note in call.notes if isinstance(note, Missing)]
    assert sum(note.span.duration for note in lost) == pytest.approx(4.0, abs=0.05)


def test_a_call_given_up_on_a_dead_disk_is_an_interrupted_one(
    spool: Spool, files: list[FailingFile]
) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    files[0].error = errno.EIO
    offer(writer, 50, 10)
    alarm = writer.finish(give_up=True)
    assert alarm is not None
    assert alarm.code == Trouble.DISK_ERROR
    assert spool.unfinished() == ["call-1"]
    call = spool.read("call-1")
    assert not call.finished
    np.testing.assert_array_equal(call.audio.channels[Channel.CALLER], sound(Channel.CALLER, 50))


def test_a_disk_that_cannot_sync_is_told_once_and_the_call_goes_on(
    spool: Spool, files: list[FailingFile]
) -> None:
    writer = spool.begin(facts())
    record(writer, 5)
    assert writer.sync() is None
    files[0].sync_error = errno.EIO
    for _ in range(3):
        alarm = writer.sync()
        assert alarm is not None
        assert alarm.code == Trouble.DISK_ERROR
    files[0].sync_error = 0
    record(writer, 5, first=5)
    assert writer.finish() is None
    call = spool.read("call-1")
    assert call.whole
    assert [note.code for note in call.notes if isinstance(note, Alarm)] == [Trouble.DISK_ERROR]


def test_a_frame_out_of_time_is_not_written_over_what_was_acknowledged(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    early, late = frame(Channel.CALLER, 3), frame(Channel.CALLER, 50 + 3601 * FRAMES_PER_S)
    for wrong in (early, late):
        alarm = writer.append(wrong)
        assert alarm is not None
        assert alarm.code == Trouble.TIME_JUMP
    record(writer, 10, first=50)
    assert writer.finish() is None

    call = spool.read("call-1")
    assert call.whole
    assert call.notes == (Alarm(Span(1.0, 1.0), Trouble.TIME_JUMP),)
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 60))


def test_threads_may_sync_and_note_while_frames_come(spool: Spool) -> None:
    writer = spool.begin(facts())
    done = False

    def keep_syncing() -> None:
        while not done:
            assert writer.sync() is None
            assert writer.note(Alarm(Span(0, 0), "device-lost")) is None

    thread = Thread(target=keep_syncing)
    thread.start()
    record(writer, 300)
    done = True
    thread.join()
    assert writer.finish() is None
    call = spool.read("call-1")
    assert call.whole
    np.testing.assert_array_equal(call.audio.channels[Channel.CALLER], sound(Channel.CALLER, 300))


def test_a_disk_that_takes_no_new_call_says_so_and_keeps_nothing_half(tmp_path: Path) -> None:
    def no_room(path: Path) -> SpoolFile:
        file = FailingFile(path, new=True)
        file.error, file.room = errno.ENOSPC, 30
        return file

    good = open_spool(tmp_path)
    with pytest.raises(ArchiveError, match=r"call-1: cannot be recorded in .*: No space left"):
        Spool(good.folder, good.key, no_room).begin(facts())
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["installation.key"]
    record(good.begin(facts()), 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 400 kB: about 11 s of a call."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k,mode=700", "none", str(disk)],
            capture_output=True,
        ).returncode
    )
    if not mounted:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_really_full_disk_gives_an_alarm_and_a_whole_marked_call(small_disk: Path) -> None:
    spool = open_spool(small_disk)
    writer = spool.begin(facts())
    answers = [writer.append(frame(side, number)) for number in range(1000) for side in SIDES]
    alarm = answers[-1]
    assert alarm is not None
    assert alarm.code == Trouble.DISK_FULL
    assert 5 < alarm.span.start < 12
    assert writer.finish() is not None
    assert writer.finish(give_up=True) is None

    call = spool.read("call-1")
    assert call.whole
    assert call.audio.duration_s == pytest.approx(20.0)
    taken = answers.index(next(filter(None, answers))) // 2
    for side in SIDES:
        np.testing.assert_array_equal(
            call.audio.channels[side][: taken * FRAME_SAMPLES], sound(side, taken)
        )
    assert {note.code for note in call.notes if isinstance(note, Alarm)} == {Trouble.DISK_FULL}
    assert {note.channel for note in call.notes if isinstance(note, Missing)} == set(SIDES)


def test_room_made_on_a_full_disk_takes_what_memory_held(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(120_000))
    spool = open_spool(small_disk)
    writer = spool.begin(facts())
    for number in range(400):
        writer.append(frame(Channel.CALLER, number))
        writer.append(frame(Channel.OPERATOR, number))
    assert writer.alarm is not None
    (small_disk / "ballast").unlink()
    assert writer.finish() is None
    call = spool.read("call-1")
    assert call.whole
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 400))


def test_a_file_that_may_not_grow_is_a_full_disk_until_it_may(tmp_path: Path) -> None:
    writer = open_spool(tmp_path).begin(facts())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        answers = offer(writer, 0, 200)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    alarm = answers[-1]
    assert alarm is not None
    assert alarm.code == Trouble.DISK_FULL
    assert writer.finish() is None
    call = open_spool(tmp_path).read("call-1")
    assert call.whole
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 200))


def test_a_channel_the_call_has_not_is_the_callers_mistake(spool: Spool) -> None:
    writer = spool.begin(facts())
    silence = np.zeros(FRAME_SAMPLES, np.int16)
    with pytest.raises(ValueError, match="takes no ivr 8000 Hz"):
        writer.append(AudioFrame(silence, RATE_HZ, 0, Channel.IVR))
    with pytest.raises(ValueError, match="16000 Hz"):
        writer.append(AudioFrame(silence, 16_000, 0, Channel.CALLER))
    writer.finish()
    with pytest.raises(ValueError, match="call-1: is over"):
        writer.append(frame(Channel.CALLER, 0))
    with pytest.raises(ValueError, match="call-1: is over"):
        writer.note(Alarm(Span(0, 0), "device-lost"))
    assert writer.finish() is None
