"""Reads the ABNF form of a grammar (SRGS 1.0) by recursive descent, with lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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

_HEADER = re.compile(
    r"\s*#ABNF[ \t]+1\.0(?:[ \t]+([\w.:-]+))?[ \t]*(?:;|$)", re.ASCII | re.MULTILINE
)
_PIECE = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<about>(?:meta|http-equiv)\s+(?:"[^"]*"|'[^']*')\s+is\s+(?:"[^"]*"|'[^']*')\s*;)
    |(?P<tag>\{!\{.*?\}!\}|\{[^}]*\})
    |(?P<rule>\$(?:<[^>]*>(?:~<[^>]*>)?|[^\s;=|()\[\]{}<>/!"$.:-]+))
    |(?P<quoted>"[^"]*")
    |(?P<angle><[^>]*>)
    |(?P<weight>/[^/]*/)
    |(?P<language>![A-Za-z][A-Za-z0-9-]*)
    |(?P<sign>[;=|()\[\]])
    |(?P<word>[^\s;=|()\[\]{}<>/!"$]+)""",
    re.VERBOSE | re.DOTALL,
)
_QUALIFIERS = ("public", "private")


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    line: int


def is_abnf(text: str) -> bool:
    return _HEADER.match(text) is not None


def encoding_of(start: str) -> str:
    """The encoding the first line names, UTF-8 when it names none."""
    match = _HEADER.match(start)
    return (match[1] if match else None) or "utf-8"


def read_abnf(text: str, inherited: Inherited) -> GrammarDocument:
    header = _HEADER.match(text)
    if header is None:
        message = "does not begin with '#ABNF 1.0'"
        raise GrammarError(message, line=inherited.first_line, uri=inherited.uri)
    return _Parser(text, header.end(), inherited).document()


