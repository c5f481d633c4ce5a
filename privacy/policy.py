"""What a client wants removed from calls: a small data file over the defaults."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from privacy.kind import kinds
from speech.errors import DefinitionError
from speech.reasons import system_reason

_DEFAULT = Path(__file__).parent / "policies" / "default.toml"
_CHOICES = ("redact", "keep")
_SWITCHES = {
    "references": "keep",
    "company_numbers": "keep",
    "operator_name": "keep",
    "tone": "sound",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which kinds go and what stays; made by `load_policy`."""

    kinds: Mapping[str, str]
    keep_references: bool = True
    keep_company_numbers: bool = True
    keep_operator_name: bool = True
    tone: bool = True

    def removes(self, kind: str) -> bool:
        """Whether data of this kind go; kinds the policy does not name do."""
        return self.kinds.get(kind, "redact") == "redact"


def load_policy(path: Path | None = None) -> Policy:
    """The default policy with what the client's TOML file at `path` changes.

    Raises DefinitionError for an unknown kind, switch or choice, and for an attempt to keep what
    must never be kept (card expiry, validation codes, PINs).
    """
    content = _read(_DEFAULT)
    own = _read(path) if path is not None else {}
    name = path.name if path is not None else _DEFAULT.name
    chosen = {**content["kinds"], **_table(own, "kinds", name)}
    for code, choice in chosen.items():
        _check_choice(name, code, choice)
    for table in own.keys() - {"kinds", "keep", "sound"}:
        raise DefinitionError("policy.no_table", file=name, table=table)
    return Policy(
        kinds=MappingProxyType(chosen),
        keep_references=_switch(content, own, "references", name),
        keep_company_numbers=_switch(content, own, "company_numbers", name),
        keep_operator_name=_switch(content, own, "operator_name", name),
        tone=_switch(content, own, "tone", name),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DefinitionError(
            "file.not_opened", file=path.name, cause=system_reason(error)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError("file.no_toml", file=path.name, problem=str(error)) from error


def _table(content: Mapping[str, Any], table: str, name: str) -> Mapping[str, Any]:
    found = content.get(table, {})
    if not isinstance(found, dict):
        raise DefinitionError("policy.table", file=name, table=table)
    return found


def _check_choice(name: str, code: str, choice: object) -> None:
    kind = kinds().get(code)
    if kind is None:
        raise DefinitionError("policy.no_kind", file=name, kind=code, known=", ".join(kinds()))
    if choice not in _CHOICES:
        raise DefinitionError("policy.choice", file=name, kind=code, known=", ".join(_CHOICES))
    if kind.fixed and choice == "keep":
        raise DefinitionError("policy.fixed", file=name, kind=code)


def _switch(content: Mapping[str, Any], own: Mapping[str, Any], switch: str, name: str) -> bool:
    table = _SWITCHES[switch]
    told = _table(own, table, name)
    for unknown in told.keys() - {s for s, t in _SWITCHES.items() if t == table}:
        raise DefinitionError("policy.no_switch", file=name, table=table, switch=unknown)
    value = told.get(switch, content[table][switch])
    if not isinstance(value, bool):
        raise DefinitionError("policy.switch", file=name, switch=switch)
    return value
