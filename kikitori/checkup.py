"""What `kikitori doctor` looks at: libraries, devices, models, folder, key, clock, fonts, port."""

import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from archive.keys import KEY_FILE, open_installation_key
from kikitori.config import Config
from kikitori.wiring import BUILT_IN_MODEL
from models.catalog import State, catalog, state_of
from recorder.device import Device, find_input
from recorder.device_check import TONE_HZ, Heard, play_and_listen, tone
from recorder.device_input import Wanted
from recorder.lines.headset import loopback
from recorder.lines.ports.sounddevice_port import SounddevicePort, open_port
from speech.errors import KikitoriError, LineError
from speech.reasons import system_reason

BOARD_PORT = 8501
_LITTLE_GB, _TOO_LITTLE_GB = 10, 1


class Mark(StrEnum):
    """How a finding is taken; only what is wrong makes the doctor fail."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; `doctor.<key>` of the command line's words says it."""

    mark: Mark
    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is looked at; with `sound`, a tone is played into `output` (empty: the usual one)."""

    config: Config
    folder: Path
    output: str = ""
    sound: bool = True
    now: Callable[[], float] = time.monotonic


def examine(patient: Patient) -> Iterator[Found]:
    """Everything that is found, in the order it is looked at."""
    yield from _devices(patient)
    yield _pyaudio(patient.config)
    yield _model(patient)
    yield _space(patient.folder)
    yield _writing(patient.folder)
    yield _key(patient.folder)
    yield _clock()
    yield _fonts()
    yield _port()


def remembered(config: Config) -> Iterator[tuple[str, str, int]]:
    """What the settings remember: its use, the device as it is written there, its channels."""
    for kind, line in config.lines.items():
        if kind == "headset":
            yield "microphone", line.microphone, 1
            yield "far_side", line.far_side, 1
        elif kind == "card":
            yield "card", line.device, 2


def _devices(patient: Patient) -> Iterator[Found]:
    try:
        port = open_port()
    except LineError as error:
        yield Found(Mark.WRONG, "portaudio_missing", {"error": error.reason})
        return
    there = port.devices()
    inputs = [device for device in there if device.inputs]
    wanted = [one for one in remembered(patient.config) if one[1]]
    if not inputs:
        yield Found(Mark.WRONG if wanted else Mark.NOTE, "no_devices")
        return
    yield Found(Mark.OK, "devices", {"count": len(inputs)})
    if not wanted:
        yield Found(Mark.NOTE, "nothing_remembered")
        yield from _usual(patient, port, there)
        return
    found: list[tuple[str, Device]] = []
    for use, name, channels in wanted:
        try:
            found.append((use, find_input(there, name, channels=channels)))
        except LineError as error:
            yield Found(Mark.WRONG, f"{use}_missing", {"error": error.reason})
    if patient.sound and found:
        yield from _listening(patient, port, there, found)


def _usual(patient: Patient, port: SounddevicePort, there: list[Device]) -> Iterator[Found]:
    """What a headset line would take; nobody has chosen it, so none of it is wrong."""
    found: list[tuple[str, Device]] = []
    if port.default_input():
        found.append(("microphone", find_input(there, port.default_input(), channels=1)))
    try:
        found.append(("far_side", loopback(there)))
    except LineError as error:
        yield Found(Mark.NOTE, "far_side_none", {"error": error.reason})
    if patient.sound and found:
        for one in _listening(patient, port, there, found):
            yield replace(one, mark=Mark.NOTE) if one.mark is Mark.WRONG else one


def _listening(
    patient: Patient, port: SounddevicePort, there: list[Device], found: list[tuple[str, Device]]
) -> Iterator[Found]:
    inputs = [
        Wanted(role=use, port=port, device=device, channels=1, rate_hz=TONE_HZ)
        for use, device in found
        if use != "card"
    ]
    if not inputs:
        return
    try:
        output = _output(port, there, patient.output)
        heard = play_and_listen(
            inputs, lambda: port.play(tone(), output, rate_hz=TONE_HZ), now=patient.now
        )
    except LineError as error:
        yield Found(Mark.WRONG, "sound_failed", {"error": error.reason})
        return
    for wanted, what in zip(inputs, heard, strict=True):
        yield _said(wanted.role, wanted.device.name, what)


def _said(use: str, name: str, heard: Heard) -> Found:
    if heard.tone_after_s is not None and heard.tone_dbfs is not None:
        values = {
            "name": name,
            # A sound server may tell the time of its sound a little too early.
            "ms": max(0, round(1000 * heard.tone_after_s)),
            "db": round(heard.tone_dbfs),
        }
        return Found(Mark.OK, f"{use}_tone", values)
    if heard.is_silent:
        return Found(Mark.WRONG, f"{use}_silent", {"name": name})
    mark = Mark.OK if use == "microphone" else Mark.WRONG
    return Found(mark, f"{use}_no_tone", {"name": name, "db": round(heard.dbfs)})


def _output(port: SounddevicePort, there: list[Device], name: str) -> Device:
    chosen = name or port.default_output()
    for device in there:
        known = (str(device.number), device.name)
        if device.outputs and (chosen in known or (name and name.casefold() in device.name)):
            return device
    code = "device.no_such_output" if chosen else "device.no_output"
    raise LineError(code, wanted=chosen)


def _pyaudio(config: Config) -> Found:
    if _is_importable("pyaudio"):
        return Found(Mark.OK, "pyaudio")
    return Found(Mark.WRONG if "card" in config.lines else Mark.NOTE, "pyaudio_missing")


def _model(patient: Patient) -> Found:
    name = patient.config.model or BUILT_IN_MODEL
    entry = catalog().get(name)
    if entry is None:
        there = Path(name).is_dir()
        return Found(
            Mark.OK if there else Mark.WRONG, "model" if there else "model_missing", {"name": name}
        )
    state = state_of(entry, patient.folder / "models")
    if entry.built_in or state is State.READY:
        return Found(Mark.OK, "model", {"name": name})
    return Found(Mark.WRONG, "model_missing", {"name": name})


def _space(folder: Path) -> Found:
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    free_gb = shutil.disk_usage(there).free / 1e9
    values: dict[str, object] = {"gb": f"{free_gb:.1f}", "folder": folder}
    if free_gb < _TOO_LITTLE_GB:
        return Found(Mark.WRONG, "space_little", values)
    return Found(Mark.NOTE if free_gb < _LITTLE_GB else Mark.OK, "space", values)


def _writing(folder: Path) -> Found:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Found(Mark.OK, "writing", {"folder": folder})
    except OSError as error:
        return Found(
            Mark.WRONG, "writing_refused", {"folder": folder, "error": system_reason(error)}
        )


def _key(folder: Path) -> Found:
    keys = folder / "keys"
    if not (keys / KEY_FILE).exists():
        return Found(Mark.NOTE, "key_none")
    try:
        open_installation_key(keys)
    except KikitoriError as error:
        return Found(Mark.WRONG, "key_wrong", {"error": error.reason})
    return Found(Mark.OK, "key")


def _clock() -> Found:
    """A clock that is behind the installed program lost its battery."""
    now, installed = datetime.now(UTC), Path(__file__).stat().st_mtime
    right = now.timestamp() >= installed - 86_400
    values: dict[str, object] = {"now": now.astimezone().isoformat(" ", "minutes")}
    return Found(Mark.OK if right else Mark.WRONG, "clock" if right else "clock_wrong", values)


def _fonts() -> Found:
    lister = shutil.which("fc-list")
    if lister is None:
        return Found(Mark.NOTE, "fonts_unknown")
    fonts = subprocess.run(  # noqa: S603 - a fixed question to fontconfig
        [lister, ":lang=ja", "family"], capture_output=True, timeout=60, check=False
    )
    return Found(Mark.OK, "fonts") if fonts.stdout.strip() else Found(Mark.NOTE, "fonts_none")


def _port() -> Found:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", BOARD_PORT))
        except OSError:
            return Found(Mark.NOTE, "port_taken", {"port": BOARD_PORT})
    return Found(Mark.OK, "port", {"port": BOARD_PORT})


def _is_importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
