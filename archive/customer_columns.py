"""What may stand in the columns of customer files, and what is wrong where it does not."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from archive.customer_numbers import has_check_digit, phone_number, product_number
from speech.transcript import Language

_FILE = Path(__file__).with_name("customer_files.toml")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YES = frozenset({"1", "yes", "y", "true", "x", "○", "◯", "有", "はい", "済"})
_NO = frozenset({"", "0", "no", "n", "false", "×", "無", "いいえ"})
_LANGUAGES = {"日本語": "ja", "japanese": "ja", "英語": "en", "english": "en", "": ""}


class Wrong(Exception):  # noqa: N818
    """A cell that does not hold what its column asks for; says which rule, never the value."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column of a file: the field it fills, what it must hold, what it may be headed."""

    field: str
    kind: str
    headings: tuple[str, ...]

    @property
    def is_key(self) -> bool:
        return self.kind in ("key", "serial_key")

    @property
    def is_owner(self) -> bool:
        return self.kind in ("owner", "owner_if_any")

    @property
    def is_needed(self) -> bool:
        """Whether a file without this column cannot be read."""
        return self.kind in ("key", "serial_key", "needed", "owner", "date")

    def read(self, cell: str) -> Any:  # noqa: ANN401
        """The value of a cell. Raises Wrong."""
        return _KINDS[self.kind](unicodedata.normalize("NFKC", cell).strip())


@cache
def column_rules() -> Mapping[str, tuple[ColumnRule, ...]]:
    """The columns of each kind of file."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    del tables["files"]
    return {
        name: tuple(
            ColumnRule(field, rule["kind"], tuple(rule["headings"]))
            for field, rule in columns.items()
        )
        for name, columns in tables.items()
    }


@cache
def file_names() -> Mapping[str, str]:
    """What kind of file a file's name, without its ending, makes it."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: kind for kind, names in tables["files"].items() for name in names}


def _needed(cell: str) -> str:
    if not cell:
        raise Wrong("empty")
    return cell


def _phones(cell: str) -> tuple[str, ...]:
    written = [part for part in re.split(r"[;,、/|]", cell) if part.strip()]
    found = [phone_number(part) for part in written]
    if not all(found):
        raise Wrong("no_phone")
    return tuple(dict.fromkeys(found))


def _serial(cell: str) -> str:
    if not cell:
        return ""
    number = product_number(cell)
    if not number:
        raise Wrong("no_product_number")
    if not has_check_digit(number):
        raise Wrong("check_digit")
    return number


def _date(cell: str) -> date | None:
    if not cell:
        return None
    written = _DATE.fullmatch(cell)
    if written is None:
        raise Wrong("no_date")
    try:
        return date(*map(int, written.groups()))
    except ValueError:
        raise Wrong("no_date") from None


def _amount(cell: str) -> int | None:
    digits = re.sub(r"[,¥円\s]", "", cell)
    if digits and not re.fullmatch(r"-?\d{1,12}", digits):
        raise Wrong("no_amount")
    return int(digits) if digits else None


def _yes_no(cell: str) -> bool:
    if cell.casefold() not in _YES | _NO:
        raise Wrong("no_yes_no")
    return cell.casefold() in _YES


def _language(cell: str) -> Language | None:
    written = _LANGUAGES.get(cell.casefold(), cell.casefold())
    try:
        return Language(written) if written else None
    except ValueError:
        raise Wrong("no_language") from None


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "key": _needed,
    "needed": _needed,
    "text": str,
    "owner": _needed,
    "owner_if_any": str,
    "phones": _phones,
    "serial": _serial,
    "serial_key": lambda cell: _serial(_needed(cell)),
    "date": lambda cell: _date(_needed(cell)),
    "date_if_any": _date,
    "amount": _amount,
    "yes_no": _yes_no,
    "language": _language,
}
