"""Opens doors by name; a file in `recorder/lines/` that offers `open_door` is all that registers one."""

import importlib
from typing import Protocol, cast

from recorder.opening import kinds_offering
from recorder.switchboard.board import DoorSpec
from recorder.switchboard.leg import Door, DoorOptions
from speech.errors import LineError


class DoorKind(Protocol):
    """What a module in `recorder/lines/` offers."""

    def open_door(self, options: DoorOptions) -> Door: ...

    def check_destination(self, options: DoorOptions, destination: str) -> None: ...


def door_names() -> list[str]:
    """The kinds of door by file name."""
    return kinds_offering("open_door")


def open_door(spec: DoorSpec) -> Door:
    """An open door. Raises LineError when there is no such kind, or it says that it cannot be opened."""
    return _kind(spec).open_door(spec.options)


def check_destination(spec: DoorSpec, destination: str) -> None:
    """Raises LineError where a door, open or not, will never call somebody there."""
    _kind(spec).check_destination(spec.options, destination)


def _kind(spec: DoorSpec) -> DoorKind:
    if spec.kind not in door_names():
        raise LineError("door.unknown", kind=spec.kind, known=", ".join(door_names()))
    return cast("DoorKind", importlib.import_module(f"recorder.lines.{spec.kind}"))
