"""Why something was refused or held back, as a code with values; `words/` says it in both languages."""

import errno
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, Union

_FOLDER = Path(__file__).parent / "words"

Value: TypeAlias = Union[str, int, float, Path, "Reason", Sequence["Reason"], Mapping[str, str]]
"""What stands in a sentence; a mapping brings its own words by language ({"ja": …, "en": …})."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of `words/` by its code, and what stands in its gaps; never what was said in a call.

    A code that has no words is a sentence itself: what libraries say, and what earlier versions kept.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """The sentence in "ja" or "en"."""
        sentence = words(language).get(self.code)
        if sentence is None:
            return self.code
        return sentence.format(**{gap: _told(v, language) for gap, v in self.values.items()})

    def __str__(self) -> str:
        return self.told("en")

    def kept(self) -> str:
        """One line for a database or a wire, which `kept_reason` reads."""
        if self.code not in words("en") or not self.values:
            return self.code
        return f"{self.code} {json.dumps(_plain(self.values), ensure_ascii=False)}"


def reason(code: str, /, **values: Value) -> Reason:
    """The reason of that code; values by the names of their gaps."""
    return Reason(code, values)


def kept_reason(line: str) -> Reason:
    """What `Reason.kept` wrote, or a sentence as it stands."""
    code, _, values = line.partition(" ")
    if code not in words("en"):
        return Reason(line)
    try:
        return Reason(code, _unplain(json.loads(values)) if values else {})
    except (ValueError, KeyError, TypeError, AttributeError):
        return Reason(line)


def system_reason(error: OSError) -> Reason:
    """Why the system refused, as "no such file or directory"."""
    known = reason(f"system.{errno.errorcode.get(error.errno or 0, '')}")
    return known if known.code in words("en") else Reason(error.strerror or type(error).__name__)


@cache
def words(language: str) -> Mapping[str, str]:
    """All sentences of "ja" or "en" by code."""
    tables = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{part}.{name}": told for part, table in tables.items() for name, told in table.items()
    }


def _told(value: Value, language: str) -> str | int | float:
    if isinstance(value, Reason):
        return value.told(language)
    if isinstance(value, Mapping):
        return value.get(language) or next(iter(value.values()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return words(language)["list.and"].join(one.told(language) for one in value)
    return value if isinstance(value, str | int | float) else str(value)


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    """The values as JSON knows them; a reason is its code and values in a list."""
    return {gap: _plain_value(value) for gap, value in values.items()}


def _plain_value(value: Value) -> Any:  # noqa: ANN401
    if isinstance(value, Reason):
        return {"reason": value.code, "values": _plain(value.values)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_value(one) for one in value]
    return value if isinstance(value, str | int | float) else str(value)


def _unplain(values: Mapping[str, Any]) -> dict[str, Value]:
    return {gap: _unplain_value(value) for gap, value in values.items()}


def _unplain_value(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict) and "reason" in value:
        return Reason(value["reason"], _unplain(value["values"]))
    if isinstance(value, list):
        return tuple(_unplain_value(one) for one in value)
    return value
