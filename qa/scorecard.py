"""Question sheets: items with weights and criteria, read from TOML and checked before use."""

import hashlib
import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import Any

from qa.finding import Critical
from speech.errors import DefinitionError
from speech.transcript import Language

FOLDER = Path(__file__).parent / "scorecards"
CHECKS = Path(__file__).parent / "checks"
_ITEM_FIELDS = {"id", "title", "criterion", "check", "options", "weight", "critical"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question: what is asked, by which observable criterion (採点基準), and for how much.

    `title` and `criterion` hold a text each for "ja" and "en"; `options` is the check's own.
    """

    id: str
    title: Mapping[str, str]
    criterion: Mapping[str, str]
    check: str
    options: Any
    weight: float = 1.0
    critical: Critical | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A question sheet for one language.

    `version` is the number written in the file and the start of the SHA-256 of its bytes, so an
    edited sheet never passes for the old one. Findings surer than `least_confidence` are told.
    """

    name: str
    version: str
    language: Language
    title: Mapping[str, str]
    items: tuple[Item, ...]
    least_confidence: float = 0.35


def scorecard_names() -> list[str]:
    """The scorecards that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def check_names() -> list[str]:
    """The checks there are: the file name is the registration."""
    return sorted(path.stem for path in CHECKS.glob("*.py") if path.stem != "__init__")


def load_scorecard(name: str) -> Scorecard:
    """A scorecard that comes with the program, by name."""
    if name not in scorecard_names():
        raise DefinitionError(f"no scorecard {name!r}; there are {', '.join(scorecard_names())}")
    return read_scorecard(FOLDER / f"{name}.toml")


def read_scorecard(path: Path) -> Scorecard:
    """A scorecard from a file; raises DefinitionError naming the file and the item."""
    try:
        content = path.read_bytes()
        data = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{path.name}: {error}") from None
    try:
        card = Scorecard(
            name=path.stem,
            version=f"{data['version']}-{hashlib.sha256(content).hexdigest()[:8]}",
            language=Language(data["language"]),
            title=_in_both_languages(path, "scorecard", data["title"]),
            items=tuple(_item(path, entry) for entry in data["items"]),
            least_confidence=float(data.get("least_confidence", 0.35)),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DefinitionError(f"{path.name}: missing or impossible: {error}") from None
    ids = [item.id for item in card.items]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise DefinitionError(f"{path.name}: item {min(twice)!r} is there twice")
    return card


def check_module(name: str) -> ModuleType:
    """The module of a check; only names of files in qa/checks are imported."""
    if name not in check_names():
        raise DefinitionError(f"no check {name!r}; there are {', '.join(check_names())}")
    return importlib.import_module(f"qa.checks.{name}")


def _item(path: Path, entry: dict[str, Any]) -> Item:
    name = str(entry.get("id", "?"))
    where = f"{path.name}: item {name!r}"
    for key in ("id", "title", "criterion", "check"):
        if key not in entry:
            raise DefinitionError(f"{where}: {key!r} is missing")
    unknown = set(entry) - _ITEM_FIELDS
    if unknown:
        raise DefinitionError(f"{where}: no such field {min(unknown)!r}")
    weight = entry.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or weight < 0:
        raise DefinitionError(f"{where}: a weight is a number of at least 0, not {weight!r}")
    return Item(
        id=name,
        title=_in_both_languages(path, name, entry["title"]),
        criterion=_in_both_languages(path, name, entry["criterion"]),
        check=entry["check"],
        options=_options(where, entry["check"], entry.get("options", {})),
        weight=float(weight),
        critical=_critical(where, entry.get("critical")),
    )


def _in_both_languages(path: Path, name: str, texts: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(texts, Mapping) or not all(texts.get(code) for code in ("ja", "en")):
        raise DefinitionError(f"{path.name}: {name}: a text needs both 'ja' and 'en'")
    return dict(texts)


def _critical(where: str, written: str | None) -> Critical | None:
    if written is None:
        return None
    if written not in list(Critical):
        raise DefinitionError(f"{where}: critical is one of {', '.join(Critical)}, not {written!r}")
    return Critical(written)


def _options(where: str, check: str, written: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the check's own
    try:
        kind = check_module(check).Options
    except DefinitionError as error:
        raise DefinitionError(f"{where}: {error}") from None
    defaults = asdict(kind())
    for key, value in written.items():
        if key not in defaults:
            known = ", ".join(field.name for field in fields(kind)) or "none"
            raise DefinitionError(f"{where}: no option {key!r} in check {check!r}; it has {known}")
        if not _same_kind(value, defaults[key]):
            raise DefinitionError(f"{where}: option {key!r} cannot be {value!r}")
    lists = {k: tuple(v) if isinstance(v, list) else v for k, v in written.items()}
    try:
        return kind(**lists)
    except ValueError as error:
        raise DefinitionError(f"{where}: {error}") from None


def _same_kind(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    return isinstance(value, type(default))
