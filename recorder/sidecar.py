"""The JSON file beside a call's sound that says what the sound cannot."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.call import Direction
from speech.errors import DefinitionError
from speech.reasons import system_reason
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
        raise DefinitionError("sidecar.not_json", file=file.name, problem=str(error)) from error
    except OSError as error:
        raise DefinitionError(
            "file.not_opened", file=file.name, cause=system_reason(error)
        ) from error
    if not isinstance(data, dict):
        raise DefinitionError("sidecar.not_object", file=file.name)
    try:
        return _facts(data)
    except DefinitionError as error:
        raise DefinitionError("where.at", place=file.name, what=error.reason) from error


def _facts(data: dict[str, Any]) -> CallFacts:
    known = set(CallFacts.__slots__)
    if unknown := sorted(set(data) - known):
        raise DefinitionError(
            "sidecar.unknown_field", field=unknown[0], known=", ".join(sorted(known))
        )
    if wrong := sorted(key for key, value in data.items() if not isinstance(value, str)):
        raise DefinitionError("sidecar.no_text", field=wrong[0])
    text = {key: _text(data.get(key, ""), key) for key in ("id", "operator", "client", "campaign")}
    if text["id"] and not _ID.fullmatch(text["id"]):
        raise DefinitionError("sidecar.bad_id")
    return CallFacts(
        **text,
        direction=_one_of(Direction, data, "direction"),
        language=_one_of(Language, data, "language"),
        start=_start(data.get("start")),
        operator_side=_side(data.get("operator_side", "")),
    )


def _text(value: str, field: str) -> str:
    if len(value) > _LONGEST_TEXT or not value.isprintable():
        raise DefinitionError("sidecar.long_text", field=field, most=_LONGEST_TEXT)
    return value.strip()


def _one_of(kind: Any, data: dict[str, Any], field: str) -> Any:  # noqa: ANN401
    if field not in data:
        return None
    try:
        return kind(data[field])
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise DefinitionError(
            "sidecar.none_of", field=field, given=data[field], known=known
        ) from None


def _start(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        start = datetime.fromisoformat(value)
    except ValueError:
        raise DefinitionError("sidecar.no_date", given=value) from None
    if start.tzinfo is None:
        raise DefinitionError("sidecar.no_offset")
    return start


def _side(value: str) -> str:
    if value not in ("", "left", "right"):
        raise DefinitionError("sidecar.no_side", given=value)
    return value
