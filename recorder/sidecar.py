"""The JSON file beside a call's sound that says what the sound cannot."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.call import Direction
from speech.errors import DefinitionError
from speech.transcript import Language

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """Facts of a call from its sidecar; what is not said there is None or empty."""

    id: str = ""
    operator: str = ""
    client: str = ""
    campaign: str = ""
    direction: Direction | None = None
    start: datetime | None = None
    language: Language | None = None
    operator_side: str = ""


def read_sidecar(sound: Path) -> CallFacts:
    """The facts in `<sound without suffix>.json`; no facts if there is no such file.

    Raises DefinitionError naming the file, the field and what is wrong with it.
    """
    file = sound.with_suffix(".json")
    if not file.is_file():
        return CallFacts()
    try:
        # Windows tools put a byte-order mark before JSON.
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise DefinitionError(f"{file.name}: not JSON in UTF-8: {error}") from error
    except OSError as error:
        raise DefinitionError(f"{file.name}: cannot be opened: {error.strerror}") from error
    if not isinstance(data, dict):
        raise DefinitionError(f"{file.name}: not an object of facts")
    try:
        return _facts(data)
    except ValueError as error:
        raise DefinitionError(f"{file.name}: {error}") from error


def _facts(data: dict[str, Any]) -> CallFacts:
    known = set(CallFacts.__slots__)
    if unknown := sorted(set(data) - known):
        raise ValueError(f"unknown field {unknown[0]!r}; known: {', '.join(sorted(known))}")
    if wrong := sorted(key for key, value in data.items() if not isinstance(value, str)):
        raise ValueError(f"{wrong[0]} must be text")
    text = {key: _text(data.get(key, ""), key) for key in ("id", "operator", "client", "campaign")}
    if text["id"] and not _ID.fullmatch(text["id"]):
        raise ValueError("id: letters, digits, dot, dash and underscore only, at most 64")
    return CallFacts(
        **text,
        direction=_one_of(Direction, data, "direction"),
        language=_one_of(Language, data, "language"),
        start=_start(data.get("start")),
        operator_side=_side(data.get("operator_side", "")),
    )


def _text(value: str, field: str) -> str:
    if len(value) > _LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"{field}: at most {_LONGEST_TEXT} printable characters")
    return value.strip()


def _one_of(kind: Any, data: dict[str, Any], field: str) -> Any:  # noqa: ANN401
    if field not in data:
        return None
    try:
        return kind(data[field])
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise ValueError(f"{field}: {data[field]!r} is none of {known}") from None


def _start(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        start = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"start: {value!r} is not an ISO date and time") from None
    if start.tzinfo is None:
        raise ValueError("start: needs its offset from UTC, as in 2026-04-01T10:00:00+09:00")
    return start


def _side(value: str) -> str:
    if value not in ("", "left", "right"):
        raise ValueError(f"operator_side: {value!r} is neither left nor right")
    return value
