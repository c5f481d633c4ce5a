"""Reads a grammar of either form with all the documents it refers to."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import replace

from ivr.documents.addresses import full_address
from ivr.documents.elements import Element
from ivr.documents.xml import MOST_BYTES, read_xml
from ivr.errors import DialogueError
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import RuleGrammar
from ivr.grammars.rules import (
    Choice,
    Expansion,
    GrammarDocument,
    Mode,
    Reference,
    Repeat,
    Rule,
    Sequence,
)
from ivr.grammars.settings import Inherited
from ivr.grammars.srgs_abnf import encoding_of, is_abnf, read_abnf
from ivr.grammars.srgs_xml import read_srgs

Fetch = Callable[[str], bytes]
MOST_DOCUMENTS = 50
# A directory of 50,000 names.
_MOST_NODES = 200_000
_XML_TYPES = frozenset(
    {"application/srgs+xml", "application/grammar+xml", "text/xml", "application/xml"}
)
_ABNF_TYPES = frozenset({"application/srgs", "application/grammar"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def parse_grammar(
    data: bytes | str | Element,
    *,
    language: str,
    mode: Mode,
    media_type: str = "",
    uri: str = "",
    fetch: Fetch | None = None,
    first_line: int = 1,
) -> RuleGrammar:
    """A grammar in XML or ABNF form; of one in XML the elements will do.

    What the document itself says of language and mode wins. `uri` is where it came from; a fragment
    in it names the rule to begin with instead of the root. `fetch` gives the bytes of documents it
    refers to. Lines count from `first_line`. Raises GrammarError.
    """
    address, _, fragment = uri.partition("#")
    inherited = Inherited(language, mode, address, first_line)
    if isinstance(data, Element):
        document = read_srgs(data, inherited)
    else:
        document = _read(data, media_type, inherited)
    _Library(fetch, inherited).gather(document)
    return RuleGrammar(document, _entry(document, fragment, 0, document))


def _read(data: bytes | str, media_type: str, inherited: Inherited) -> GrammarDocument:
    if len(data) > MOST_BYTES:
        raise GrammarError(f"longer than {MOST_BYTES} bytes", uri=inherited.uri)
    if _is_abnf(data, media_type, inherited):
        return read_abnf(_decoded(data, inherited), inherited)
    return read_srgs(_tree(data, inherited), inherited)


def _tree(data: bytes | str, inherited: Inherited) -> Element:
    """XML as its elements. Lines stay right when blank ones before the XML are left out."""
    first_line = inherited.first_line
    if isinstance(data, str):
        first_line += data[: len(data) - len(data.lstrip())].count("\n")
        data = data.strip()
    try:
        return read_xml(
            data, inherited.uri, namespace="", first_line=first_line, most_nodes=_MOST_NODES
        )
    except DialogueError as error:
        raise GrammarError(error.problem, line=error.line, uri=error.uri) from None


def _is_abnf(data: bytes | str, media_type: str, inherited: Inherited) -> bool:
    """What the text looks like decides; a type that names neither form is refused."""
    kind = media_type.partition(";")[0].strip().lower()
    start = data[:200] if isinstance(data, str) else data[:400].decode("latin-1")
    plain = start.replace("\x00", "").lstrip("\ufeff\xef\xbb\xbf\xff\xfe")
    if is_abnf(plain):
        return True
    if plain.lstrip().startswith("<"):
        return False
    if kind in _ABNF_TYPES:
        return True
    if kind in _XML_TYPES or not kind:
        return False
    raise GrammarError(
        f"{media_type!r} is not read; grammars are SRGS in XML or ABNF form",
        uri=inherited.uri,
        event="error.unsupported.format",
    )


def _decoded(data: bytes | str, inherited: Inherited) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    encoding = encoding or encoding_of(data[:400].decode("latin-1"))
    return _decoded_as(data, encoding, inherited)


def _decoded_as(data: bytes, encoding: str, inherited: Inherited) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        raise GrammarError(f"is not {encoding} text", line=1, uri=inherited.uri) from None


class _Library:
    """Fetches every document a grammar leads to, each once, and checks every reference."""

    def __init__(self, fetch: Fetch | None, inherited: Inherited) -> None:
        self._fetch = fetch
        self._inherited = inherited
        self._known: dict[str, GrammarDocument] = {}

    def gather(self, first: GrammarDocument) -> None:
        if first.uri:
            self._known[first.uri] = first
        waiting, seen = [first], {first}
        while waiting:
            document = waiting.pop()
            for reference in _references(document):
                if reference.uri.startswith("builtin:"):
                    self._built_in(reference, document)
                    continue
                other = self._other(reference, document)
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                _entry(other, reference.rule, reference.line, document)

    def _other(self, reference: Reference, document: GrammarDocument) -> GrammarDocument:
        if not reference.uri:
            return document
        if reference.uri not in document.others:
            address = self._address(reference, document)
            if address not in self._known:
                self._known[address] = self._load(address, reference, document)
            document.others[reference.uri] = self._known[address]
        other = document.others[reference.uri]
        if other.mode != document.mode:
            raise GrammarError(
                f"refers to {reference.uri}, which is for {other.mode}",
                line=reference.line,
                uri=document.uri,
            )
        return other

    def _address(self, reference: Reference, document: GrammarDocument) -> str:
        try:
            return full_address(full_address(document.uri, document.base), reference.uri)
        except DialogueError as error:
            raise GrammarError(error.problem, line=reference.line, uri=document.uri) from None

    def _built_in(self, reference: Reference, document: GrammarDocument) -> None:
        try:
            grammar = builtin_grammar(reference.uri, document.mode, document.language)
        except GrammarError as error:
            raise GrammarError(
                error.problem, line=reference.line, uri=document.uri, event=error.event
            ) from None
        if grammar.mode != document.mode:
            message = f"refers to {reference.uri}, which is for {grammar.mode}"
            raise GrammarError(message, line=reference.line, uri=document.uri)
        document.builtin[reference.uri] = grammar

    def _load(
        self, address: str, reference: Reference, document: GrammarDocument
    ) -> GrammarDocument:
        if self._fetch is None or len(self._known) >= MOST_DOCUMENTS:
            why = (
                "no other documents can be fetched" if self._fetch is None else "too many documents"
            )
            raise GrammarError(
                f"refers to {reference.uri}: {why}", line=reference.line, uri=document.uri
            )
        inherited = replace(
            self._inherited,
            uri=address,
            first_line=1,
            language=document.language,
            mode=document.mode,
        )
        return _read(self._fetch(address), reference.media_type, inherited)


def _entry(document: GrammarDocument, name: str, line: int, source: GrammarDocument) -> Rule:
    """The rule to begin with: the one named, which others must be allowed to use, or the root."""
    wanted = (
        name or document.root or (next(iter(document.rules)) if len(document.rules) == 1 else "")
    )
    outside = document is not source or line == 0
    if not wanted:
        raise GrammarError("names no root", line=line, uri=document.uri)
    rule = document.rules.get(wanted)
    if rule is None:
        raise GrammarError(f"has no rule {wanted!r}", line=line, uri=source.uri)
    if name and outside and not rule.public:
        raise GrammarError(f"rule {wanted!r} is private", line=line, uri=source.uri)
    return rule


def _references(document: GrammarDocument) -> Iterator[Reference]:
    waiting: list[Expansion] = [rule.expansion for rule in document.rules.values()]
    while waiting:
        part = waiting.pop()
        match part:
            case Reference():
                yield part
            case Sequence():
                waiting += part.parts
            case Choice():
                waiting += [option.expansion for option in part.options]
            case Repeat():
                waiting.append(part.body)
