"""The words people read on the board for the keys that findings, metrics and moments carry."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from speech.errors import DefinitionError

FOLDER = Path(__file__).parent / "texts"


@lru_cache(maxsize=4)
def wording(language: str) -> Mapping[str, str]:
    """All texts of "ja" or "en" by key, e.g. "note.opening_met" or "metric.overlap.definition"."""
    path = FOLDER / f"{language}.toml"
    if not path.exists():
        raise DefinitionError(f"no texts in {language!r}; there are ja and en")
    return MappingProxyType(dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")))))


def _flat(texts: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, text in texts.items():
        if isinstance(text, Mapping):
            flat.extend(_flat(text, f"{prefix}{key}."))
        else:
            flat.append((f"{prefix}{key}", str(text)))
    return flat
