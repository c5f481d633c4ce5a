"""Where a document is being carried out: in which scopes, form and item, and by which handler."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ivr.dialogue.call import Call
from ivr.dialogue.flow import Thrown
from ivr.dialogue.properties import find_property, seconds
from ivr.documents.addresses import full_address
from ivr.documents.elements import Element
from ivr.documents.reading import Document
from ivr.documents.vocabulary import HANDLERS
from ivr.errors import DialogueError
from ivr.script_values import ScriptError, is_name
from ivr.scripting import Chain, Scope

if TYPE_CHECKING:
    from ivr.dialogue.execution import Execution
    from ivr.dialogue.forms import Form, Item


@dataclass(frozen=True, slots=True)
class Place:
    """The surroundings of an element that is carried out; `catching` is the event being handled."""

    execution: "Execution"
    chain: Chain
    form: "Form | None" = None
    item: "Item | None" = None
    catching: Thrown | None = None

    @property
    def call(self) -> Call:
        return self.execution.call

    @property
    def uri(self) -> str:
        return self.execution.leaf.document.uri

    def document_of(self, element: Element) -> Document:
        """The document whose addresses those of an element are.

        That is the one it stands in; in handlers it is the one that is carried out, wherever they
        stand (VoiceXML 2.0 §5.2.2).
        """
        root = self.execution.root
        for around in _outwards(element):
            if around.name in HANDLERS:
                break
            if root is not None and around is root.document.root:
                return root.document
        return self.execution.leaf.document

    def base_of(self, element: Element) -> str:
        """What addresses in an element are relative to."""
        document = self.document_of(element)
        around = [one for one in _outwards(element) if one.parent is not None]
        base = document.uri
        for one in [document.root, *reversed(around)]:
            base = full_address(base, one.get("xml:base"))
        return base

    def address_in(self, element: Element, address: str) -> str:
        """An address that stands in an element, in full."""
        return full_address(self.base_of(element), address)

    @property
    def innermost(self) -> Scope:
        return self.chain[-1]

    def within(self, scope: Scope) -> "Place":
        """The same place with one scope more."""
        return replace(self, chain=(*self.chain, scope))

    def value(self, code: str, element: Element) -> object:
        return self.call.value(code, self.chain, element, self.uri)

    def text(self, code: str, element: Element) -> str:
        return self.call.text(code, self.chain, element, self.uri)

    def truth(self, code: str, element: Element) -> bool:
        return self.call.truth(code, self.chain, element, self.uri)

    def condition(self, element: Element) -> bool:
        """Whether an element's `cond` holds; without one it does."""
        return not element.has("cond") or self.truth(element.get("cond"), element)

    def wrong(self, event: str, message: str, element: Element) -> DialogueError:
        return DialogueError(event, message, uri=self.uri, line=element.line, element=element.name)

    def declare(self, name: str, element: Element, code: str | None = None) -> None:
        """Declare a variable in the innermost scope; without code one that exists keeps its value."""
        if not is_name(name):
            raise self.wrong("error.semantic", f"{name!r} is no name for a variable", element)
        scripts = self.call.scripts
        try:
            if code is not None:
                scripts.declare_expression(self.innermost, name, self.chain, code)
            elif not scripts.has(self.innermost, name):
                scripts.declare(self.innermost, name)
        except ScriptError as error:
            raise self.call.semantic(error, element, self.uri) from error

    def property(self, name: str) -> str:
        """A property as it holds here."""
        scopes: list[Element] = []
        if self.item is not None:
            scopes.append(self.item.element)
        if self.form is not None:
            scopes.append(self.form.element)
        scopes += self.execution.document_elements
        return find_property(name, scopes, dict(self.call.settings.properties))

    def seconds(self, name: str) -> float:
        """A property that is a time. Raises DialogueError (error.semantic) when it is none."""
        written = self.property(name)
        found = seconds(written)
        if found is None:
            raise DialogueError("error.semantic", f"{name} is {written!r}, no time", uri=self.uri)
        return found

    def time(self, element: Element, name: str, default: float) -> float:
        """An attribute that is a time, in seconds. Raises DialogueError (error.semantic)."""
        if not element.has(name):
            return default
        found = seconds(element.get(name))
        if found is None:
            raise self.wrong("error.semantic", f"{name} is no time", element)
        return found

    def is_true(self, name: str) -> bool:
        return self.property(name).strip().lower() == "true"

    def language(self, element: Element) -> str:
        """The language of an element, as it is written: "ja-JP"."""
        return element.inherited("xml:lang") or self.call.language


def _outwards(element: Element) -> Iterator[Element]:
    """The element and those around it."""
    around: Element | None = element
    while around is not None:
        yield around
        around = around.parent
