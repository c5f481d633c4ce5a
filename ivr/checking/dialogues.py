"""Dialogues to be checked: all documents of a folder, with what is needed to say where a fault lies."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ivr.documents.elements import Element
from ivr.documents.reading import Document
from ivr.faults import Fault

Phonemes: TypeAlias = Callable[[str], tuple[str, ...]]
"""The sounds of a text, one symbol each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document: `file` is what people call it, `name` its place among the others."""

    file: str
    name: str
    document: Document
    line_of: Callable[[Element], int] = field(default=lambda element: element.line)

    @property
    def language(self) -> str:
        """The document's own language, without its region."""
        return primary(self.document.root.get("xml:lang", "en"))

    def fault(self, element: Element, key: str, /, **values: object) -> Fault:
        """A fault at an element."""
        return Fault(self.file, self.line_of(element), key, values)

    def dialogs(self) -> Iterator[Element]:
        """The forms and menus."""
        return self.document.root.elements("form", "menu")


@dataclass(frozen=True, slots=True)
class Dialogues:
    """All documents by name, and how a language's words sound."""

    parts: Mapping[str, Part]
    phonemes: Callable[[str], Phonemes]

    def near(self, part: Part, address: str) -> Part | None:
        """The document at a relative address."""
        if not address:
            return part
        folder = posixpath.dirname(part.name)
        return self.parts.get(posixpath.normpath(posixpath.join(folder, address)))


def primary(language: str) -> str:
    """Without its region: ja of ja-JP."""
    return language.split("-", maxsplit=1)[0].casefold()


def within(element: Element, *names: str) -> Iterator[Element]:
    """All elements below this one, or those of these names, in the order they are written."""
    for child in element.elements():
        if not names or child.name in names:
            yield child
        yield from within(child, *names)


def title(dialog: Element) -> str:
    """What a dialog or item is called."""
    return dialog.get("id") or dialog.get("name") or f"<{dialog.name}>"
