"""XML from strangers, read without entities, bombs or anything from outside; lines are kept."""

import codecs
import io
import re
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ivr.documents.elements import VXML, XML, XMLNS, Element, Text
from ivr.errors import DialogueError
from speech.reasons import Reason, reason

MOST_BYTES = 2_000_000
_MOST_DEEP = 60
_MOST_NODES = 50_000

# Longer encodings of Japanese are not known to expat; they are decoded here.
_ENCODINGS = frozenset({
    "utf-8", "utf-16", "ascii", "iso8859-1", "cp1252", "shift_jis", "cp932", "euc_jp", "iso2022_jp",
})  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def read_xml(
    data: bytes | str,
    uri: str,
    *,
    namespace: str = VXML,
    first_line: int = 1,
    most_nodes: int = _MOST_NODES,
) -> Element:
    """The root of a document; elements that name no namespace are of the one given.

    Lines count from `first_line`. Raises DialogueError (error.badfetch) with the line of what is wrong.
    """
    if len(data) > MOST_BYTES:
        raise DialogueError("error.badfetch", reason("document.too_long", most=MOST_BYTES), uri=uri)
    text = _decoded(data, uri) if isinstance(data, bytes) else data
    source = InputSource(uri)
    source.setEncoding("utf-8")
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    building = _Building(uri, namespace, first_line, most_nodes)
    parser = DefusedExpatParser(
        namespaceHandling=1, forbid_dtd=False, forbid_entities=True, forbid_external=False
    )
    parser.setContentHandler(building)
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise building.wrong(reason("document.entities", problem=str(error))) from error
    except (SAXException, ValueError) as error:
        told = error.getMessage() if isinstance(error, SAXException) else str(error)
        raise building.wrong(reason("document.no_xml", problem=told)) from error
    assert building.root is not None
    return building.root


def _decoded(data: bytes, uri: str) -> str:
    encoding = "utf-16"
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
        encoding = declared[1].decode().lower() if declared else "utf-8"
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        known = ""
    if known not in _ENCODINGS:
        raise DialogueError(
            "error.badfetch", reason("document.encoding_unknown", encoding=encoding), uri=uri
        )
    try:
        return data.decode("utf-8-sig" if known == "utf-8" else known)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DialogueError(
            "error.badfetch", reason("document.not_encoded", encoding=encoding), uri=uri, line=line
        ) from error


class _Building(ContentHandler):
    """Makes the tree while the parser reads."""

    def __init__(self, uri: str, namespace: str, first_line: int, most_nodes: int) -> None:
        super().__init__()
        self.root: Element | None = None
        self._uri = uri
        self._namespace = namespace
        self._first_line = first_line
        self._most_nodes = most_nodes
        # Prefixes by namespace as they were declared last, and those of the element to come.
        self._prefixes: dict[str, str] = {XML: "xml"}
        self._declared: dict[str, tuple[str, str]] = {}
        self._open: list[Element] = []
        self._nodes = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._locator = locator

    @property
    def _line(self) -> int:
        line = (self._locator.getLineNumber() if self._locator else 0) or 1
        return line + self._first_line - 1

    def wrong(self, problem: Reason) -> DialogueError:
        return DialogueError("error.badfetch", problem, uri=self._uri, line=self._line)

    def startPrefixMapping(self, prefix: str | None, uri: str | None) -> None:  # noqa: N802
        self._prefixes[uri or ""] = prefix or ""
        self._declared[f"xmlns:{prefix}" if prefix else "xmlns"] = XMLNS, uri or ""

    def startElementNS(  # noqa: N802
        self,
        name: tuple[str | None, str],
        qname: str | None,  # noqa: ARG002
        attrs: AttributesNSImpl,
    ) -> None:
        self._count()
        if len(self._open) >= _MOST_DEEP:
            raise self.wrong(reason("document.too_deep", most=_MOST_DEEP))
        namespace, local = name
        attributes = {
            ("xml:" if of == XML else "") + own: value
            for (of, own), value in attrs.items()
            if of in (None, XML)
        }
        others, self._declared = self._declared, {}
        for (of, own), value in attrs.items():
            if of not in (None, XML):
                others[attrs.getQNameByName((of, own))] = of, value
        element = Element(
            local, attributes, self._line, namespace or self._namespace,
            parent=self._open[-1] if self._open else None,
            prefix=self._prefixes.get(namespace or "", ""), others=others,
        )  # fmt: skip
        parent = element.parent
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
        raise self.wrong(reason("document.entity_unknown", name=name))

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            raise self.wrong(reason("document.too_many", most=self._most_nodes))
