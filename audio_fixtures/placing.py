"""Sets the spoken lines of a call one after the other and mixes them on a telephone line."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio_fixtures import telephone, voices
from audio_fixtures.script import Line, Script, pieces
from audio_fixtures.speaking import RATE_HZ, Wave

SIDES = ("caller", "operator")
_BEFORE_AND_AFTER_S = 0.6


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its sound, where it stands in the call, and the seconds of its pieces."""

    line: Line
    wave: Wave
    start_s: float
    times: tuple[tuple[float, float], ...]

    @property
    def end_s(self) -> float:
        return self.start_s + len(self.wave) / RATE_HZ


def place(script: Script, cache: Path) -> list[Placed]:
    """Speak all lines and set them one after the other."""
    placed: list[Placed] = []
    now_s = _BEFORE_AND_AFTER_S
    for line in script.lines:
        start_s = max(0.0, now_s + line.pause_s)
        said = _sound(script, line, cache)
        placed.append(Placed(line, said.wave, start_s, said.times))
        now_s = max(now_s, placed[-1].end_s)
    return placed


def _sound(script: Script, line: Line, cache: Path) -> voices.Said:
    if line.hold_s:
        return voices.Said(telephone.hold_music(round(line.hold_s * RATE_HZ)), ())
    voice = script.voices[line.who]
    texts = [text for text, _ in pieces(line)]
    said = voices.say(script.language, voice["name"], voice.get("speed", 1.0), texts, cache)
    return voices.Said(telephone.spoken_level(said.wave), said.times)


def mixed(name: str, placed: Sequence[Placed]) -> NDArray[np.int16]:
    """Both channels over line noise, companded: shape (samples, 2), caller left."""
    end_s = max(line.end_s for line in placed) + _BEFORE_AND_AFTER_S
    samples = round(end_s * RATE_HZ)
    channels = []
    for side in SIDES:
        channel = telephone.noise(samples, zlib.crc32(f"{name} {side}".encode()))
        for said in (said for said in placed if said.line.who == side):
            first = round(said.start_s * RATE_HZ)
            channel[first : first + len(said.wave)] += said.wave
        channels.append(telephone.companded(channel))
    return np.stack(channels, axis=1)
