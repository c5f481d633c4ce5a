"""A VoiceXML document read and checked: what the specification does not know is refused with its line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ivr.documents.elements import VXML, Element, Text
from ivr.documents.vocabulary import ONE_OF, RULES
from ivr.documents.xml import read_xml
from ivr.errors import DialogueError
from speech.reasons import Reason, Value, reason

FORM_ITEMS = ("block", "field", "initial", "object", "record", "subdialog", "transfer")
INPUT_ITEMS = ("field", "object", "record", "subdialog", "transfer")
# The keys a choice may have in a menu that numbers its choices.
OWN_KEYS = ("*", "#", "0")
_SSML = "http://www.w3.org/2001/10/synthesis"
_VERSIONS = ("2.0", "2.1")
_Fault: TypeAlias = tuple[Element, DialogueError]


# What is in these is carried out when its turn comes, not when its dialog begins.
_CARRIED_OUT = (
    "block", "filled", "catch", "error", "help", "noinput", "nomatch", "if", "foreach",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document: its address, its root element and its dialogs by id.

    `faults` are what a call's first document has that VoiceXML does not allow: there is no document
    to throw them to, so each is thrown where its element's turn comes.
    """

    uri: str
    root: Element
    dialogs: dict[str, Element] = field(default_factory=dict)
    faults: dict[Element, DialogueError] = field(default_factory=dict)

    @property
    def first_dialog(self) -> Element | None:
        return next(self.root.elements("form", "menu"), None)


def read_document(data: bytes, uri: str, *, is_first: bool = False) -> Document:
    """The document in `data`. Raises DialogueError (error.badfetch) with the line."""
    root = read_xml(data, uri)
    if root.name != "vxml" or root.namespace != VXML:
        raise _wrong(uri, root, reason("document.not_voicexml"))
    if root.get("version") not in _VERSIONS:
        raise _wrong(uri, root, reason("document.version", version=root.get("version")))
    document = Document(uri, root)
    for element, error in (*_faults(uri, root), *_same_ids(document)):
        if not is_first:
            raise error
        document.faults.setdefault(_turn_of(element), error)
    return document


def _turn_of(element: Element) -> Element:
    """Whose turn brings a faulty element: the one carried out, else its dialog, else the document."""
    around: Element = element
    while around.parent is not None:
        inside = around.parent.name in _CARRIED_OUT
        if inside or around.name in ("form", "menu"):
            return around
        around = around.parent
    return around


def _same_ids(document: Document) -> Iterator[_Fault]:
    for dialog in document.root.elements("form", "menu"):
        if name := dialog.get("id"):
            if name in document.dialogs:
                message = reason("document.same_id", name=name)
                yield dialog, _wrong(document.uri, dialog, message)
            else:
                document.dialogs[name] = dialog


def _wrong(uri: str, element: Element, problem: Reason, line: int = 0) -> DialogueError:
    return DialogueError(
        "error.badfetch", problem, uri=uri, line=line or element.line, element=element.name
    )


def _faults(uri: str, element: Element) -> Iterator[_Fault]:
    rule = RULES.get(element.name)
    if rule is None or element.namespace not in (VXML, _SSML):
        if element.name != "grammar":
            yield element, _wrong(uri, element, reason("document.no_element"))
        return
    for message in (*_of_attributes(element), *_of_itself(element)):
        yield element, _wrong(uri, element, message)
    if "*" in rule.children:
        return
    for child in element.children:
        if isinstance(child, Text):
            if child.text.strip() and "#text" not in rule.children:
                yield element, _wrong(uri, element, reason("document.no_text"), child.line)
        elif child.name in RULES and child.name not in rule.children:
            yield child, _wrong(uri, child, reason("document.not_within", element=element.name))
        else:
            yield from _faults(uri, child)


def _of_attributes(element: Element) -> Iterator[Reason]:
    rule = RULES[element.name]
    for name in element.attributes:
        if not rule.attributes & {name, "*"} and not name.startswith("xml:"):
            yield reason("document.no_attribute", name=name)
        wanted = _wanted_of(name, element)
        if wanted is not None:
            yield reason("document.wanted", name=name, wanted=wanted)
    for name in rule.required:
        if name not in element.attributes:
            yield reason("document.needs", name=name)
    given = [name for name in rule.exactly_one if name in element.attributes]
    if rule.exactly_one and len(given) != 1:
        yield reason("document.needs_one", names=", ".join(rule.exactly_one), count=len(given))
    for names in rule.at_most_one:
        given = [name for name in names if name in element.attributes]
        if len(given) > 1:
            yield reason("document.has_both", one=given[0], other=given[1])


def _wanted_of(name: str, element: Element) -> Value | None:
    """What an attribute has to be where it is something else: one of a few words, or a count."""
    value = element.get(name).lower()
    if name == "count":
        return None if value.isdecimal() and int(value) > 0 else reason("document.count")
    allowed = ONE_OF.get(f"{element.name} {name}", ONE_OF.get(name, (value,)))
    if value in allowed:
        return None
    return {"en": " or ".join(allowed), "ja": " か ".join(allowed)}


def _of_itself(element: Element) -> Iterator[Reason]:
    """What one element's rule cannot say."""
    if element.name in _OWN_RULES:
        around = element.parent.name if element.parent else ""
        yield from _OWN_RULES[element.name](element, around)


def _of_script(element: Element, _: str) -> Iterator[Reason]:
    if (element.has("src") or element.has("srcexpr")) and element.text.strip():
        yield reason("document.script_twice")


def _of_filled(element: Element, around: str) -> Iterator[Reason]:
    if around in INPUT_ITEMS and (element.has("mode") or element.has("namelist")):
        yield reason("document.filled_alone")
    if around == "form" and element.parent is not None:
        known = {item.get("name") for item in element.parent.elements(*INPUT_ITEMS)}
        for name in element.get("namelist").split():
            if name not in known:
                yield reason("document.no_item", name=name)


def _of_data(element: Element, around: str) -> Iterator[Reason]:
    if around in ("form", "vxml") and not element.has("name"):
        yield reason("document.needs", name="name")


def _of_if(element: Element, _: str) -> Iterator[Reason]:
    names = [child.name for child in element.elements("elseif", "else")]
    if "else" in names[:-1]:
        yield reason("document.else_last")


def _of_menu(element: Element, _: str) -> Iterator[Reason]:
    if not any(element.elements("choice")):
        yield reason("document.no_choice")
    if element.get("dtmf") == "true":
        for choice in element.elements("choice"):
            if choice.get("dtmf", "#") not in OWN_KEYS:
                yield reason("document.own_keys")


def _of_grammar(element: Element, around: str) -> Iterator[Reason]:
    sources = element.has("src") + element.has("srcexpr")
    if sources > 1:
        yield reason("document.grammar_sources")
    own = element.text.strip() or any(element.elements())
    if sources and own:
        yield reason("document.grammar_twice")
    if not sources and not own:
        yield reason("document.grammar_none")
    if around not in ("form", "vxml") and element.has("scope"):
        yield reason("document.grammar_scope")


def _of_names(form: Element, _: str) -> Iterator[Reason]:
    seen: set[str] = set()
    for item in form.elements(*FORM_ITEMS):
        name = item.get("name")
        if name and name in seen:
            yield reason("document.name_twice", name=name)
        seen.add(name)


_OWN_RULES: Mapping[str, Callable[[Element, str], Iterator[Reason]]] = {
    "form": _of_names,
    "script": _of_script,
    "filled": _of_filled,
    "data": _of_data,
    "if": _of_if,
    "menu": _of_menu,
    "grammar": _of_grammar,
}
