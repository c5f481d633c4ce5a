"""What callers hear where a document has no words of its own, in Japanese and English."""

import tomllib
from functools import cache
from pathlib import Path


def words(language: str, key: str) -> str:
    """The words for `key` in a language such as "ja-JP"; "" when there are none."""
    return _words("ja" if language.lower().startswith("ja") else "en").get(key, "")


@cache
def _words(language: str) -> dict[str, str]:
    file = Path(__file__).parent / "words" / f"{language}.toml"
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found
