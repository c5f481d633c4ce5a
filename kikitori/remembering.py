"""Writes into `config.toml` which devices were asked for, and leaves the rest of it as it is."""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.folder_lock import alone_in
from kikitori.config import CONFIG_FILE
from kikitori.line_specs import LineSpec
from recorder.device_line import DeviceSource
from recorder.line import AudioSource
from speech.errors import DefinitionError
from speech.reasons import system_reason

_SETTINGS = {"headset": ("microphone", "far_side"), "card": ("device",)}


def devices_to_remember(
    specs: Sequence[LineSpec], sources: Sequence[AudioSource]
) -> dict[str, dict[str, str]]:
    """The settings by kind of line that say which devices were asked for by name or number.

    Of several lines of a kind none is the one to remember. A number holds only until devices come
    or go, so the name of what it was found to be is kept in its place.
    """
    kinds = [spec.kind for spec in specs]
    found: dict[str, dict[str, str]] = {}
    for spec, source in zip(specs, sources, strict=True):
        if not isinstance(source, DeviceSource) or kinds.count(spec.kind) > 1:
            continue
        names = _SETTINGS.get(spec.kind, ())
        for name, given, known_as in zip(names, spec.given, source.known_as, strict=False):
            if given:
                found.setdefault(spec.kind, {})[name] = known_as if given.isdecimal() else given
    return found


def remember_devices(folder: Path, devices: Mapping[str, Mapping[str, str]]) -> bool:
    """Write the settings by kind of line; False when they stood there already.

    Raises DefinitionError when the file cannot be written, or is written in a way of its own that
    only a person can keep.
    """
    file = (folder / CONFIG_FILE).resolve()
    try:
        with alone_in(file.parent):
            before = file.read_bytes().decode() if file.exists() else ""
            after = _written(before, devices)
            if after is None:
                raise DefinitionError("config.by_hand", file=file)
            if after != before:
                _replace(file, after)
            return after != before
    except OSError as error:
        raise DefinitionError("file.not_written", file=file, cause=system_reason(error)) from error
    except ValueError as error:
        raise DefinitionError("file.no_toml", file=file, problem=str(error)) from error


def _written(before: str, devices: Mapping[str, Mapping[str, str]]) -> str | None:
    """The text with the settings in it; None when it would say anything else than that."""
    wanted = _with(tomllib.loads(before), devices)
    if wanted == tomllib.loads(before):
        return before
    after = before
    for kind, settings in devices.items():
        for name, value in settings.items():
            after = _set(after, kind, name, value)
    return after if _parsed(after) == wanted else None


def _with(
    config: Mapping[str, object], devices: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    lines = config.get("lines", {})
    assert isinstance(lines, dict)
    new = {kind: {**lines.get(kind, {}), **settings} for kind, settings in devices.items()}
    return {**config, "lines": {**lines, **new}}


def _set(text: str, kind: str, name: str, value: str) -> str:
    """The text with one setting changed, or added below the header of its table."""
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    header = re.search(rf'(?m)^[ \t]*\[[ \t]*lines[ \t]*\.[ \t]*"?{kind}"?[ \t]*\].*(?:\n|$)', text)
    if header is None:
        apart = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{apart}[lines.{kind}]\n{line}\n"
    following = re.compile(r"(?m)^[ \t]*\[").search(text, header.end())
    end = following.start() if following else len(text)
    table = text[header.end() : end]
    old = re.compile(rf"""(?m)^[ \t]*{name}[ \t]*=[ \t]*(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")
    if old.search(table):
        table = old.sub(lambda _found: line, table, count=1)
        return text[: header.end()] + table + text[end:]
    top = text[: header.end()]
    return f"{top}{'' if top.endswith(chr(10)) else chr(10)}{line}\n{text[header.end() :]}"


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _replace(file: Path, text: str) -> None:
    """In one step, so that a full disk leaves the old file whole."""
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(number, "wb") as new:
            new.write(text.encode())
            new.flush()
            os.fsync(new.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
