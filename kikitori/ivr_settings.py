"""What may be set for answering callers: doors, operators and how the line speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from recorder.switchboard.leg import DoorOptions
from speech.errors import DefinitionError
from speech.reasons import Reason, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """A person who takes calls: `[[ivr.operators]]`.

    `id` is their account of the board. They are called at `destination` ("sip:sato@192.0.2.7")
    through `door`, or stay connected having called `dials_in`. `skills` are languages ("ja") and
    topics, which are names of the dialogue's forms ("repair").
    """

    id: str
    destination: str = ""
    door: str = ""
    dials_in: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IvrSettings:
    """`[ivr]`: `time_zone` is that of opening hours where a service names none (else the
    machine's), `most_calls` how many are
    answered at once, `voices` synthesizers, the best first, `music` a sound file for those who wait.
    """

    time_zone: str = ""
    most_calls: int = 20
    voices: tuple[str, ...] = ()
    music: str = ""
    write_up_s: float = 10.0
    operators: tuple[OperatorSettings, ...] = ()


def read_ivr(file: Path, table: Any) -> IvrSettings:  # noqa: ANN401 - anything may stand in a file
    """The settings of `[ivr]`. Raises DefinitionError naming what is wrong."""
    values = _checked(f"{file}: ivr", table, IvrSettings())
    people = tuple(_operator(file, one) for one in values.pop("operators", ()))
    if len({one.id for one in people}) < len(people):
        raise DefinitionError("config.operator_twice", file=file)
    if values.get("time_zone"):
        _zone(file, values["time_zone"])
    if values.get("music"):
        values["music"] = str(file.parent / values["music"])
    values["voices"] = tuple(values.get("voices", ()))
    return IvrSettings(**values, operators=people)


def read_doors(file: Path, table: Any) -> dict[str, DoorOptions]:  # noqa: ANN401
    """The options of each kind of door: `[doors.sip]`."""
    if not isinstance(table, dict):
        raise DefinitionError("config.doors", file=file)
    return {
        kind: DoorOptions(**_checked(f"{file}: doors.{kind}", options, DoorOptions()))
        for kind, options in table.items()
    }


def _operator(file: Path, table: Any) -> OperatorSettings:  # noqa: ANN401
    where = f"{file}: ivr.operators"
    values = _checked(where, table, OperatorSettings(id=""))
    one = OperatorSettings(**values | {"skills": tuple(values.get("skills", ()))})
    if not one.id or bool(one.destination) == bool(one.dials_in):
        raise DefinitionError("config.operator", where=where)
    return one


def _checked(where: str, table: Any, example: object) -> dict[str, Any]:  # noqa: ANN401
    """The values of a table whose names and types are those of the example."""
    if not isinstance(table, dict):
        raise DefinitionError("config.table", where=where)
    known = {one.name: getattr(example, one.name) for one in fields(example)}  # type: ignore[arg-type]
    for name, value in table.items():
        if name not in known:
            raise DefinitionError(
                "config.no_setting", file=where, name=name, known=", ".join(known)
            )
        if not _like(value, known[name]):
            raise DefinitionError("config.type", file=where, name=name, kind=_called(known[name]))
    return dict(table)


def _like(value: object, example: object) -> bool:
    if isinstance(example, bool) or isinstance(value, bool):
        return isinstance(example, bool) and isinstance(value, bool)
    if isinstance(example, float):
        return isinstance(value, int | float)
    if isinstance(example, tuple | list):
        return isinstance(value, list)
    if isinstance(example, Mapping):
        return isinstance(value, dict)
    return type(value) is type(example)


def _called(example: object) -> Reason:
    kinds = (str, bool, int, float, list)
    kind = next((one.__name__ for one in kinds if isinstance(example, one)), "dict")
    return reason(f"type.{'list' if isinstance(example, tuple) else kind}")


def _zone(file: Path, name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise DefinitionError("config.time_zone", file=file, name=name) from None
