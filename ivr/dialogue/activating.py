"""Grammars on their way to the listener: read, kept, and tied to what a match leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ivr.dialogue.actions import ActiveGrammar, Mode
from ivr.dialogue.flow import Steps
from ivr.documents.elements import Element
from ivr.errors import DialogueError
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar
from ivr.grammars.inline import inline_grammar
from ivr.grammars.reading import parse_grammar

if TYPE_CHECKING:
    from ivr.dialogue.places import Place

# A grammar may need others, those again others; each is fetched once.
_MOST_FETCHES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Active:
    """A grammar and what a match of it does: fill an item or the form, follow a link, take a choice."""

    grammar: Grammar
    leads: Literal["item", "form", "link", "choice", "event"]
    element: Element
    scope: str = "dialog"
    event: str = ""
    weight: float = 1.0

    @property
    def mode(self) -> Mode:
        return self.grammar.mode

    @property
    def told(self) -> ActiveGrammar:
        """As the listener is told of it."""
        return ActiveGrammar(
            self.grammar, self.mode, self.grammar.language, self.weight, self.scope
        )


class _Missing(Exception):  # noqa: N818
    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.uri = uri


class Grammars:
    """The grammars of a call by element and address, read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, str], tuple[Element, Grammar]] = {}
        self._fetched: dict[str, bytes] = {}

    def of_all(self, elements: Iterable[Element], place: "Place") -> Steps[list[Grammar]]:
        found: list[Grammar] = []
        for element in elements:
            found += [(yield from self.of(element, place))]
        return found

    def of(self, element: Element, place: "Place") -> Steps[Grammar]:
        """The grammar of a <grammar> element.

        Raises DialogueError: error.badfetch, error.unsupported.format, error.semantic.
        """
        uri = _address(element, place)
        key = id(element), uri
        if key not in self._read:
            if element.has("mode") and element.get("mode") not in ("voice", "dtmf"):
                raise place.wrong("error.badfetch", "mode is voice or dtmf", element)
            self._read[key] = element, (yield from self._making(element, uri, place))
        return self._read[key][1]

    def _making(self, element: Element, uri: str, place: "Place") -> Steps[Grammar]:
        for _ in range(_MOST_FETCHES):
            try:
                return self._make(element, uri, place)
            except _Missing as missing:
                fetched = yield from place.call.fetch(missing.uri, "grammar")
                self._fetched[missing.uri] = fetched.document or b""
            except GrammarError as error:
                raise DialogueError(
                    error.event, error.message, uri=error.uri or place.uri,
                    line=error.line or element.line, element="grammar",
                ) from error  # fmt: skip
        raise place.wrong("error.badfetch", "refers to too many other grammars", element)

    def _make(self, element: Element, uri: str, place: "Place") -> Grammar:
        language = place.language(element)
        mode: Mode = "dtmf" if element.get("mode") == "dtmf" else "voice"
        if uri.startswith("builtin:"):
            kind = uri.removeprefix("builtin:").removeprefix("grammar/")
            if kind.startswith("dtmf/"):
                kind, mode = kind.removeprefix("dtmf/"), "dtmf"
            return builtin(kind, mode, language, element, place)
        if uri:
            return parse_grammar(
                self._get(uri.partition("#")[0]), language=language, mode=mode,
                media_type=element.get("type"), uri=uri, fetch=self._get,
            )  # fmt: skip
        return inline_grammar(
            element, language=language, uri=place.base_of(element), fetch=self._get
        )

    def _get(self, uri: str) -> bytes:
        if uri not in self._fetched:
            raise _Missing(uri)
        return self._fetched[uri]


def builtin(kind: str, mode: Mode, language: str, element: Element, place: "Place") -> Grammar:
    """A grammar every platform has, as "digits?length=4". Raises DialogueError."""
    try:
        return builtin_grammar(f"builtin:{kind}", mode, language)
    except GrammarError as error:
        raise place.wrong(error.event, error.message, element) from error


def _address(element: Element, place: "Place") -> str:
    if element.has("srcexpr"):
        written_as = place.text(element.get("srcexpr"), element)
    elif element.has("src"):
        written_as = element.get("src")
    else:
        return ""
    if written_as.startswith("builtin:"):
        return written_as
    return place.address_in(element, written_as)
