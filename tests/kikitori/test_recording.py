"""`kikitori record`: an operator records calls from lines, and a supervisor finds them on the board."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from archive.archive import Archive, open_archive
from archive.call import Call, Status
from archive.records import QueueFilter
from tests.crash.disks import files_below
from tests.kikitori.scripted import SMALL_TALK
from tests.recorder.live_lines import RATE_HZ, SIDES, voice

CANARY = np.arange(1, 4001, dtype=np.int16) * 7


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose recognizer hears a script, so that no model need be loaded."""
    folder = tmp_path / "data"
    folder.mkdir()
    a_script(folder)
    return folder


def a_script(folder: Path) -> None:
    keys = ("channel", "start", "end", "text")
    script = [dict(zip(keys, line, strict=True)) for line in SMALL_TALK]
    (folder / "script.json").write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
    settings = f'recognizer = "scripted"\nmodel = "{folder}/script.json"\ndetector = "energy"\n'
    settings += f"[lines.file]\nrate_hz = {RATE_HZ}\n"
    (folder / "config.toml").write_text(settings)


def a_call(
    folder: Path, name: str = "call.wav", *, seconds: float = 1.0, quiet_s: float = 0
) -> Path:
    """Both sides talk for so long, and then say nothing."""
    sound = voice(seconds)
    sides = np.stack([sound[side] for side in SIDES], axis=1)
    sides = np.concatenate([sides, np.zeros((round(quiet_s * RATE_HZ), 2), np.int16)])
    sides[2000 : 2000 + len(CANARY), 0] = CANARY
    soundfile.write(folder / name, sides, RATE_HZ)
    return folder / name


def a_silent_call(folder: Path) -> Path:
    soundfile.write(folder / "silent.wav", np.zeros((RATE_HZ, 2), np.int16), RATE_HZ)
    return folder / "silent.wav"


def record(data: Path, *arguments: str) -> list[str]:
    environment = {"KIKITORI_LANGUAGE": "en", "OMP_NUM_THREADS": "1"}
    given = ["--data", str(data), "--no-captions", *arguments]
    if "--language" not in arguments:
        given += ["--language", "ja"]
    return [
        "env", *(f"{k}={v}" for k, v in environment.items()),
        sys.executable, "-m", "kikitori", "record", *given,
    ]  # fmt: skip


