"""Transcribes calls in one way and says what that took; runs as a process of its own.

Reads a task from standard input and writes the result to standard output, both as JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.faster_whisper_paths import Transcribe, load_batched, load_plain
from models.loading import EngineOptions, load_detector, load_recognizer
from models.weights import whisper_base
from recorder.soundfile_reading import read_call, resampled
from speech.audio import CallAudio, Channel
from speech.hearing import hear
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

OURS, PLAIN, BATCHED = "ours", "plain", "batched"


def main() -> None:
    task = json.load(sys.stdin)
    transcribe = _load(task["path"], Path(task["data_folder"]), task["threads"])
    cpu_s, wall_s = _cpu_s(), time.perf_counter()
    texts = [_text_of(call, transcribe) for call in task["calls"]]
    took = {
        "cpu_s": _cpu_s() - cpu_s,
        "wall_s": time.perf_counter() - wall_s,
        "peak_mb": _peak_mb(),
        "texts": texts,
    }
    json.dump(took, sys.stdout)


def _text_of(
    call: dict[str, Any], transcribe: Callable[[CallAudio, Language], dict[Channel, str]]
) -> dict[str, str]:
    audio = read_call(Path(call["file"]), operator_left=call["operator_left"], accept_mono=False)
    texts = transcribe(resampled(audio, RECOGNIZER_RATE_HZ), Language(call["language"]))
    return {channel.value: text for channel, text in texts.items()}


def _load(
    path: str, data_folder: Path, threads: int
) -> Callable[[CallAudio, Language], dict[Channel, str]]:
    if path == OURS:
        return _ours(data_folder, threads)
    load = {PLAIN: load_plain, BATCHED: load_batched}[path]
    return _each_channel(load(whisper_base(data_folder / "models"), threads=threads))


def _ours(data_folder: Path, threads: int) -> Callable[[CallAudio, Language], dict[Channel, str]]:
    recognizer = load_recognizer("whisper", EngineOptions(data_folder=data_folder, threads=threads))
    new_detector = load_detector("silero")

    def transcribe(audio: CallAudio, language: Language) -> dict[Channel, str]:
        utterances = hear(audio, language, recognizer, new_detector).transcript.utterances
        return {
            channel: " ".join(u.text for u in utterances if u.channel is channel)
            for channel in audio.channels
        }

    return transcribe


def _each_channel(
    transcribe: Transcribe,
) -> Callable[[CallAudio, Language], dict[Channel, str]]:
    return lambda audio, language: {
        channel: transcribe(samples, language) for channel, samples in audio.channels.items()
    }


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> float:
    """This process's own peak: `ru_maxrss` would start from that of the process that forked it."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
