"""What a kind of personal data is, and the kinds there are: one file each in `privacy/kinds/`."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from privacy.numbers.tokens import Run
from speech.transcript import Language


class Form(StrEnum):
    """How a kind is said: as a number, a date, a code of letters and digits, or in words."""

    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    NAME = "name"
    PLACE = "place"
    MAIL = "mail"


def _shapeless(_run: Run) -> float:
    return 0.0


def _unchecked(_symbols: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of personal data.

    `lengths` are the digit counts of a complete value, shortest first; `units` are the units that
    belong to such a value instead of explaining it away. `looks` scores 0..1 how surely a run is of
    this kind by its shape alone, and `valid` checks its check digit; both may raise a score or
    choose a kind, neither ever vetoes. In a slot that `fails_closed` everything number-like goes.
    `fixed` kinds cannot be switched off. Lower `priority` wins where two kinds claim one place.
    """

    code: str
    labels: Mapping[Language, str]
    form: Form
    priority: int
    lengths: tuple[int, ...] = ()
    units: frozenset[str] = frozenset()
    fails_closed: bool = False
    fixed: bool = False
    looks: Callable[[Run], float] = _shapeless
    valid: Callable[[str], bool] = _unchecked

    @property
    def longest(self) -> int:
        """Digits of the longest complete value; 0 where a value has no digits of its own."""
        return self.lengths[-1] if self.lengths else 0


def labels(japanese: str, english: str, korean: str) -> Mapping[Language, str]:
    """The words of a kind's tag, as in [電話1] and [PHONE 1]."""
    words = {Language.JA: japanese, Language.EN: english, Language.KO: korean}
    return MappingProxyType(words)


def kind_words(code: str) -> Mapping[str, str]:
    """What a kind is called, by language, for a `Reason`; one that is no more speaks itself."""
    kind = kinds().get(code)
    return (
        {str(language): label for language, label in kind.labels.items()} if kind else {"en": code}
    )


def kind_of(label: str) -> str:
    """The code of the kind whose tags carry this label, or nothing."""
    return next((k.code for k in kinds().values() if label in k.labels.values()), "")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, surest claim first."""
    folder = Path(__file__).parent / "kinds"
    names = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    found = [importlib.import_module(f"privacy.kinds.{name}").KIND for name in names]
    return MappingProxyType({kind.code: kind for kind in sorted(found, key=lambda k: k.priority)})
