"""A telephone service as its makers write it: menus, slots, steps, hours and the way to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ivr.menus.yaml_reading import Written

Texts: TypeAlias = Mapping[str, str]
"""What is said, by language."""

OPERATOR, SURVEY, END = "operator", "survey", "end"
"""Places every service has (a survey only where one is written), beside its menus and forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a caller may choose: `key` pressed or one of `phrases` said leads to `goto`."""

    key: str
    say: Texts
    phrases: Mapping[str, tuple[str, ...]]
    goto: str
    at: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A question with choices; the choices are read out after `prompt`, with their keys.

    `title` is what it is called on screens.
    """

    name: str
    prompt: Texts
    choices: tuple[Choice, ...]
    at: Written
    title: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something to ask for, once in a call.

    `type` is a built-in grammar's name; `parameters` are the grammar's own (length, minlength,
    maxlength). `check_digit` names a way of checking ("luhn"), `known` a list of the numbers there are
    ("products"); `units` are what a number may be said with (本). `read_back` is what is asked before
    the value counts, with {value} in it; without one it counts at once. The keys and words of a
    `sensitive` slot are kept nowhere.
    """

    name: str
    type: str
    title: Texts
    prompt: Texts
    parameters: Mapping[str, str] = field(default_factory=dict)
    check_digit: str = ""
    known: str = ""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_back: Texts = field(default_factory=dict)
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Slots that are asked for in turn, words that are said then, and where it goes on.

    `title` is what it is called on screens.
    """

    name: str
    ask: tuple[str, ...]
    say: Texts
    then: str
    title: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The way to a person, open from everywhere."""

    destination: str
    key: str
    phrases: Mapping[str, tuple[str, ...]]
    prompt: Texts
    unavailable: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a person answers: minutes of the day [from, to) by weekday, 0 is Monday.

    `holidays` are days, and those of national calendars; `zone` is where the clock hangs ("Asia/Tokyo",
    nothing for the machine's own).
    """

    open: Mapping[int, tuple[tuple[int, int], ...]]
    holidays: tuple[str, ...]
    closed: Texts
    then: str
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One question at the end, answered with a key or number from 1 to `scale`."""

    prompt: Texts
    thanks: Texts
    scale: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A whole line; `notices` come first, once, and cannot be interrupted."""

    name: str
    languages: tuple[str, ...]
    title: Texts
    start: str
    menus: tuple[Menu, ...]
    notices: tuple[Texts, ...] = ()
    greeting: Texts = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    forms: tuple[Form, ...] = ()
    operator: Operator | None = None
    hours: Hours | None = None
    survey: Survey | None = None
    goodbye: Texts = field(default_factory=dict)
