"""A VoiceXML document read and checked: what the specification does not know is refused with its line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ivr.documents.elements import VXML, Element, Text
from ivr.documents.vocabulary import ONE_OF, RULES
from ivr.documents.xml import read_xml
from ivr.errors import DialogueError

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
        raise _wrong(uri, root, "the document is not VoiceXML: its root must be <vxml>")
    if root.get("version") not in _VERSIONS:
        raise _wrong(uri, root, f"version {root.get('version')!r} is not 2.0 or 2.1")
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
                message = f"there are two dialogs with the id {name!r}"
                yield dialog, _wrong(document.uri, dialog, message)
            else:
                document.dialogs[name] = dialog


def _wrong(uri: str, element: Element, message: str, line: int = 0) -> DialogueError:
    return DialogueError(
        "error.badfetch", message, uri=uri, line=line or element.line, element=element.name
    )


def _faults(uri: str, element: Element) -> Iterator[_Fault]:
    rule = RULES.get(element.name)
    if rule is None or element.namespace not in (VXML, _SSML):
        if element.name != "grammar":
            yield element, _wrong(uri, element, "no such element in VoiceXML 2.1")
        return
    for message in (*_of_attributes(element), *_of_itself(element)):
        yield element, _wrong(uri, element, message)
    if "*" in rule.children:
        return
    for child in element.children:
        if isinstance(child, Text):
            if child.text.strip() and "#text" not in rule.children:
                yield element, _wrong(uri, element, "no text may stand here", child.line)
        elif child.name in RULES and child.name not in rule.children:
            yield child, _wrong(uri, child, f"may not stand in <{element.name}>")
        else:
            yield from _faults(uri, child)


def _of_attributes(element: Element) -> Iterator[str]:
    rule = RULES[element.name]
    for name in element.attributes:
        if not rule.attributes & {name, "*"} and not name.startswith("xml:"):
            yield f"no such attribute: {name}"
        if wanted := _wanted_of(name, element):
            yield f"{name} is {wanted}"
    for name in rule.required:
        if name not in element.attributes:
            yield f"needs the attribute {name}"
    given = [name for name in rule.exactly_one if name in element.attributes]
    if rule.exactly_one and len(given) != 1:
        yield f"needs one of {', '.join(rule.exactly_one)}, not {len(given)}"
    for names in rule.at_most_one:
        given = [name for name in names if name in element.attributes]
        if len(given) > 1:
            yield f"has both {given[0]} and {given[1]}"


def _wanted_of(name: str, element: Element) -> str:
    """What an attribute has to be where it is something else: one of a few words, or a count."""
    value = element.get(name).lower()
    if name == "count":
        return "" if value.isdecimal() and int(value) > 0 else "a number from 1 on"
    allowed = ONE_OF.get(f"{element.name} {name}", ONE_OF.get(name, (value,)))
    return "" if value in allowed else " or ".join(allowed)


def _of_itself(element: Element) -> Iterator[str]:
    """What one element's rule cannot say."""
    if element.name in _OWN_RULES:
        around = element.parent.name if element.parent else ""
        yield from _OWN_RULES[element.name](element, around)


def _of_script(element: Element, _: str) -> Iterator[str]:
    if (element.has("src") or element.has("srcexpr")) and element.text.strip():
        yield "has both an address and a script"


def _of_filled(element: Element, around: str) -> Iterator[str]:
    if around in INPUT_ITEMS and (element.has("mode") or element.has("namelist")):
        yield "mode and namelist stand only in the <filled> of a form"
    if around == "form" and element.parent is not None:
        known = {item.get("name") for item in element.parent.elements(*INPUT_ITEMS)}
        for name in element.get("namelist").split():
            if name not in known:
                yield f"{name!r} is no input item of this form"


def _of_data(element: Element, around: str) -> Iterator[str]:
    if around in ("form", "vxml") and not element.has("name"):
        yield "needs the attribute name"


def _of_if(element: Element, _: str) -> Iterator[str]:
    names = [child.name for child in element.elements("elseif", "else")]
    if "else" in names[:-1]:
        yield "<else> must be the last"


def _of_menu(element: Element, _: str) -> Iterator[str]:
    if not any(element.elements("choice")):
        yield "has no <choice>"
    if element.get("dtmf") == "true":
        for choice in element.elements("choice"):
            if choice.get("dtmf", "#") not in OWN_KEYS:
                yield "the menu numbers its choices itself: only *, # and 0 may be given"


def _of_grammar(element: Element, around: str) -> Iterator[str]:
    sources = element.has("src") + element.has("srcexpr")
    if sources > 1:
        yield "has both src and srcexpr"
    own = element.text.strip() or any(element.elements())
    if sources and own:
        yield "has an address and a grammar of its own"
    if not sources and not own:
        yield "has neither an address nor a grammar of its own"
    if around not in ("form", "vxml") and element.has("scope"):
        yield "scope stands only on the grammar of a form"


def _of_names(form: Element, _: str) -> Iterator[str]:
    seen: set[str] = set()
    for item in form.elements(*FORM_ITEMS):
        name = item.get("name")
        if name and name in seen:
            yield f"the name {name!r} is taken twice in this form"
        seen.add(name)


_OWN_RULES: Mapping[str, Callable[[Element, str], Iterator[str]]] = {
    "form": _of_names,
    "script": _of_script,
    "filled": _of_filled,
    "data": _of_data,
    "if": _of_if,
    "menu": _of_menu,
    "grammar": _of_grammar,
}
