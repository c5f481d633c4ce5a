"""Lines as they are named on the command line: `headset`, `card:1`, `file:call.wav`, `desk=card:2`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kikitori.config import Config, LineSettings
from recorder.opening import LineOptions
from speech.errors import LineError


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line to open: its kind, how it opens, and the devices that were `given` with it."""

    kind: str
    options: LineOptions
    given: Sequence[str] = ()


def line_specs(
    texts: Sequence[str], config: Config, *, operator_left: bool | None = None, pace: float = 1.0
) -> list[LineSpec]:
    """The lines that are meant, each with a name of its own.

    What a text leaves open is taken from the settings of its kind. Raises LineError when two lines
    have one name.
    """
    specs: list[LineSpec] = []
    taken: set[str] = set()
    for text in texts:
        spec = _spec(text, config, operator_left=operator_left, pace=pace)
        label = spec.options.label
        if spec.kind == "file" and label == "file":
            label = _free(label, taken)
        if label in taken:
            raise LineError("line.given_twice", line=label, text=text)
        taken.add(label)
        specs.append(replace(spec, options=replace(spec.options, label=label)))
    return specs


def _spec(text: str, config: Config, *, operator_left: bool | None, pace: float) -> LineSpec:
    name, kind, what = _parts(text)
    own = config.lines.get(kind, LineSettings())
    left = own.operator_left if operator_left is None else operator_left
    options = LineOptions(rate_hz=own.rate_hz, operator_left=left, pace=pace, label=name or kind)
    if kind == "file":
        return LineSpec(kind, replace(options, files=_files(what)))
    given = [part.strip() for part in what.split(",")] if what else []
    devices = given or _remembered(kind, own)
    # Two cards are two lines; what tells them apart is the card.
    label = name or (f"{kind}:{what}" if what else kind)
    return LineSpec(kind, replace(options, devices=devices, label=label), given)


def _parts(text: str) -> tuple[str, str, str]:
    """Name, kind and what follows the colon; a name has no colon, a path may hold anything."""
    head, _, what = text.partition(":")
    name, named, kind = head.partition("=")
    return (name.strip(), kind.strip(), what) if named else ("", head.strip(), what)


def _files(what: str) -> list[Path]:
    if not what or Path(what).exists():
        return [Path(what)] if what else []
    return [Path(part) for part in what.split(",")]


def _remembered(kind: str, own: LineSettings) -> list[str]:
    devices = [own.device] if kind == "card" else [own.microphone, own.far_side]
    return devices if any(devices) else []


def _free(label: str, taken: set[str]) -> str:
    number, free = 1, label
    while free in taken:
        number += 1
        free = f"{label}-{number}"
    return free
