"""What is spoken into a headset and a telephone card ends on the board, redacted and scored."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from archive.archive import Archive, open_archive
from archive.call import Status
from archive.recording import read_recording
from archive.records import QueueFilter, QueueRow
from kikitori.config import read_config
from qa.board.calling import Visit, call_data
from qa.board.wording import words
from speech.audio import Channel
from tests.recorder.lines.pulse import (
    CARD,
    FAR_SIDE,
    HEADPHONES,
    MICROPHONE,
    Pulse,
    eventually,
)
from tests.recorder.lines.test_pulse import likeness

FIXTURES = Path(__file__).parents[3] / "audio_fixtures"
NAME = "en-billing-unchecked"
RATE_HZ = 16_000
SPOKEN_S = 18.0


@pytest.fixture(scope="module")
def spoken() -> np.ndarray:
    """The beginning of a call in which the caller tells a name; caller left, operator right."""
    samples, rate_hz = soundfile.read(FIXTURES / f"{NAME}.flac", dtype="int16")
    return soxr.resample(samples[: round(SPOKEN_S * rate_hz)], rate_hz, RATE_HZ)


def speak(devices: Pulse, spoken: np.ndarray) -> None:
    """Hold the call on the headset and on the card at once."""
    parts = ((CARD, spoken), (HEADPHONES, spoken[:, 0]), (MICROPHONE, spoken[:, 1]))
    with ThreadPoolExecutor(len(parts)) as speakers:
        for said in [speakers.submit(devices.say, into, part, RATE_HZ) for into, part in parts]:
            said.result()


def names_told() -> list[str]:
    gold = json.loads((FIXTURES / f"{NAME}.gold.json").read_text("utf-8"))
    personal = [datum for datum in gold["personal"] if datum["end"] < SPOKEN_S]
    told = [datum["text"] for datum in personal if datum["kind"] == "PERSON"]
    return [part for name in told for part in name.split()]


def recorder(data: Path, line: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "kikitori", "record", "--line", line, "--language", "en"]
    return subprocess.Popen(
        [*command, "--operator-side", "right", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"KIKITORI_LANGUAGE": "en"},
    )


def is_recorded(devices: Pulse, source: str, process: "subprocess.Popen[str]") -> None:
    eventually(
        lambda: devices.listeners(source) > 0 or process.poll() is not None,
        f"{source} is recorded",
        patience_s=120,
    )
    assert process.poll() is None, process.communicate()


@pytest.mark.timeout(400)
def test_a_call_on_headset_and_card_is_on_the_board_redacted_and_scored(
    pulse: Pulse,
    spoken: np.ndarray,
    tmp_path: Path,
) -> None:
    archive = open_archive(tmp_path)
    headset = recorder(tmp_path, f"headset:{MICROPHONE},{FAR_SIDE}")
    card = recorder(tmp_path, f"card:{CARD}")
    try:
        for process, sources in ((headset, (MICROPHONE, FAR_SIDE)), (card, (CARD,))):
            for source in sources:
                is_recorded(pulse, source, process)
        speak(pulse, spoken)
        for process in (headset, card):
            process.send_signal(signal.SIGINT)
        for process in (headset, card):
            told, errors = process.communicate(timeout=240)
            assert process.returncode == 0, (told, errors)
    finally:
        headset.kill()
        card.kill()

    remembered = read_config(tmp_path).lines
    assert remembered["headset"].microphone == MICROPHONE
    assert remembered["headset"].far_side == FAR_SIDE
    assert remembered["card"].device == CARD
    rows = archive.reader.queue(QueueFilter()).rows
    assert len(rows) == 2
    for row in rows:
        _is_on_the_board(archive, row)
        assert row.call.dropped_frames == 0
    kept = {row.call.line.split(":")[0]: row for row in rows}
    _sounds_as_spoken(archive, kept["card"], spoken)
    _sounds_as_spoken(archive, kept["headset"], spoken)


def _is_on_the_board(archive: Archive, row: QueueRow) -> None:
    assert row.status is Status.KEPT
    assert row.score is not None
    visit = Visit(say=words("en"), zone=UTC, may_overrule=False, opening="1")
    shown = json.dumps(call_data(archive, row, visit))
    assert "[PERSON" in shown
    for name in names_told():
        assert name not in shown
    assert archive.reader.recording(row.call.id).masks


def _sounds_as_spoken(archive: Archive, row: QueueRow, spoken: np.ndarray) -> None:
    """The operator's first words, in which nothing is masked."""
    _, channels = read_recording(archive.reader.recording_path(row.call.id), row.call.channels)
    piece = spoken[round(0.8 * RATE_HZ) : round(2.6 * RATE_HZ), 1]
    assert likeness(channels[Channel.OPERATOR], piece) >= 0.99
