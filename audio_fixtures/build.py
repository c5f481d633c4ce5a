"""Makes the fixture calls from their scripts: sound, sidecar and gold facts."""

import argparse
import json
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from audio_fixtures import telephone, voices
from audio_fixtures.script import HERE, Line, Script, ScriptError, load, names, pieces, spoken
from audio_fixtures.speaking import RATE_HZ, VoiceMissingError

SIDES = ("caller", "operator")
_BEFORE_AND_AFTER_S = 0.6


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its sound, where it stands in the call, and the seconds of its pieces."""

    line: Line
    wave: NDArray[np.float64]
    start_s: float
    times: tuple[tuple[float, float], ...]

    @property
    def end_s(self) -> float:
        return self.start_s + len(self.wave) / RATE_HZ


def build(name: str, cache: Path) -> float:
    """Make the three files of the call `name`; return its length in seconds."""
    script = load(name)
    placed = place(script, cache)
    sound = mixed(script.name, placed)
    duration_s = len(sound) / RATE_HZ
    soundfile.write(HERE / f"{name}.flac", sound, RATE_HZ, compression_level=1.0)
    sidecar = {**script.call, "language": script.language, "operator_side": "right"}
    _write(HERE / f"{name}.json", sidecar)
    _write(HERE / f"{name}.gold.json", gold(script, placed, duration_s))
    return duration_s


def place(script: Script, cache: Path) -> list[Placed]:
    """Speak all lines and set them one after the other."""
    placed: list[Placed] = []
    now_s = _BEFORE_AND_AFTER_S
    for line in script.lines:
        start_s = max(0.0, now_s + line.pause_s)
        wave, times = _sound(script, line, cache)
        placed.append(Placed(line, wave, start_s, times))
        now_s = max(now_s, placed[-1].end_s)
    return placed


def _sound(
    script: Script, line: Line, cache: Path
) -> tuple[NDArray[np.float64], tuple[tuple[float, float], ...]]:
    if line.hold_s:
        samples = round(line.hold_s * RATE_HZ)
        quiet = line.hold_sound == "silence"
        return (np.zeros(samples) if quiet else telephone.hold_music(samples)), ()
    voice = script.voices[line.who]
    texts = [text for text, _ in pieces(line)]
    said = voices.say(script.language, voice["name"], voice.get("speed", 1.0), texts, cache)
    return telephone.spoken_level(said.wave), said.times


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


def gold(script: Script, placed: Sequence[Placed], duration_s: float) -> dict[str, Any]:
    """What is true of the call; times are seconds in the file."""
    talk = [(said, said.line) for said in placed if not said.line.hold_s]
    return {
        "name": script.name,
        "language": script.language,
        "duration_s": round(duration_s, 3),
        "lines": [_line(said) for said, _ in talk],
        "personal": [
            item for number, (said, _) in enumerate(talk) for item in _personal(number, said)
        ],
        "kept": [
            {"line": number, "text": text}
            for number, (_, line) in enumerate(talk)
            for text in line.kept
        ],
        "moments": [
            {"kind": line.moment, "line": number, "channel": line.who, **_seconds(said)}
            for number, (said, line) in enumerate(talk)
            if line.moment
        ],
        "holds": [
            {"channel": said.line.who, "sound": said.line.hold_sound, **_seconds(said)}
            for said in placed
            if said.line.hold_s
        ],
        "expected": {
            "verdicts": dict(script.verdicts),
            "critical": list(script.critical),
            "clean": script.clean,
        },
    }


def _line(said: Placed) -> dict[str, Any]:
    line = said.line
    return {
        "channel": line.who,
        "text": line.text,
        "spoken": spoken(line),
        **_seconds(said),
    }


def _personal(number: int, said: Placed) -> list[dict[str, Any]]:
    return [
        {
            "kind": item.kind,
            "channel": said.line.who,
            "line": number,
            "text": item.text,
            "text_start": item.start,
            "text_end": item.end,
            "start": round(said.start_s + start, 3),
            "end": round(said.start_s + end, 3),
        }
        for (_, item), (start, end) in zip(pieces(said.line), said.times, strict=True)
        if item is not None
    ]


def _seconds(said: Placed) -> dict[str, float]:
    return {"start": round(said.start_s, 3), "end": round(said.end_s, 3)}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help="calls to make; all when none is named")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "kikitori-fixture-voices",
        help="where spoken pieces are kept between runs",
    )
    options = parser.parse_args()
    try:
        for name in options.name or names():
            sys.stdout.write(f"{name}: {build(name, options.cache):.1f} s\n")
    except (ScriptError, VoiceMissingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
