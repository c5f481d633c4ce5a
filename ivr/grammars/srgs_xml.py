"""Reads the XML form of a grammar (SRGS 1.0) from its elements, with lines."""

import re
from collections.abc import Iterator

from ivr.documents.elements import SRGS, VXML, Element, Text
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
from ivr.grammars.settings import Inherited, mode_of, number_of, repeat_of, tag_format_of

_OURS = ("", SRGS, VXML)
_WORDS = re.compile(r'"([^"]*)"|([^\s"]+)')
_INSIDE = {
    "grammar": {"rule", "tag"},
    "rule": {"token", "ruleref", "item", "one-of", "tag"},
    "item": {"token", "ruleref", "item", "one-of", "tag"},
    "one-of": {"item"},
}
_IGNORED = {
    "grammar": {"lexicon", "meta", "metadata"},
    "rule": {"example"},
}


def read_srgs(root: Element, inherited: Inherited) -> GrammarDocument:
    """The rules of a <grammar>. Raises GrammarError."""
    return _Reader(inherited).document(root)


class _Reader:
    def __init__(self, inherited: Inherited) -> None:
        self._inherited = inherited

    def document(self, root: Element) -> GrammarDocument:
        if root.name != "grammar" or root.namespace not in _OURS:
            raise self._error(f"<{root.name}> is no <grammar>", root.line)
        inherited = self._inherited
        version = root.get("version", "1.0")
        if version != "1.0":
            raise self._error(f"version {version!r} is not 1.0", root.line)
        parts = list(self._parts(root))
        return GrammarDocument(
            mode=mode_of(root.get("mode", inherited.mode), inherited, root.line),
            language=root.get("xml:lang", inherited.language),
            rules=self._rules(part for part in parts if part.name == "rule"),
            root=root.get("root"),
            tag_format=tag_format_of(root.get("tag-format"), inherited, root.line),
            scripts=tuple(self._tag(part) for part in parts if part.name == "tag"),
            base=root.get("xml:base"),
            uri=inherited.uri,
        )

    def _error(self, message: str, line: int) -> GrammarError:
        return GrammarError(message, line=line, uri=self._inherited.uri)

    def _parts(self, element: Element) -> Iterator[Element]:
        """The elements within that mean something, where no words may stand."""
        for child in element.children:
            if isinstance(child, Element):
                if self._means_something(child, element):
                    yield child
            elif child.text.strip():
                raise self._error(f"<{element.name}> holds no words", child.line)

    def _means_something(self, child: Element, parent: Element) -> bool:
        """Whether it is no element of others and none that is passed over."""
        if child.namespace not in _OURS or child.name in _IGNORED.get(parent.name, ()):
            return False
        if child.name not in _INSIDE.get(parent.name, ()):
            raise self._error(f"<{child.name}> cannot stand in <{parent.name}>", child.line)
        return True

    def _rules(self, elements: Iterator[Element]) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for element in elements:
            name, scope = element.get("id"), element.get("scope", "private")
            if not name or name in list(Special):
                raise self._error(f"a rule cannot be called {name!r}", element.line)
            if name in rules:
                raise self._error(f"rule {name!r} stands here twice", element.line)
            if scope not in ("public", "private"):
                raise self._error(f"scope {scope!r} is neither public nor private", element.line)
            parts = list(self._contents(element))
            if not parts:
                raise self._error(f"rule {name!r} is empty", element.line)
            rules[name] = Rule(name, _joined(parts), scope == "public", element.line)
        return rules

    def _contents(self, element: Element) -> Iterator[Expansion]:
        """What an element holds, in order: words as they stand, and elements."""
        for child in element.children:
            if isinstance(child, Text):
                yield from self._tokens(child)
            elif self._means_something(child, element):
                yield self._expansion(child)

    def _tokens(self, text: Text) -> Iterator[Token]:
        if text.text.count('"') % 2:
            raise self._error("a quoted token does not end", text.line)
        for match in _WORDS.finditer(text.text):
            if match[1] or match[2]:
                yield Token(match[1] if match[2] is None else match[2], text.line)

    def _expansion(self, element: Element) -> Expansion:
        match element.name:
            case "tag":
                return self._tag(element)
            case "token":
                return Token(self._text(element).strip().strip('"'), element.line)
            case "ruleref":
                return self._reference(element)
            case "one-of":
                return self._choice(element)
            case _:
                return self._item(element)

    def _tag(self, element: Element) -> Tag:
        return Tag(self._text(element).strip(), element.line)

    def _text(self, element: Element) -> str:
        for child in element.elements():
            if child.namespace in _OURS:
                raise self._error(f"<{child.name}> cannot stand in <{element.name}>", child.line)
        return "".join(child.text for child in element.children if isinstance(child, Text))

    def _choice(self, element: Element) -> Expansion:
        options: list[Option] = []
        for item in self._parts(element):
            weight = number_of(item.get("weight", "1"))
            if weight is None:
                raise self._error(f"weight {item.get('weight')!r}", item.line)
            options.append(Option(self._item(item), weight))
        if not options:
            raise self._error("<one-of> holds no <item>", element.line)
        return Choice(tuple(options))

    def _item(self, element: Element) -> Expansion:
        body = _joined(list(self._contents(element)))
        if not element.has("repeat"):
            return body
        chance = element.get("repeat-prob") if element.has("repeat-prob") else None
        counts = repeat_of(element.get("repeat"), chance)
        if counts is None:
            told = f"repeat {element.get('repeat')!r} {chance or ''}".rstrip()
            raise self._error(told, element.line)
        return Repeat(body, *counts, line=element.line)

    def _reference(self, element: Element) -> Expansion:
        if any(self._parts(element)):
            raise self._error("<ruleref> holds nothing", element.line)
        special = element.get("special")
        if element.has("uri") == element.has("special"):
            raise self._error("<ruleref> needs either uri or special", element.line)
        if special:
            if special not in list(Special):
                raise self._error(f"no special rule is called {special!r}", element.line)
            return Special(special)
        document, _, rule = element.get("uri").partition("#")
        if not document and not rule:
            raise self._error("<ruleref> names no rule", element.line)
        return Reference(document, rule, element.line, element.get("type"))


def _joined(parts: list[Expansion]) -> Expansion:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))
