"""The rules of a grammar, the same whether they were written in XML or in ABNF (SRGS 1.0)."""

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Row
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

Mode = Literal["voice", "dtmf"]
Units = Row[str]


class Special(StrEnum):
    """Rules every grammar has: nothing at all, what never matches, anything at all."""

    NULL = "NULL"
    VOID = "VOID"
    GARBAGE = "GARBAGE"


@dataclass(frozen=True, slots=True)
class Token:
    """Words or keys that must be said; several when the author put them in quotes."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """What an author attached for the meaning: a script or a literal, by the grammar's tag format."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A rule of this document (no `uri`) or another; without `rule` the other's root is meant."""

    uri: str
    rule: str
    line: int = 0
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple["Expansion", ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative; its weight counts only against its neighbours'."""

    expansion: "Expansion"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`body` said `minimum` to `maximum` times, without end when that is None.

    `probability` is the chance that it is said once more.
    """

    body: "Expansion"
    minimum: int
    maximum: int | None
    probability: float | None = None
    line: int = 0


Expansion = Token | Tag | Reference | Special | Sequence | Choice | Repeat


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    expansion: Expansion
    public: bool
    line: int


class Whole(Protocol):
    """A grammar that is built in, as a rule of others has it: it judges units in a row as a whole."""

    @property
    def name(self) -> str: ...
    @property
    def finite(self) -> bool: ...
    def meanings(self, units: Units) -> list[object]: ...
    def goes_on(self, units: Units) -> bool: ...
    def phrases(self, limit: int) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True, eq=False)
class GrammarDocument:
    """One grammar file or inline grammar. Two documents are never equal, whatever they say."""

    mode: Mode
    language: str
    rules: Mapping[str, Rule]
    root: str = ""
    tag_format: str = ""
    scripts: tuple[Tag, ...] = ()
    base: str = ""
    uri: str = ""
    others: dict[str, "GrammarDocument"] = field(default_factory=dict)
    builtin: dict[str, Whole] = field(default_factory=dict)
