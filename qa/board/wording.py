"""The board's words in Japanese and English, and which of the two somebody reads."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.wording import wording

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("ja", "en")
LANGUAGE_COOKIE = "kikitori_language"


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of one language by dotted key ("queue.empty")."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, with `values` put in."""
        return self.texts[key].format(**values)

    def of(self, section: str, name: str) -> str:
        """The text of a name that comes from data; a name nobody wrote a text for speaks itself."""
        return self.texts.get(f"{section}.{name}", name.replace("_", " "))

    def named(self, names: Mapping[str, Mapping[str, str]]) -> "Words":
        """These words with what a client calls the parts of its line, by language.

        What is named in another language only is called so where nobody wrote a text for it.
        """
        others = {key: text for told in names.values() for key, text in told.items()}
        return Words(self.language, {**others, **self.texts, **names.get(self.language, {})})

    def section(self, name: str) -> dict[str, str]:
        """The texts under `name`, keyed by what follows it."""
        start = f"{name}."
        return {
            key[len(start) :]: text for key, text in self.texts.items() if key.startswith(start)
        }


@cache
def words(language: str) -> Words:
    """The board's own texts in one of `LANGUAGES` and those of what qa finds."""
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(language, {**wording(language), **dict(_flat(tables))})


def chosen_language(cookie: str, accept_language: str) -> str:
    """What the cookie says, else the first known language of an Accept-Language header, else ja."""
    if cookie in LANGUAGES:
        return cookie
    wanted = [part.split(";")[0].strip()[:2].lower() for part in accept_language.split(",")]
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, str):
            pairs.append((prefix + key, value))
        else:
            pairs += _flat(value, f"{prefix}{key}.")
    return pairs
