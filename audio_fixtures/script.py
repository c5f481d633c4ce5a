"""Reads the script of a fixture call: who says what, what of it is personal, what must be found."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


class ScriptError(Exception):
    """A script says something impossible; the message names the file and the line of talk."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A stretch of a line that is personal data: its kind and code points [start, end)."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, or hold music when `hold_s` is above 0; `pause_s` below 0 talks over the last."""

    who: str
    text: str = ""
    pause_s: float = 0.3
    say: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[Personal, ...] = ()
    kept: tuple[str, ...] = ()
    moment: str = ""
    hold_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Script:
    """A whole call as written."""

    name: str
    language: str
    call: Mapping[str, str]
    voices: Mapping[str, Mapping[str, Any]]
    lines: tuple[Line, ...]
    verdicts: Mapping[str, str]
    critical: tuple[str, ...]
    clean: bool


def names() -> list[str]:
    """The fixture calls there are, in order."""
    return sorted(path.name.removesuffix(".script.toml") for path in HERE.glob("*.script.toml"))


def load(name: str) -> Script:
    """The script of the call `name`; raises ScriptError."""
    path = HERE / f"{name}.script.toml"
    if not path.exists():
        raise ScriptError(f"no such call: {name}; there are {', '.join(names())}")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = tuple(_line(path, number, said) for number, said in enumerate(raw["line"]))
    expected = raw["expected"]
    return Script(
        name=name,
        language=raw["language"],
        call=raw["call"],
        voices=raw["voices"],
        lines=lines,
        verdicts=expected["verdicts"],
        critical=tuple(expected["critical"]),
        clean=expected["clean"],
    )


def pieces(line: Line) -> Iterator[tuple[str, Personal | None]]:
    """The line cut into stretches to be said, each with the personal data it is, if any."""
    place = 0
    for item in line.personal:
        if item.start > place:
            yield _spoken(line, line.text[place : item.start]), None
        yield _spoken(line, item.text), item
        place = item.end
    if place < len(line.text):
        yield _spoken(line, line.text[place:]), None


def spoken(line: Line) -> str:
    """The whole line as the synthesizer reads it."""
    return "".join(said for said, _ in pieces(line))


def _spoken(line: Line, text: str) -> str:
    for written, read in line.say.items():
        text = text.replace(written, read)
    return text


def _line(path: Path, number: int, raw: Mapping[str, Any]) -> Line:
    where = f"{path.name}: line {number}"
    options = {key: value for key, value in raw.items() if key not in ("personal", "kept")}
    text = str(raw.get("text", ""))
    kept = tuple(raw.get("kept", ()))
    for wanted in (*kept, *raw.get("say", {})):
        if wanted not in text:
            raise ScriptError(f"{where} does not contain {wanted!r}")
    personal = _personal(where, text, raw.get("personal", ()))
    try:
        return Line(**options, kept=kept, personal=personal)
    except TypeError as error:
        raise ScriptError(f"{where}: {error}") from error


def _personal(where: str, text: str, raw: Sequence[Mapping[str, str]]) -> tuple[Personal, ...]:
    found: list[Personal] = []
    place = 0
    for item in raw:
        start = text.find(item["text"], place)
        if start < 0:
            raise ScriptError(f"{where} does not contain {item['text']!r} in this order")
        place = start + len(item["text"])
        found.append(Personal(item["kind"], item["text"], start, place))
    return tuple(found)