class _Parser:
    def __init__(self, text: str, start: int, inherited: Inherited) -> None:
        self._inherited = inherited
        self._pieces = list(self._cut(text, start))
        self._place = 0
        self._depth = 0
        self._settings: dict[str, str] = {}
        self._rules: dict[str, Rule] = {}
        self._scripts: list[Tag] = []

    def _cut(self, text: str, place: int) -> Iterator[_Piece]:
        line = self._inherited.first_line + text.count("\n", 0, place)
        while place < len(text):
            match = _PIECE.match(text, place)
            if match is None:
                raise self._error(f"cannot read {text[place]!r} here", line)
            if match.lastgroup not in ("blank", "about"):
                yield _Piece(str(match.lastgroup), match.group(), line)
            line += match.group().count("\n")
            place = match.end()

    def _error(self, message: str, line: int) -> GrammarError:
        return GrammarError(message, line=line, uri=self._inherited.uri)

    @property
    def _next(self) -> _Piece:
        if self._place < len(self._pieces):
            return self._pieces[self._place]
        return _Piece("end", "the end", self._pieces[-1].line if self._pieces else 1)

    def _take(self) -> _Piece:
        piece = self._next
        self._place += 1
        return piece

    def _expect(self, sign: str) -> None:
        piece = self._take()
        if (piece.kind, piece.text) != ("sign", sign):
            raise self._error(f"expected {sign!r}, found {piece.text!r}", piece.line)

    def _at(self, *signs: str) -> bool:
        return self._next.kind == "end" or (self._next.kind == "sign" and self._next.text in signs)

    def document(self) -> GrammarDocument:
        while self._next.kind != "end":
            self._statement()
        inherited, settings = self._inherited, self._settings
        return GrammarDocument(
            mode=mode_of(settings.get("mode", inherited.mode), inherited, 1),
            language=settings.get("language", inherited.language),
            rules=self._rules,
            root=settings.get("root", ""),
            tag_format=tag_format_of(settings.get("tag-format", ""), inherited, 1),
            scripts=tuple(self._scripts),
            base=settings.get("base", ""),
            uri=inherited.uri,
        )

    def _statement(self) -> None:
        piece = self._next
        if piece.kind == "tag":
            self._scripts.append(_tag(self._take()))
            self._expect(";")
        elif piece.kind == "rule" or piece.text in _QUALIFIERS:
            self._rule()
        elif piece.text == "lexicon":
            self._lexicon()
        elif piece.text in ("language", "mode", "root", "tag-format", "base"):
            self._setting()
        else:
            raise self._error(f"no statement begins with {piece.text!r}", piece.line)

    def _lexicon(self) -> None:
        self._take()
        address = self._take()
        if address.kind != "angle":
            raise self._error(f"lexicon {address.text}: no address", address.line)
        if self._next.text.startswith("~"):
            self._take()
            self._take()
        self._expect(";")

    def _setting(self) -> None:
        name, value = self._take(), self._take()
        kind = {"root": "rule", "tag-format": "angle", "base": "angle"}.get(name.text, "word")
        if value.kind != kind or name.text in self._settings:
            raise self._error(f"{name.text} {value.text}: not a setting", name.line)
        self._settings[name.text] = value.text.strip("<>$").strip()
        self._expect(";")

    def _rule(self) -> None:
        public = False
        if self._next.text in _QUALIFIERS:
            public = self._take().text == "public"
        piece = self._take()
        name = piece.text.removeprefix("$")
        if piece.kind != "rule" or name.startswith("<") or name in list(Special):
            raise self._error(f"a rule cannot be called {piece.text!r}", piece.line)
        if name in self._rules:
            raise self._error(f"rule {name!r} stands here twice", piece.line)
        self._expect("=")
        self._rules[name] = Rule(name, self._alternatives(), public, piece.line)
        self._expect(";")

    def _alternatives(self) -> Expansion:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"groups nest more than {DEEPEST} deep", self._next.line)
        options = [self._option()]
        while self._next.kind == "sign" and self._next.text == "|":
            self._take()
            options.append(self._option())
        self._depth -= 1
        if len(options) == 1:
            return options[0].expansion
        return Choice(tuple(options))

    def _option(self) -> Option:
        weight: float | None = 1.0
        piece = self._next
        if piece.kind == "weight":
            weight = number_of(self._take().text.strip("/"))
        if weight is None:
            raise self._error(f"weight {piece.text!r}", piece.line)
        parts = []
        while not self._at("|", ")", "]", ";"):
            parts.append(self._repeated())
        if not parts:
            raise self._error(f"nothing stands before {self._next.text!r}", self._next.line)
        return Option(parts[0] if len(parts) == 1 else Sequence(tuple(parts)), weight)

    def _repeated(self) -> Expansion:
        body = self._part()
        while self._next.kind in ("angle", "language"):
            piece = self._take()
            if piece.kind == "language":
                continue
            times, *chance = piece.text.strip("<>").split("/")
            counts = repeat_of(times, chance[0] if chance else None)
            if counts is None:
                raise self._error(f"repeat {piece.text}", piece.line)
            body = Repeat(body, *counts, line=piece.line)
        return body

    def _part(self) -> Expansion:
        piece = self._take()
        match piece.kind:
            case "word":
                return Token(piece.text, piece.line)
            case "quoted":
                return Token(piece.text.strip('"').strip(), piece.line)
            case "tag":
                return _tag(piece)
            case "rule":
                return self._reference(piece)
            case "sign" if piece.text in "([":
                return self._group(piece)
            case _:
                raise self._error(f"cannot read {piece.text!r} here", piece.line)

    def _group(self, piece: _Piece) -> Expansion:
        optional = piece.text == "["
        if self._at("]" if optional else ")"):
            self._take()
            return Special.NULL
        inner = self._alternatives()
        self._expect("]" if optional else ")")
        return Repeat(inner, 0, 1, line=piece.line) if optional else inner

    def _reference(self, piece: _Piece) -> Expansion:
        name = piece.text.removeprefix("$")
        if name in list(Special):
            return Special(name)
        if not name.startswith("<"):
            return Reference("", name, piece.line)
        address, _, media_type = name.partition("~")
        document, _, rule = address.strip("<>").strip().partition("#")
        if not document and not rule:
            raise self._error("a reference names no rule", piece.line)
        return Reference(document, rule, piece.line, media_type.strip("<>"))


def _tag(piece: _Piece) -> Tag:
    long = piece.text.startswith("{!{")
    return Tag(piece.text[3:-3].strip() if long else piece.text[1:-1].strip(), piece.line)
