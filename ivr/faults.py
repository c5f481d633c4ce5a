"""What is wrong in a dialogue's file: where, what, and the remedy, in Japanese and in English."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from speech.errors import DefinitionError
from speech.reasons import Reason

_WORDS = Path(__file__).parent / "fault_words"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong at a line of a file.

    `key` names it in `fault_words/`, where its two texts stand: what is wrong, and what to do;
    `values` go into both.
    """

    file: str
    line: int
    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def what(self, language: str) -> str:
        """What is wrong, in "ja" or "en"."""
        return self._worded("what", language)

    def remedy(self, language: str) -> str:
        """What to do about it, in "ja" or "en"."""
        return self._worded("remedy", language)

    def _worded(self, part: str, language: str) -> str:
        values = {
            gap: value.told(language) if isinstance(value, Reason) else value
            for gap, value in self.values.items()
        }
        return _words(language)[self.key][part].format(**values)

    def told(self, language: str) -> str:
        """One line: file, line, what, remedy."""
        gap = "。" if language == "ja" else ": "
        return f"{self.file}:{self.line}: {self.what(language)}{gap}{self.remedy(language)}"


class FaultyError(DefinitionError):
    """A file cannot be used; `faults` are all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.key)))
        lines = {
            language: _listed([fault.told(language) for fault in self.faults])
            for language in ("ja", "en")
        }
        super().__init__("dialogue.faulty", told=lines)


def _listed(told: list[str]) -> str:
    """A single fault goes on in the sentence; several have a line each."""
    return told[0] if len(told) == 1 else "".join(f"\n  {one}" for one in told)


def fault_keys(language: str) -> Mapping[str, Mapping[str, str]]:
    """All texts of "ja" or "en" by key."""
    return _words(language)


@cache
def _words(language: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))
