"""Opens a line by name; a file in `recorder/lines/` is all that registers it."""

import ast
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

from recorder.line import AudioSource
from speech.errors import LineError, SoundError

LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 8_000, 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOptions:
    """What a line needs to know to open; each kind takes what concerns it.

    `devices` are parts of device names or their numbers: of a headset the microphone and the far
    side, of a card the card. `files` are one stereo file or the caller's and the operator's.
    `operator_left` says that the left channel (or first file) is the operator's. `pace` is how many
    times faster than speech a file is played; 0 gives it as fast as it is taken. `label` is what
    people call the line (empty: its kind).
    """

    rate_hz: int = 16_000
    devices: Sequence[str] = ()
    files: Sequence[Path] = ()
    operator_left: bool = False
    pace: float = 1.0
    label: str = ""


class LineKind(Protocol):
    """What a module in `recorder/lines/` offers."""

    def open_source(self, options: LineOptions) -> AudioSource: ...


class DeviceKind(Protocol):
    """What a module offers beside it whose devices may be named wrongly."""

    def check_devices(self, options: LineOptions) -> None: ...


def line_names() -> list[str]:
    """The kinds of line by file name."""
    return kinds_offering("open_source")


@cache
def _offers() -> Mapping[str, frozenset[str]]:
    """The files of the folder and the functions they have, without importing any."""
    return {
        path.stem: frozenset(
            node.name
            for node in ast.parse(path.read_bytes()).body
            if isinstance(node, ast.FunctionDef)
        )
        for path in sorted((Path(__file__).parent / "lines").glob("[a-z]*.py"))
    }


def kinds_offering(function: str) -> list[str]:
    """The kinds in `recorder/lines/` that have this function, by file name."""
    return [kind for kind, functions in _offers().items() if function in functions]


def check_line(name: str, options: LineOptions) -> None:
    """Say what can be told without opening.

    Raises LineError for no such line, rate, pace or device, SoundError for a file that is not there.
    """
    if name not in line_names():
        raise LineError("line.unknown", kind=name, known=", ".join(line_names()))
    if not LOWEST_RATE_HZ <= options.rate_hz <= HIGHEST_RATE_HZ:
        raise LineError("line.rate", line=name, rate_hz=options.rate_hz)
    if options.pace < 0:
        raise LineError("line.pace", line=name, pace=options.pace)
    for file in options.files:
        if not file.exists():
            raise SoundError("file.missing", file=file)
    if name in kinds_offering("check_devices"):
        cast("DeviceKind", _module(name)).check_devices(options)


def open_line(name: str, options: LineOptions) -> AudioSource:
    """An open line; its frames last 20 ms, but for the ones before a gap and at the end.

    Raises LineError when there is no such line, or its devices, files or libraries are not there.
    """
    check_line(name, options)
    return cast("LineKind", _module(name)).open_source(options)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"recorder.lines.{name}")
