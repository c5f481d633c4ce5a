"""A document as a tree: elements and text, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

VXML = "http://www.w3.org/2001/vxml"
SRGS = "http://www.w3.org/2001/06/grammar"
XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, as they stand."""

    text: str
    line: int


@dataclass(slots=True, eq=False)
class Element:
    """An element; its name and its attributes' names are without prefix but for "xml:".

    `others` are attributes of other namespaces, by their names as they are written: namespace, value.
    """

    name: str
    attributes: Mapping[str, str]
    line: int
    namespace: str = VXML
    children: "list[Node]" = field(default_factory=list)
    parent: "Element | None" = None
    prefix: str = ""
    others: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value, without the spaces around it."""
        return self.attributes.get(name, default).strip()

    def has(self, name: str) -> bool:
        return name in self.attributes

    def elements(self, *names: str) -> "Iterator[Element]":
        """The child elements, or those of these names."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    @property
    def text(self) -> str:
        """All characters within, as they stand."""
        return "".join(
            child.text if isinstance(child, Text | Element) else "" for child in self.children
        )

    def inherited(self, name: str, default: str = "") -> str:
        """An attribute of this element or of the nearest one around it."""
        around: Element | None = self
        while around is not None:
            if name in around.attributes:
                return around.attributes[name].strip()
            around = around.parent
        return default


Node: TypeAlias = Element | Text
