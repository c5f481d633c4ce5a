"""Elements of a document that is written out: nested, indented, with mixed text left in one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

Content: TypeAlias = "Element | str"
_INLINE = frozenset({"prompt", "option", "item", "log"})


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str]
    content: tuple[Content, ...]

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The element as indented lines of XML."""
        margin = "  " * depth
        if not self.content:
            yield f"{margin}{self._open('/>')}"
        elif self.tag in _INLINE or all(isinstance(part, str) for part in self.content):
            yield margin + self.inline()
        else:
            yield f"{margin}{self._open('>')}"
            for part in self.content:
                yield from ([margin + "  " + escape(part)] if isinstance(part, str)
                            else part.lines(depth + 1))  # fmt: skip
            yield f"{margin}</{self.tag}>"

    def inline(self) -> str:
        """The element in one line, no blank added."""
        if not self.content:
            return self._open("/>")
        inside = "".join(
            escape(part) if isinstance(part, str) else part.inline() for part in self.content
        )
        return f"{self._open('>')}{inside}</{self.tag}>"

    def _open(self, end: str) -> str:
        attributes = "".join(
            f" {name}={quoteattr(value)}" for name, value in self.attributes.items()
        )
        return f"<{self.tag}{attributes}{end}"


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element; `xml_lang` is written xml:lang, and a final underscore is left out."""
    named = {
        name.rstrip("_").replace("xml_lang", "xml:lang"): value
        for name, value in attributes.items()
    }
    return Element(tag, named, content)


def goto(place: str) -> Element:
    """A goto to a dialog of the same document."""
    return element("goto", next=f"#{place}")