def recorded(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(record(data, *arguments), capture_output=True, text=True, timeout=100)


@pytest.fixture
def recording(data: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            record(data, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str], words: str) -> str:
    """The line with these words, as soon as it is there."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(
        f"it ended without saying {words!r}: {process.stderr and process.stderr.read()}"
    )


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def three_seconds(process: subprocess.Popen[str], data: Path) -> tuple[str, Path]:
    """Wait until so much of a call is recorded; its id and its spool."""
    call_id = told(process, "recording call-").split()[-1]
    spool = data / "spool" / f"{call_id}.spool"
    until(lambda: spool.stat().st_size > 3 * RATE_HZ * 2 * 2)
    return call_id, spool


def the_call(archive: Archive) -> Call:
    (row,) = archive.reader.queue(QueueFilter()).rows
    assert row.status is Status.KEPT
    assert row.score is not None
    return row.call


def test_two_lines_are_recorded_at_once_and_their_calls_are_kept_redacted_and_scored(
    data: Path, tmp_path: Path
) -> None:
    one, other = a_call(tmp_path, "one.wav"), a_call(tmp_path, "other.wav", quiet_s=0.5)
    lines = ["--line", f"desk=file:{one}", "--line", f"file:{other}"]
    done = recorded(data, *lines, "--pace", "20", "--client", "Aoba", "--operator", "op-7")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("kept, redacted and scored") == 2
    rows = open_archive(data).reader.queue(QueueFilter()).rows
    assert {row.call.line for row in rows} == {"desk", "file"}
    assert {(row.call.client, row.call.operator) for row in rows} == {("Aoba", "op-7")}
    assert {row.status for row in rows} == {Status.KEPT}
    assert all(row.score is not None for row in rows)


def test_ctrl_c_ends_the_call_and_what_was_said_until_then_is_kept(
    data: Path, tmp_path: Path, recording: Callable[..., subprocess.Popen[str]]
) -> None:
    process = recording("--line", f"file:{a_call(tmp_path, quiet_s=600)}")
    call_id, spool = three_seconds(process, data)
    process.send_signal(signal.SIGINT)
    told(process, "has ended")
    told(process, f"{call_id}: kept, redacted and scored")
    assert process.wait(30) == 0
    call = the_call(open_archive(data))
    assert 2.5 < call.duration_s < 60
    assert not call.interrupted
    assert not spool.exists()


def test_a_recorder_that_is_killed_leaves_a_call_that_the_next_start_finishes(
    data: Path, tmp_path: Path, recording: Callable[..., subprocess.Popen[str]]
) -> None:
    process = recording("--line", f"file:{a_call(tmp_path, quiet_s=600)}")
    call_id, _ = three_seconds(process, data)
    # What runs is `env`, which has become Python.
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    left = files_below(data)
    for form in (CANARY.tobytes(), (CANARY / 32768).astype(np.float32).tobytes()):
        assert form[:400] not in left

    (dead,) = (archive := open_archive(data)).live_reader.calls()
    assert (dead.call.id, archive.live_reader.abandoned(call_id)) == (call_id, True)
    stale = replace(dead.call, id="call-long-gone")
    archive.live.update(stale)

    again = recorded(data, "--line", f"file:{a_call(tmp_path, 'next.wav')}", "--pace", "20")
    assert f"{call_id}: had been broken off; finished now" in again.stdout
    rows = {row.call.id: row.call for row in open_archive(data).reader.queue(QueueFilter()).rows}
    assert rows[call_id].interrupted
    assert rows[call_id].duration_s > 2.5
    assert [call.interrupted for other, call in rows.items() if other != call_id] == [False]
    assert open_archive(data).live_reader.calls() == []


def test_a_call_nobody_speaks_in_is_withheld_and_can_be_tried_again(
    data: Path, tmp_path: Path
) -> None:
    def retried(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kikitori", "retry", *arguments, "--data", str(data)]
        english = os.environ | {"KIKITORI_LANGUAGE": "en"}
        return subprocess.run(command, capture_output=True, text=True, env=english, timeout=100)

    done = recorded(data, "--line", f"file:{a_silent_call(tmp_path)}", "--pace", "20")
    assert done.returncode == 4
    call_id = done.stdout.split("recording ")[1].split()[0]
    assert f"{call_id}: its sealed original is kept until" in done.stdout
    assert f"{call_id}  withheld, original sealed until" in retried().stdout
    assert retried(call_id).returncode == 4
    assert "call nobody: no sealed original is kept" in retried("nobody").stderr


def test_a_line_that_is_recorded_already_is_told_and_controlled_from_elsewhere(
    data: Path, tmp_path: Path, recording: Callable[..., subprocess.Popen[str]]
) -> None:
    file = a_call(tmp_path, quiet_s=600)
    process = recording("--line", f"desk=file:{file}", "--begin", "socket")
    told(process, "waiting for a start")
    second = recorded(data, "--line", f"desk=file:{file}")
    assert second.returncode == 9
    assert "line desk: is being recorded already" in second.stderr

    def control(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kikitori", "control", "desk", *arguments]
        return subprocess.run(
            [*command, "--data", str(data)],
            capture_output=True,
            text=True,
            env=os.environ | {"KIKITORI_LANGUAGE": "en"},
            timeout=60,
        )

    assert "no call is being held" in control("end").stderr
    call_id = control("start", "--operator", "op-9").stdout.split()[1]
    assert "silence is recorded" in control("sensitive", "on", "--reason", "card").stdout
    assert "what is said is recorded" in control("sensitive", "off").stdout
    assert control("end").returncode == 0
    told(process, f"{call_id}")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) in (0, 4)
    call = open_archive(data).reader.row(call_id).call
    assert (call.line, call.operator) == ("desk", "op-9")
    assert [note.reason for note in call.sensitive] == ["card"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--line", "headphones"], 9, "'headphones' is no line; there are"),
        (["--line", "file"], 9, "give one stereo file or two files"),
        (["--line", "file:nowhere.wav"], 4, "nowhere.wav: cannot be opened"),
        (["--line", "card:1", "--line", "card:1"], 9, "line card:1: given twice"),
        (["--line", "card"], 9, "line card: "),
        (["--line", "file:x", "--language", "fr"], 2, "fr is none of"),
        (["--line", "file:x", "--language", ""], 2, "--language: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    data: Path, arguments: list[str], code: int, words: str
) -> None:
    done = recorded(data, *arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_call_that_does_not_fit_on_the_disk_is_told_kept_sealed_and_finished_later(
    tmp_path: Path, small_disk: Path
) -> None:
    a_script(small_disk)
    filler = small_disk / "filler"
    open_archive(small_disk)
    free = os.statvfs(small_disk)
    filler.write_bytes(bytes(free.f_bavail * free.f_frsize - 260_000))
    done = recorded(small_disk, "--line", f"file:{a_call(tmp_path, quiet_s=20)}", "--pace", "8")
    assert "ALARM the disk is full" in done.stdout
    assert "stays sealed in the spool" in done.stdout
    assert "Traceback" not in done.stderr
    call_id = done.stdout.split("recording ")[1].split()[0]

    filler.unlink()
    recorded(small_disk, "--line", f"file:{a_call(tmp_path, 'next.wav')}", "--pace", "20")
    call = open_archive(small_disk).reader.row(call_id).call
    assert call.duration_s == pytest.approx(21.0, abs=0.1)
    assert "disk-full" in {alarm.code for alarm in call.alarms}
    assert not call.interrupted


def test_a_recording_that_may_write_no_more_says_so_and_is_whole_once_it_may(
    tmp_path: Path, data: Path, recording: Callable[..., subprocess.Popen[str]]
) -> None:
    open_archive(data)
    line = f"file:{a_call(tmp_path, quiet_s=20)}"
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    # A process inherits it; of all it writes only the spool grows beyond.
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limit[1]))
    try:
        process = recording("--line", line, "--pace", "4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    told(process, "ALARM the disk is full")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limit)
    _, complaints = process.communicate(timeout=100)
    assert "Traceback" not in complaints
    (row,) = open_archive(data).reader.queue(QueueFilter(status=Status.KEPT)).rows
    assert row.call.duration_s == pytest.approx(21.0, abs=0.1)
    assert "disk-full" in {alarm.code for alarm in row.call.alarms}
    assert not row.call.interrupted
    assert not row.call.missing


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Four megabytes that are a disk of their own, where we may mount one."""
    folder = tmp_path / "small"
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
