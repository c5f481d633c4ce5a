"""Where dialogs lead: by goto, choice, link, submit and subdialog, as far as it is written down."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr.checking.choices import is_menu
from ivr.checking.dialogues import Dialogues, Part, within
from ivr.documents.elements import Element

_LEADING = {
    "goto": ("next", "expr"), "choice": ("next", "expr"), "link": ("next", "expr"),
    "submit": ("next", "expr"), "subdialog": ("src", "srcexpr"),
}  # fmt: skip
_LITERAL = re.compile(r"""'([^']*)'|"([^"]*)\"""")


@dataclass(frozen=True, slots=True)
class Place:
    """A dialog in a document."""

    part: Part
    dialog: Element

    @property
    def key(self) -> tuple[str, int]:
        """Tells places apart."""
        return self.part.name, id(self.dialog)


@dataclass(frozen=True, slots=True)
class Way:
    """What leads away at an element.

    Without `to`, it leads out of the documents at hand or nowhere (`lost`).
    """

    at: Element
    to: tuple[Place, ...] = ()
    lost: str = ""


def ways(dialogues: Dialogues, part: Part, element: Element) -> Iterator[Way]:
    """All ways that are written in an element."""
    for leading in within(element, *_LEADING):
        fixed, computed = _LEADING[leading.name]
        if leading.has(fixed):
            yield _way(dialogues, part, leading, leading.get(fixed))
        elif leading.has(computed):
            yield _computed(dialogues, part, leading, leading.get(computed))


def _way(dialogues: Dialogues, part: Part, at: Element, address: str) -> Way:
    split = urlsplit(address)
    if split.scheme or split.netloc:
        return Way(at)
    target = dialogues.near(part, split.path)
    if target is None:
        return Way(at)
    if not split.fragment:
        first = target.document.first_dialog
        return Way(at, (Place(target, first),)) if first else Way(at)
    dialog = target.document.dialogs.get(split.fragment)
    return Way(at, (Place(target, dialog),)) if dialog else Way(at, lost=address)


def _computed(dialogues: Dialogues, part: Part, at: Element, expression: str) -> Way:
    """An expression leads to every dialog whose name may begin so; naming none, to any around it."""
    literals = [one or other for one, other in _LITERAL.findall(expression)]
    if len(literals) == 1 and re.fullmatch(_LITERAL, expression):
        return _way(dialogues, part, at, literals[0])
    begun = tuple(literal.split("#", 1)[1] for literal in literals if "#" in literal)
    for parts in ((part,), dialogues.parts.values()):
        named = tuple(_named(parts, begun))
        if named:
            return Way(at, named)
    return Way(at, tuple(Place(part, dialog) for dialog in part.dialogs()))


def _named(parts: Iterable[Part], begun: tuple[str, ...]) -> Iterator[Place]:
    for part in parts:
        for name, dialog in part.document.dialogs.items():
            if name.startswith(begun):
                yield Place(part, dialog)


def leaving(dialogues: Dialogues, place: Place) -> Iterator[Way]:
    """The ways out of a dialog: its own, its document's and its application's."""
    yield from ways(dialogues, place.part, place.dialog)
    for part in with_application(dialogues, place.part):
        for child in part.document.root.elements():
            if child.name not in ("form", "menu"):
                yield from _own(dialogues, part, child)


def with_application(dialogues: Dialogues, part: Part) -> Iterator[Part]:
    """A document and, where it has one that is at hand, its root document."""
    yield part
    address = part.document.root.get("application")
    root = dialogues.near(part, address) if address else None
    if root is not None and root is not part:
        yield root


def _own(dialogues: Dialogues, part: Part, element: Element) -> Iterator[Way]:
    around = Element("around", {}, element.line, children=[element])
    return ways(dialogues, part, around)


def places(dialogues: Dialogues) -> Iterator[Place]:
    """Every dialog of every document."""
    for part in dialogues.parts.values():
        for dialog in part.dialogs():
            yield Place(part, dialog)


def levels(dialogues: Dialogues, beginning: Iterable[Place]) -> dict[tuple[str, int], int]:
    """How many menus a caller passes at least to stand in a dialog, itself counted.

    Dialogs that are not in it are never reached.
    """
    found: dict[tuple[str, int], int] = {}
    waiting: deque[tuple[Place, int]] = deque((place, 0) for place in beginning)
    while waiting:
        place, before = waiting.popleft()
        level = before + is_menu(place.dialog)
        if found.get(place.key, level + 1) <= level:
            continue
        found[place.key] = level
        for way in leaving(dialogues, place):
            waiting.extend((to, level) for to in way.to)
    return found


def openings(dialogues: Dialogues) -> Iterator[Place]:
    """The first dialog of each document, and those whose grammars hold everywhere."""
    for part in dialogues.parts.values():
        if part.document.first_dialog is not None:
            yield Place(part, part.document.first_dialog)
    for place in places(dialogues):
        grammars = [place.dialog, *place.dialog.elements("grammar")]
        if any(element.get("scope") == "document" for element in grammars):
            yield place


def entries(dialogues: Dialogues) -> Iterator[Place]:
    """Where calls begin: the openings of documents that no other leads to, or of all."""
    led_to = {
        to.part.name
        for place in places(dialogues)
        for way in leaving(dialogues, place)
        for to in way.to
        if to.part is not place.part
    }
    begins = set(dialogues.parts) - led_to or set(dialogues.parts)
    return (place for place in openings(dialogues) if place.part.name in begins)
