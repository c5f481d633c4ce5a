"""English voices: Debian's flite, which prints the end of every phone it says."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr

from audio_fixtures.speaking import RATE_HZ, Phone, VoiceMissingError, Wave


def speak(voice: str, speed: float, text: str) -> tuple[Wave, list[Phone]]:
    """The text in `voice` at `RATE_HZ`, and its phones; raises VoiceMissingError without flite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        told = _run(voice, speed, text, str(path))
        wave, rate_hz = soundfile.read(path)
    return np.asarray(soxr.resample(wave, rate_hz, RATE_HZ), dtype=np.float64), list(timed(told))


def phones(voice: str, text: str) -> list[str]:
    """Only the names of the phones."""
    return [phone.name for phone in timed(_run(voice, 1.0, text, "none"))]


def _run(voice: str, speed: float, text: str, output: str) -> str:
    if shutil.which("flite") is None:
        raise VoiceMissingError("English calls need flite: apt-get install flite")
    stretch = f"duration_stretch={1 / speed:.3f}"
    command = ["flite", "-voice", voice, "--setf", stretch, "-psdur", "-t", text, "-o", output]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603


def timed(told: str) -> Iterator[Phone]:
    """The phones of flite's list, in which the clock starts anew with each sentence."""
    sentence_start = start = 0.0
    for entry in told.split():
        name, _, clock = entry.partition(":")
        if sentence_start + float(clock) < start:
            sentence_start = start
        end = sentence_start + float(clock)
        if name != "pau":
            yield Phone(name, start, end)
        start = end
