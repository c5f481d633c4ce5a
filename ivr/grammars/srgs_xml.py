"""Reads the XML form of a grammar (SRGS 1.0), with lines and nothing fetched or expanded."""

import io
import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ivr.grammars.errors import GrammarError
from ivr.grammars.rules import (
    Choice,
    Expansion,
    GrammarDocument,
    Option,
    Reference,
    Repeat,
    Rule,
    Sequence,
    Special,
    Tag,
    Token,
)
from ivr.grammars.settings import DEEPEST, Inherited, mode_of, number_of, repeat_of, tag_format_of

_OURS = frozenset({None, "http://www.w3.org/2001/06/grammar", "http://www.w3.org/2001/vxml"})
_XML = "http://www.w3.org/XML/1998/namespace"
_WORDS = re.compile(r'"([^"]*)"|([^\s"]+)')
_INSIDE = {
    "grammar": {"rule", "tag", "lexicon", "meta", "metadata"},
    "rule": {"token", "ruleref", "item", "one-of", "tag", "example"},
    "item": {"token", "ruleref", "item", "one-of", "tag"},
    "one-of": {"item"},
}
_IGNORED = frozenset({"lexicon", "meta", "metadata", "example"})


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    line: int
    parts: list[Expansion] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    text: str = ""


def read_xml(data: bytes | str, inherited: Inherited) -> GrammarDocument:
    handler = _Handler(inherited)
    parser = DefusedExpatParser(forbid_external=False)
    parser.setFeature(feature_namespaces, 1)
    # An external DTD may be named; it is never opened.
    parser.setFeature(feature_external_ges, 0)
    parser.setContentHandler(handler)
    parser.setErrorHandler(_Errors())
    source = io.BytesIO(data) if isinstance(data, bytes) else io.StringIO(data)
    try:
        parser.parse(source)
    except SAXParseException as error:
        raise handler.error(f"not well-formed XML: {error.getMessage()}", handler.line) from None
    except DefusedXmlException:
        raise handler.error("declares entities, which are not read", handler.line) from None
    except (SAXException, ValueError, LookupError) as error:
        raise handler.error(f"not readable XML: {error}", handler.line) from None
    return handler.document()


class _Errors:
    def error(self, exception: BaseException) -> NoReturn:
        raise exception

    fatalError = error  # noqa: N815

    def warning(self, exception: BaseException) -> None:
        """Warnings do not stop a grammar."""


