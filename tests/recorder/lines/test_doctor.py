import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.recorder.lines.pulse import CARD, FAR_SIDE, HEADPHONES, MICROPHONE, Pulse

_HIDING = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        if name == "pyaudio":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
"""


def kikitori(*words: str, data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kikitori", *words, "--data", str(data)]
    own = {**os.environ, "KIKITORI_LANGUAGE": "en", "COLUMNS": "80", **environment}
    return subprocess.run(command, env=own, capture_output=True, text=True, timeout=100)


def remembering(folder: Path) -> Path:
    (folder / "config.toml").write_text(
        f'[lines.headset]\nmicrophone = "{MICROPHONE}"\nfar_side = "{FAR_SIDE}"\n'
        f'[lines.card]\ndevice = "{CARD}"\n'
    )
    return folder


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_devices_are_listed_with_what_is_remembered(
    pulse: Pulse, tmp_path: Path, language: str
) -> None:
    data = remembering(tmp_path)
    table = kikitori("devices", data=data, KIKITORI_LANGUAGE=language)
    assert table.returncode == 0, table.stderr
    assert MICROPHONE in table.stdout
    listed = json.loads(kikitori("devices", "--json", data=data).stdout)
    uses = {one["name"]: one["remembered"] for one in listed if one["remembered"]}
    assert uses == {MICROPHONE: ["microphone"], FAR_SIDE: ["far_side"], CARD: ["card"]}
    assert all(16_000 in one["rates_hz"] for one in listed if one["name"] in uses)


def test_a_headset_in_order_is_found_in_order(pulse: Pulse, tmp_path: Path) -> None:
    voice = np.random.default_rng(1).normal(0, 2_000, 16_000 * 4).astype(np.int16)
    examined_all = threading.Event()

    def talk() -> None:
        while not examined_all.is_set():
            pulse.say(MICROPHONE, voice, 16_000)

    operator = threading.Thread(target=talk)
    operator.start()
    examined = kikitori("doctor", "--output", HEADPHONES, data=remembering(tmp_path))
    examined_all.set()
    operator.join()
    assert examined.returncode == 0, examined.stdout + examined.stderr
    assert f"The tone came back on the far side {FAR_SIDE}" in examined.stdout
    assert f"The microphone {MICROPHONE} hears something" in examined.stdout


def test_a_muted_microphone_and_a_wrong_far_side_are_said(pulse: Pulse, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f'[lines.headset]\nmicrophone = "{MICROPHONE}"\nfar_side = "lost"\n'
    )
    examined = kikitori("doctor", "--output", HEADPHONES, "--json", data=tmp_path)
    assert examined.returncode == 1
    wrong = {one["found"] for one in json.loads(examined.stdout) if one["mark"] == "wrong"}
    assert wrong == {"microphone_silent", "far_side_missing"}


def test_what_is_wrong_with_the_installation_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('model = "vosk-nowhere"\n')
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "installation.key").write_bytes(bytes(32))
    (tmp_path / "keys" / "installation.key").chmod(0o644)
    examined = kikitori("doctor", "--json", "--no-sound", data=tmp_path)
    assert examined.returncode == 1
    said = {one["found"]: one["said"] for one in json.loads(examined.stdout)}
    assert "kikitori models fetch vosk-nowhere" in said["model_missing"]
    assert "chmod 600" in said["key_wrong"]


def test_without_portaudio_and_pyaudio_everything_else_works(tmp_path: Path) -> None:
    program = f"""{_HIDING}
from recorder.opening import LineOptions, line_names, open_line
from speech.errors import LineError
import kikitori.cli, recorder.lines.headset, recorder.lines.card
for kind in ("headset", "card"):
    try:
        open_line(kind, LineOptions(devices=["a"]))
    except LineError as error:
        print(kind, error)
sys.argv = ["kikitori", "doctor", "--data", {str(tmp_path)!r}]
kikitori.cli.main()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "KIKITORI_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1
    headset, card, *doctor = ran.stdout.splitlines()
    assert "apt install libportaudio2" in headset
    assert "dnf install portaudio" in headset
    assert "brew install portaudio" in headset
    assert "apt install portaudio19-dev" in card
    assert "pip install 'kikitori[cards]'" in card
    assert any(line.startswith("WRONG") and "libportaudio2" in line for line in doctor)
    assert any("whisper-base is in place" in line for line in doctor)


def test_a_new_user_is_told_what_a_headset_line_would_take(pulse: Pulse, tmp_path: Path) -> None:
    """Nobody has chosen a device yet, so nothing about them can be wrong."""
    examined = kikitori("doctor", data=tmp_path, KIKITORI_LANGUAGE="ja")
    assert examined.returncode == 0, examined.stdout + examined.stderr
    assert "使う機器が設定されていません" in examined.stdout
    assert "相手側の音は入りません" in examined.stdout
