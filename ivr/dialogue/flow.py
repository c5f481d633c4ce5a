"""How control leaves the place it is at: an event thrown, another item, another dialog, the end."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ivr.dialogue.events import Event
from ivr.errors import DialogueError
from ivr.script_values import ScriptError

if TYPE_CHECKING:
    from ivr.dialogue.results import Result
    from ivr.documents.elements import Element
    from ivr.documents.reading import Document

_T = TypeVar("_T")

# A part of a dialogue: it stops where it needs to be told something and goes on with the event.
Steps: TypeAlias = Generator[None, Event, _T]


class Thrown(Exception):  # noqa: N818
    """An event on its way to a handler; `above` handlers nearer than this level are passed over."""

    def __init__(
        self, event: str, message: str | None = None, *, place: str = "", above: int = 0
    ) -> None:
        super().__init__(event)
        self.event = event
        self.message = message
        self.place = place
        self.above = above


def as_thrown(error: Thrown | DialogueError | ScriptError) -> Thrown:
    """An error as the event it is."""
    if isinstance(error, Thrown):
        return error
    if isinstance(error, ScriptError):
        return Thrown("error.semantic", str(error))
    where = ":".join(part for part in (error.uri, str(error.line or "")) if part)
    element = f"<{error.element}>" if error.element else ""
    return Thrown(
        error.event, error.message, place=" ".join(part for part in (where, element) if part)
    )


class NextItem(Exception):  # noqa: N818
    """<goto nextitem>: the form goes on with this item."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Target:
    """A dialog to go to, in its document; `fresh` documents begin with new variables."""

    document: "Document"
    dialog: "Element | None"
    fresh: bool = False
    root: "Document | None" = None
    root_fresh: bool = False


class Leave(Exception):  # noqa: N818
    """The dialog is left for another one, which may begin with what the caller just said."""

    def __init__(self, target: Target, result: "Result | None" = None) -> None:
        super().__init__("leave")
        self.target = target
        self.result = result


class Returned(Exception):  # noqa: N818
    """<return>: the subdialog is over; an event is thrown in the caller or values are its result."""

    def __init__(self, values: Mapping[str, object], event: str, message: str | None) -> None:
        super().__init__("return")
        self.values = values
        self.event = event
        self.message = message


class Ended(Exception):  # noqa: N818
    """The dialogue is over; `value` is what <exit> gives."""

    def __init__(self, value: object = None) -> None:
        super().__init__("ended")
        self.value = value