class _Handler(ContentHandler):
    def __init__(self, inherited: Inherited) -> None:
        super().__init__()
        self._inherited = inherited
        self._where: Locator | None = None
        self._open: list[_Element] = []
        self._foreign = 0
        self._grammar: _Element | None = None
        self._rules: dict[str, Rule] = {}
        self._scripts: list[Tag] = []

    @property
    def line(self) -> int:
        number = self._where.getLineNumber() if self._where else None
        return (number or 1) + self._inherited.first_line - 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._where = locator

    def error(self, message: str, line: int) -> GrammarError:
        return GrammarError(message, line=line, uri=self._inherited.uri)

    def skippedEntity(self, name: str) -> None:  # noqa: N802
        raise self.error(f"entity {name!r} is not known", self.line)

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        del qname
        namespace, local = name
        if self._foreign or namespace not in _OURS or self._ignored(local):
            self._foreign += 1
            return
        self._check_place(local)
        if len(self._open) >= DEEPEST:
            raise self.error(f"elements nest more than {DEEPEST} deep", self.line)
        self._take_text()
        attributes = {
            ("xml:" if space == _XML else "") + attribute: value
            for (space, attribute), value in attrs.items()
            if space in (None, _XML)
        }
        self._open.append(_Element(local, attributes, self.line))

    def _ignored(self, local: str) -> bool:
        return bool(self._open) and local in _IGNORED & _INSIDE.get(self._open[-1].name, set())

    def _check_place(self, local: str) -> None:
        if not self._open:
            if local != "grammar":
                raise self.error(f"<{local}> is no <grammar>", self.line)
        elif local not in _INSIDE.get(self._open[-1].name, set()):
            raise self.error(f"<{local}> cannot stand in <{self._open[-1].name}>", self.line)

    def characters(self, content: str) -> None:
        if not self._foreign and self._open:
            self._open[-1].text += content

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        del name, qname
        if self._foreign:
            self._foreign -= 1
            return
        if self._open[-1].name not in ("tag", "token"):
            self._take_text()
        element = self._open.pop()
        parent = self._open[-1] if self._open else None
        self._close(element, parent)

    def _take_text(self) -> None:
        """Turn what was written between elements into tokens."""
        if not self._open:
            return
        element = self._open[-1]
        text, element.text = element.text, ""
        if not text.strip():
            return
        if element.name not in ("rule", "item"):
            raise self.error(f"<{element.name}> holds no words", self.line)
        if text.count('"') % 2:
            raise self.error("a quoted token does not end", self.line)
        element.parts += [
            Token(match[1] if match[2] is None else match[2], self.line)
            for match in _WORDS.finditer(text)
            if match[1] or match[2]
        ]

    def _close(self, element: _Element, parent: _Element | None) -> None:
        if parent is None:
            self._grammar = element
        elif element.name == "rule":
            self._add_rule(element)
        elif element.name == "tag" and parent.name == "grammar":
            self._scripts.append(Tag(element.text.strip(), element.line))
        elif parent.name == "one-of":
            weight = number_of(element.attributes.get("weight", "1"))
            if weight is None:
                raise self.error(f"weight {element.attributes['weight']!r}", element.line)
            parent.options.append(Option(self._expansion(element), weight))
        else:
            parent.parts.append(self._expansion(element))

    def _expansion(self, element: _Element) -> Expansion:
        match element.name:
            case "tag":
                return Tag(element.text.strip(), element.line)
            case "token":
                return Token(element.text.strip().strip('"'), element.line)
            case "ruleref":
                return self._reference(element)
            case "one-of":
                if not element.options:
                    raise self.error("<one-of> holds no <item>", element.line)
                return Choice(tuple(element.options))
            case _:
                return self._item(element)

    def _item(self, element: _Element) -> Expansion:
        body = element.parts[0] if len(element.parts) == 1 else Sequence(tuple(element.parts))
        written = element.attributes.get("repeat")
        if written is None:
            return body
        chance = element.attributes.get("repeat-prob")
        counts = repeat_of(written, chance)
        if counts is None:
            raise self.error(f"repeat {written!r} {chance or ''}".rstrip(), element.line)
        return Repeat(body, *counts, line=element.line)

    def _reference(self, element: _Element) -> Expansion:
        uri, special = element.attributes.get("uri"), element.attributes.get("special")
        if (uri is None) == (special is None):
            raise self.error("<ruleref> needs either uri or special", element.line)
        if special is not None:
            if special not in list(Special):
                raise self.error(f"no special rule is called {special!r}", element.line)
            return Special(special)
        document, _, rule = (uri or "").strip().partition("#")
        if not document and not rule:
            raise self.error("<ruleref> names no rule", element.line)
        return Reference(document, rule, element.line, element.attributes.get("type", ""))

    def _add_rule(self, element: _Element) -> None:
        name = element.attributes.get("id", "")
        scope = element.attributes.get("scope", "private")
        if not name or name in list(Special):
            raise self.error(f"a rule cannot be called {name!r}", element.line)
        if name in self._rules:
            raise self.error(f"rule {name!r} stands here twice", element.line)
        if scope not in ("public", "private"):
            raise self.error(f"scope {scope!r} is neither public nor private", element.line)
        if not element.parts:
            raise self.error(f"rule {name!r} is empty", element.line)
        body = Sequence(tuple(element.parts)) if len(element.parts) > 1 else element.parts[0]
        self._rules[name] = Rule(name, body, scope == "public", element.line)

    def document(self) -> GrammarDocument:
        element = self._grammar or _Element("grammar", {}, 0)
        attributes, inherited = element.attributes, self._inherited
        if attributes.get("version", "1.0").strip() != "1.0":
            raise self.error(f"version {attributes['version']!r} is not 1.0", element.line)
        return GrammarDocument(
            mode=mode_of(attributes.get("mode", inherited.mode), inherited, element.line),
            language=attributes.get("xml:lang", inherited.language),
            rules=self._rules,
            root=attributes.get("root", "").strip(),
            tag_format=tag_format_of(attributes.get("tag-format", ""), inherited, element.line),
            scripts=tuple(self._scripts),
            base=attributes.get("xml:base", ""),
            uri=inherited.uri,
        )
