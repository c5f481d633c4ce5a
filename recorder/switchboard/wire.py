"""What crosses the pipe between the main process and the line's process, beside single orders."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recorder.beside import Logged
from recorder.switchboard.news import News
from speech.reasons import Reason

if TYPE_CHECKING:
    from recorder.switchboard.board import DoorSpec


@dataclass(frozen=True, slots=True)
class Start:
    """The first message: what the line's process is for."""

    doors: "tuple[DoorSpec, ...]"
    detector: str


@dataclass(frozen=True, slots=True)
class Close:
    """The last message: hang all up and end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """All doors are open."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The process cannot go on; nothing follows."""

    why: Reason


@dataclass(frozen=True, slots=True)
class Told:
    """All news of a beat, and what was logged meanwhile."""

    news: tuple[News, ...]
    log: tuple[Logged, ...] = ()
