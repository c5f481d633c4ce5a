"""XML that <data> gets, as scripts read it: the part of the DOM that VoiceXML 2.1 asks for."""

from collections.abc import Iterator
from pathlib import Path

from ivr.documents.elements import XML, Element, Text
from ivr.documents.xml import read_xml

TREES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""What makes a tree's nodes in an engine."""


def tree_of(data: bytes, uri: str) -> object:
    """A document as lists: name, namespace, attributes, children.

    Raises DialogueError (error.badfetch).
    """
    return _listed(read_xml(data, uri, namespace=""))


def _listed(element: Element) -> object:
    children = [
        child.text if isinstance(child, Text) else _listed(child) for child in element.children
    ]
    name = f"{element.prefix}:{element.name}" if element.prefix else element.name
    return [name, element.namespace or None, list(_attributes(element)), children]


def _attributes(element: Element) -> Iterator[list[str | None]]:
    for name, value in element.attributes.items():
        yield [name, XML if name.startswith("xml:") else None, value]
    for name, (namespace, value) in element.others.items():
        yield [name, namespace, value]
