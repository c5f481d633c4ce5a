"""Records several two-channel lines at the pace of speech and tells what was lost; JSON in, JSON out."""

import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from archive.archive import open_archive
from kikitori.bench.paced_port import PacedPort
from kikitori.config import Config, with_model
from kikitori.live_wiring import LiveWiring, wire
from kikitori.policies import read_policies
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening
from recorder.capture import BeginCall, LineCapture
from recorder.device_input import Wanted
from recorder.device_line import DeviceSource, Part
from recorder.soundfile_reading import read_call, resampled
from speech.audio import CallAudio, Channel
from speech.transcript import Language

SIDES = (Channel.CALLER, Channel.OPERATOR)


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """`lines` lines for `seconds`, with or without `captions`: what was dropped, and what it took."""
    folder = Path(tempfile.mkdtemp(prefix="kikitori-bench-"))
    try:
        wired = bench_wiring(folder, task)
        if wired.captions:
            wired.get_captions_ready(Language(task["language"]))
        return _record(wired, bench_audio(task), task)
    finally:
        shutil.rmtree(folder)


def bench_audio(task: dict[str, Any]) -> CallAudio:
    """The call that is given over and over."""
    audio = read_call(Path(task["file"]), operator_left=task["operator_left"], accept_mono=False)
    return resampled(audio, task["rate_hz"])


def bench_wiring(folder: Path, task: dict[str, Any]) -> LiveWiring:
    """What records below an empty folder; weights lie where they always do."""
    config = with_model(Config(threads=task["threads"]), task["model"])
    archive = open_archive(folder)
    models_in = Path(task["data_folder"])
    return wire(config, read_policies(config), archive, models_in, captions=task["captions"])


def _record(wired: LiveWiring, audio: CallAudio, task: dict[str, Any]) -> dict[str, Any]:
    opening = CallOpening(language=Language(task["language"]))
    lines = [
        bench_line(wired.begin_call, audio, number, opening) for number in range(task["lines"])
    ]
    calls = [line.begin() for line in lines]
    memory_mb: list[float] = []
    lag_s: list[float] = []
    cpu, began = time.process_time(), time.monotonic()
    for line in lines:
        line.start()
    while (left_s := began + task["seconds"] - time.monotonic()) > 0:
        time.sleep(min(1.0, left_s))
        # As the station does: the spool is synced and the board is told, once a second.
        for call in calls:
            call.sync()
        wired.reporting.report(calls)
        memory_mb.append(_memory_mb())
        lag_s.append(max(_lag_s(call) for call in calls))
    cpu = time.process_time() - cpu
    for line in lines:
        line.close()
    for line in lines:
        line.join()
    told = {"cpu_s": cpu, "wall_s": time.monotonic() - began, "lag_s": lag_s}
    return told | _kept(calls) | _memory(memory_mb)


def bench_line(
    begin_call: BeginCall, audio: CallAudio, number: int, opening: CallOpening
) -> LineCapture:
    """A line of a card that does not exist, by the path of those that do."""
    port = PacedPort(audio)
    (device,) = port.devices()
    wanted = Wanted(role="card", port=port, device=device, channels=2, rate_hz=audio.rate_hz)
    source = DeviceSource(f"card-{number}", [Part(wanted, SIDES)], audio.rate_hz)
    return LineCapture(source, opening, begin_call, _finish)


def _finish(call: CallInProgress) -> None:
    call.finish(give_up=True)


def _kept(calls: list[CallInProgress]) -> dict[str, Any]:
    return {
        "dropped_frames": sum(call.dropped_frames for call in calls),
        "missing_s": sum(call.missing_s for call in calls),
        "recorded_s": min(call.duration_s for call in calls),
        "alarms": sorted({alarm for call in calls for alarm in call.alarms}),
        "uncaptioned_s": sum(
            one.uncaptioned_s for call in calls for one in call.captions.hearing().values()
        ),
    }


def _memory(memory_mb: list[float]) -> dict[str, Any]:
    """The middle of the first and of the last quarter: between them memory must be flat."""
    quarter = max(1, len(memory_mb) // 4)
    return {
        "memory_early_mb": median(memory_mb[quarter : 2 * quarter] or memory_mb),
        "memory_late_mb": median(memory_mb[-quarter:]),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _lag_s(call: CallInProgress) -> float:
    return max(one.lag_s for one in call.captions.hearing().values())


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
