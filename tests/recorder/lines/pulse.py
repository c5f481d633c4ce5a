"""A sound card made of software: PulseAudio with a headset and a telephony card nobody has to own.

A test that asks for the fixture `pulse` gets the process's own daemon in a temporary folder, which
PortAudio of this process and of its children uses (a folder's `conftest.py` imports the fixture). The devices are called MICROPHONE, FAR_SIDE,
CARD (inputs) and HEADPHONES (output); `say` speaks into one of them.
"""

import atexit
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

MICROPHONE = "headset_mic"
FAR_SIDE = "far_side"
CARD = "telephone_card"
HEADPHONES = "headphones"

_PROGRAMS = ("pulseaudio", "pactl", "pacat", "parec")
_ALSA = Path("/usr/share/alsa/alsa.conf")
_PATIENCE_S = 30.0
# The room is what the microphone hears, the trunk what the card taps.
_SINKS = {HEADPHONES: 1, "room": 1, "trunk": 2}
_SOURCES = {MICROPHONE: "room", FAR_SIDE: HEADPHONES, CARD: "trunk"}


class Pulse:
    """A running daemon and its devices, all of them plugged in at first."""

    def __init__(self, folder: Path) -> None:
        self._environment = {
            "PULSE_SERVER": f"unix:{folder / 'native'}",
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_RUNTIME_PATH": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        (folder / "asound.conf").write_text(_alsa_devices())
        protocol = f"module-native-protocol-unix auth-anonymous=1 socket={folder / 'native'}"
        self._console = folder / "console"
        console = f"module-cli-protocol-unix socket={self._console}"
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "-L", protocol, "-L", console]
        for sink, channels in _SINKS.items():
            module = f"module-null-sink sink_name={sink} rate=48000 channels={channels}"
            command += ["-L", module]
        self._command = command
        self._start()

    @property
    def environment(self) -> dict[str, str]:
        """What a process must have in its environment to use these devices."""
        return dict(self._environment)

    def restart(self) -> None:
        """End PulseAudio under whoever uses it, and start it again with all devices."""
        self.stop()
        self._start()

    def choose(self, source: str) -> None:
        """Make an input the one the system gives to those who name none."""
        chosen = self._pactl("set-default-source", source)
        assert chosen.returncode == 0, chosen.stderr

    def plug_all(self) -> None:
        for source in _SOURCES:
            if source not in self._modules:
                self.plug(source)

    def plug(self, source: str) -> None:
        """Plug an input in, for the first time or again."""
        made = self._pactl(
            "load-module",
            "module-remap-source",
            f"master={_SOURCES[source]}.monitor",
            f"source_name={source}",
        )
        assert made.returncode == 0, made.stderr
        self._modules[source] = made.stdout.strip()

    def unplug(self, source: str, *, kills: bool = False) -> None:
        """Pull an input out; PulseAudio then hands those who record from it to another input.

        With `kills` they lose it, as with a device of ALSA.
        """
        with socket.socket(socket.AF_UNIX) as console:
            console.connect(str(self._console))
            for number in self._outputs(source) if kills else ():
                console.sendall(f"kill-source-output {number}\n".encode())
            console.sendall(f"unload-module {self._modules.pop(source)}\n".encode())
            eventually(lambda: not self._numbers(source), f"{source} is gone")

    def say(self, into: str, samples: np.ndarray, rate_hz: int) -> None:
        """Speak into an input to the end; shape (n,) or (n, 2) for the card. HEADPHONES work too."""
        channels = 1 if samples.ndim == 1 else samples.shape[1]
        spoken = subprocess.run(
            [
                "pacat",
                "--playback",
                "--raw",
                "--format=s16le",
                f"--rate={rate_hz}",
                f"--channels={channels}",
                f"--device={_SOURCES.get(into, into)}",
            ],
            input=samples.astype("<i2").tobytes(),
            env={**os.environ, **self._environment},
            capture_output=True,
            timeout=120,
        )
        assert spoken.returncode == 0, spoken.stderr

    def listeners(self, source: str) -> int:
        """How many programs record from an input."""
        return len(self._outputs(source))

    def stop(self) -> None:
        self._daemon.terminate()
        self._daemon.wait(timeout=_PATIENCE_S)

    def _start(self) -> None:
        folder = Path(self._environment["PULSE_RUNTIME_PATH"])
        own = {**os.environ, **self._environment, "HOME": str(folder)}
        del own["PULSE_SERVER"]
        with (folder / "pulseaudio.log").open("w") as told:
            self._daemon = subprocess.Popen(self._command, env=own, stdout=told, stderr=told)
        eventually(lambda: self._pactl("info").returncode == 0, "PulseAudio answers")
        self._modules: dict[str, str] = {}
        self.plug_all()

    def _outputs(self, source: str) -> list[str]:
        numbers = self._numbers(source)
        return [row[0] for row in self._listed("source-outputs") if row[1] in numbers]

    def _numbers(self, source: str) -> list[str]:
        return [row[0] for row in self._listed("sources") if row[1] == source]

    def _listed(self, what: str) -> list[list[str]]:
        rows = self._pactl("list", "short", what).stdout.splitlines()
        return [row.split("\t") for row in rows]

    def _pactl(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["pactl", *words],
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
        )


_running: list[Pulse] = []


@pytest.fixture
def pulse(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pulse]:
    """Virtual sound devices, all plugged in; without PulseAudio a skip, in CI a failure."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing or not _ALSA.is_file() or not _has_plugin() or not _has_libraries():
        reason = (
            "needs libportaudio2, portaudio19-dev, pulseaudio, pulseaudio-utils, libasound2-plugins"
            " and PyAudio: make system-test cards"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    if not _running:
        # PortAudio keeps to the daemon it has met first, so it is one for the whole process.
        _running.append(Pulse(tmp_path_factory.mktemp("pulse")))
        atexit.register(_running[0].stop)
    for name, value in _running[0].environment.items():
        monkeypatch.setenv(name, value)
    # What the system chooses decides what PulseAudio moves when inputs come and go.
    _running[0].choose(CARD)
    yield _running[0]
    _running[0].plug_all()


def eventually(holds: Callable[[], bool], what: str, *, patience_s: float = _PATIENCE_S) -> None:
    """Wait until something holds; fail with what it was when it does not."""
    until = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > until:
            pytest.fail(f"not within {patience_s:g} s: {what}")
        time.sleep(0.02)


def _has_plugin() -> bool:
    return any(Path("/usr/lib").glob("**/alsa-lib/libasound_module_pcm_pulse.so"))


def _has_libraries() -> bool:
    return importlib.util.find_spec("pyaudio") is not None and any(
        Path("/usr/lib").glob("**/libportaudio.so.2")
    )


def _alsa_devices() -> str:
    """PortAudio sees PulseAudio's devices as those of ALSA."""
    devices = {source: source for source in _SOURCES} | {HEADPHONES: HEADPHONES}
    lines = [f"<{_ALSA}>"]
    lines += [f'pcm.{name} {{ type pulse device "{device}" }}' for name, device in devices.items()]
    return "\n".join(lines) + "\n"
