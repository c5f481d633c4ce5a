"""XML that <data> gets, as scripts read it: the part of the DOM that VoiceXML 2.1 asks for."""

from pathlib import Path

from ivr.documents.elements import Element, Text
from ivr.documents.xml import read_xml

TREES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""What makes a tree's nodes in an engine."""


def tree_of(data: bytes, uri: str) -> object:
    """A document as lists: name, attributes, children. Raises DialogueError (error.badfetch)."""
    return _listed(read_xml(data, uri))


def _listed(element: Element) -> object:
    children = [
        child.text if isinstance(child, Text) else _listed(child) for child in element.children
    ]
    return [element.name, dict(element.attributes), children]
