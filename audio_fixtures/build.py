"""Makes the fixture calls from their scripts: sound, sidecar and gold facts."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from audio_fixtures.gold import gold
from audio_fixtures.placing import mixed, place
from audio_fixtures.script import HERE, ScriptError, load, names
from audio_fixtures.speaking import RATE_HZ, VoiceMissingError


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
