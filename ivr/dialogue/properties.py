"""Properties by scope, and the times and numbers they are written in."""

import re
from collections.abc import Iterable

from ivr.dialogue.settings import DEFAULTS
from ivr.documents.elements import Element

_TIME = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*(ms|s)?\s*")


def find_property(name: str, scopes: Iterable[Element], given: dict[str, str]) -> str:
    """The value set nearest: `scopes` are elements from the innermost outwards."""
    for scope in scopes:
        values = [one.get("value") for one in scope.elements("property") if one.get("name") == name]
        if values:
            return values[-1]
    return given.get(name, DEFAULTS.get(name, ""))


def seconds(text: str) -> float | None:
    """A time such as "5s" or "300ms"; None for what is none."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def level(text: str, default: float) -> float:
    """A number from 0 to 1."""
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return default
