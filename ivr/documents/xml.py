"""XML from strangers, read without entities, bombs or anything from outside; lines are kept."""

import io
import re
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ivr.documents.elements import VXML, XML, Element, Text
from ivr.errors import DialogueError

MOST_BYTES = 2_000_000
_MOST_DEEP = 60
_MOST_NODES = 50_000

# Longer encodings of Japanese are not known to expat; they are decoded here.
_ENCODINGS = {
    "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252",
    "shift_jis", "shift-jis", "sjis", "windows-31j", "cp932", "euc-jp", "iso-2022-jp",
}  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def read_xml(data: bytes, uri: str) -> Element:
    """The root of a document. Raises DialogueError (error.badfetch) with the line of what is wrong."""
    if len(data) > MOST_BYTES:
        raise DialogueError("error.badfetch", f"more than {MOST_BYTES:,} bytes", uri=uri)
    source = InputSource(uri)
    source.setEncoding("utf-8")
    source.setByteStream(io.BytesIO(_decoded(data, uri).encode()))
    building = _Building(uri)
    parser = DefusedExpatParser(
        namespaceHandling=1, forbid_dtd=False, forbid_entities=True, forbid_external=False
    )
    parser.setContentHandler(building)
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise building.wrong(f"entities may not be declared: {error}") from error
    except (SAXException, ValueError) as error:
        told = error.getMessage() if isinstance(error, SAXException) else str(error)
        raise building.wrong(f"no XML: {told}") from error
    assert building.root is not None
    return building.root


def _decoded(data: bytes, uri: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
        encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in _ENCODINGS:
        raise DialogueError("error.badfetch", f"encoding {encoding} is not known", uri=uri)
    try:
        return data.decode({"utf-8": "utf-8-sig", "windows-31j": "cp932"}.get(encoding, encoding))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DialogueError("error.badfetch", f"not {encoding}", uri=uri, line=line) from error


class _Building(ContentHandler):
    """Makes the tree while the parser reads."""

    def __init__(self, uri: str) -> None:
        super().__init__()
        self.root: Element | None = None
        self._uri = uri
        self._open: list[Element] = []
        self._nodes = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._locator = locator

    @property
    def _line(self) -> int:
        return (self._locator.getLineNumber() if self._locator else 0) or 0

    def wrong(self, message: str) -> DialogueError:
        return DialogueError("error.badfetch", message, uri=self._uri, line=self._line)

    def startElementNS(  # noqa: N802
        self,
        name: tuple[str | None, str],
        qname: str | None,  # noqa: ARG002
        attrs: AttributesNSImpl,
    ) -> None:
        self._count()
        if len(self._open) >= _MOST_DEEP:
            raise self.wrong(f"more than {_MOST_DEEP} elements within each other")
        namespace, local = name
        attributes = {
            ("xml:" if of == XML else "") + own: value
            for (of, own), value in attrs.items()
            if of in (None, XML)
        }
        parent = self._open[-1] if self._open else None
        element = Element(local, attributes, self._line, namespace or VXML, parent=parent)
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        self._open.append(element)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: ARG002, N802
        self._open.pop()

    def characters(self, content: str) -> None:
        children = self._open[-1].children
        if children and isinstance(children[-1], Text):
            children[-1] = Text(children[-1].text + content, children[-1].line)
        else:
            self._count()
            children.append(Text(content, self._line))

    def skippedEntity(self, name: str) -> None:  # noqa: N802
        raise self.wrong(f"&{name}; is not known")

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise self.wrong(f"more than {_MOST_NODES:,} elements and texts")
