"""The command line's words in the user's language, from `words/ja.toml` and `words/en.toml`."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from speech.errors import KikitoriError
from speech.reasons import Reason

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one language by key."""

    language: str
    words: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key` with the values put in; a reason is told in the same language."""
        gaps = {
            gap: value.told(self.language) if isinstance(value, Reason) else value
            for gap, value in values.items()
        }
        return self.words[key].format(**gaps)


def load_wording(language: str) -> Wording:
    """The words of "ja" or "en"."""
    return Wording(
        language, tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    )


def user_language() -> str:
    """Japanese or English, by the user's locale; KIKITORI_LANGUAGE goes before it."""
    for name in ("KIKITORI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ja" if value.startswith("ja") else "en"
    return "en"


def told(error: KikitoriError) -> str:
    """What an error says, in the user's language."""
    return error.reason.told(user_language())
