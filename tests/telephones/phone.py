"""Telephones of another make: Debian's baresip, driven over its control socket."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from kikitori.bench.ports import free_port
from recorder.switchboard.leg import LegState
from speech.audio import Samples

_MODULES = Path("/usr/lib/baresip/modules")
_PATIENCE_S = 8.0
TONE_HZ = 440

_CONFIG = """\
module_path {modules}
module g711.so
module g722.so
module opus.so
module aufile.so
module aubridge.so
module sndfile.so
module_app account.so
module_app contact.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
audio_source aufile,{speech}
audio_player aubridge,{name}
snd_path {heard}
rtp_ports 20000-29000
jitter_buffer_type off
jitter_buffer_delay 0-0
"""


def _tone(folder: Path) -> Path:
    file = folder / "tone.wav"
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * TONE_HZ / 8_000 * np.arange(30 * 8_000)), 8_000)
    return file


class Phone:
    """A telephone that says `speech` (or a steady tone) and writes down what it hears."""

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        speech: Path | None = None,
        codec: str = "pcmu",
        answers: bool = False,
        keys_by_info: bool = False,
        exchange: str = "",
        password: str = "",
    ) -> None:
        self.name, self.port, self._control_port = name, free_port(), free_port()
        self._folder = folder / name
        self._folder.mkdir()
        self._heard = self._folder / "heard"
        self._heard.mkdir()
        (self._folder / "config").write_text(
            _CONFIG.format(
                modules=_MODULES,
                control=self._control_port,
                sip=self.port,
                speech=speech or _tone(self._folder),
                name=name,
                heard=self._heard,
            )
        )
        # At an exchange it registers, and calls through it.
        at = exchange or f"127.0.0.1:{self.port}"
        every_s = 60 if exchange else 0
        (self._folder / "accounts").write_text(
            f"<sip:{name}@{at}>;auth_pass={password};regint={every_s};audio_codecs={codec}"
            f";answermode={'auto' if answers else 'manual'}"
            f";dtmfmode={'info' if keys_by_info else 'rtpevent'}\n"
        )
        (self._folder / "contacts").write_text("")
        self.events: list[dict[str, Any]] = []
        self._came = b""
        self._log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(
            ["baresip", "-f", str(self._folder)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._control = self._reach()

    @property
    def address(self) -> str:
        return f"sip:{self.name}@127.0.0.1:{self.port}"

    def dial(self, address: str) -> None:
        self._order("dial", address)

    def hold_key(self, key: str) -> None:
        self._order("sndcode", key)

    def release_key(self) -> None:
        self._order("sndcode", "\x04")

    def answer(self) -> None:
        self._order("accept")

    def hang_up(self) -> None:
        self._order("hangup")

    def hold(self) -> None:
        self._order("hold")

    def resume(self) -> None:
        self._order("resume")

    def speak(self, file: Path) -> None:
        """Say this from now on, in the call that is held."""
        self._order("ausrc", f"aufile,{file}")

    def has_seen(self, event: str) -> bool:
        self._listen(0.001)
        return any(seen["type"] == event for seen in self.events)

    @property
    def calls(self) -> int:
        """How many it was called with that are not over."""
        return self.types.count("CALL_INCOMING") - self.types.count("CALL_CLOSED")

    def why_closed(self) -> str:
        return next(seen["param"] for seen in self.events if seen["type"] == "CALL_CLOSED")

    def wait_for(self, event: str) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not self.has_seen(event):
            assert time.monotonic() < until, f"{self.name} never saw {event}: {self.types}"
            self._listen(0.05)

    @property
    def types(self) -> list[str]:
        return [seen["type"] for seen in self.events]

    def heard(self) -> Samples:
        """What it heard in its call, at the rate of the codec; the telephone is gone after that."""
        self.stop()
        (file,) = self._heard.glob("*-dec.wav")
        samples, _ = soundfile.read(file, dtype="int16", always_2d=True)
        return samples[:, 0]

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(3)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control.close()
        self._log.close()

    def _reach(self) -> socket.socket:
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self._control_port), 1)
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    self._process.kill()
                    raise
                time.sleep(0.02)

    def _order(self, command: str, parameters: str = "") -> None:
        data = json.dumps({"command": command, "params": parameters}).encode()
        self._control.sendall(b"%d:%s," % (len(data), data))

    def _listen(self, seconds: float) -> None:
        self._control.settimeout(seconds)
        try:
            self._came += self._control.recv(1 << 16)
        except TimeoutError:
            return
        while b":" in self._came:
            size, _, rest = self._came.partition(b":")
            if len(rest) <= int(size):
                return
            message, self._came = json.loads(rest[: int(size)]), rest[int(size) + 1 :]
            if message.get("event"):
                self.events.append(message)


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Makes telephones; without Debian's baresip a skip, in CI a failure."""
    if shutil.which("baresip") is None or not (_MODULES / "ctrl_tcp.so").exists():
        reason = "needs Debian's baresip-core"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    there: list[Phone] = []

    def make(name: str, **options: Any) -> Phone:
        there.append(Phone(tmp_path, name, **options))
        return there[-1]

    yield make
    for phone in there:
        phone.stop()


def gone(leg: Any) -> bool:
    return leg.state is LegState.GONE
