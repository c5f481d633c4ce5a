"""A VoiceXML document read and checked: what the specification does not know is refused with its line."""

from dataclasses import dataclass, field

from ivr.documents.elements import VXML, Element, Text
from ivr.documents.vocabulary import RULES
from ivr.documents.xml import read_xml
from ivr.errors import DialogueError

FORM_ITEMS = ("block", "field", "initial", "object", "record", "subdialog", "transfer")
INPUT_ITEMS = ("field", "object", "record", "subdialog", "transfer")
_SSML = "http://www.w3.org/2001/10/synthesis"
_VERSIONS = ("2.0", "2.1")


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document: its address, its root element and its dialogs by id."""

    uri: str
    root: Element
    dialogs: dict[str, Element] = field(default_factory=dict)

    @property
    def first_dialog(self) -> Element | None:
        return next(self.root.elements("form", "menu"), None)


def read_document(data: bytes, uri: str) -> Document:
    """The document in `data`. Raises DialogueError (error.badfetch) with the line."""
    root = read_xml(data, uri)
    if root.name != "vxml" or root.namespace != VXML:
        raise _wrong(uri, root, "the document is not VoiceXML: its root must be <vxml>")
    _check(uri, root)
    if root.get("version") not in _VERSIONS:
        raise _wrong(uri, root, f"version {root.get('version')!r} is not 2.0 or 2.1")
    document = Document(uri, root)
    for dialog in root.elements("form", "menu"):
        if name := dialog.get("id"):
            if name in document.dialogs:
                raise _wrong(uri, dialog, f"there are two dialogs with the id {name!r}")
            document.dialogs[name] = dialog
    return document


def _wrong(uri: str, element: Element, message: str) -> DialogueError:
    return DialogueError(
        "error.badfetch", message, uri=uri, line=element.line, element=element.name
    )


def _check(uri: str, element: Element) -> None:
    rule = RULES.get(element.name)
    if rule is None or element.namespace not in (VXML, _SSML):
        if element.name == "grammar":
            return
        raise _wrong(uri, element, "no such element in VoiceXML 2.1")
    if "*" in rule.children:
        return
    _check_attributes(uri, element)
    for child in element.children:
        if isinstance(child, Text):
            if child.text.strip() and "#text" not in rule.children:
                raise DialogueError(
                    "error.badfetch", "no text may stand here",
                    uri=uri, line=child.line, element=element.name,
                )  # fmt: skip
            continue
        if child.name in RULES and child.name not in rule.children:
            raise _wrong(uri, child, f"may not stand in <{element.name}>")
        _check(uri, child)
    _check_alone(uri, element)


def _check_attributes(uri: str, element: Element) -> None:
    rule = RULES[element.name]
    for name in element.attributes:
        if name not in rule.attributes and not name.startswith("xml:"):
            raise _wrong(uri, element, f"no such attribute: {name}")
    for name in rule.required:
        if name not in element.attributes:
            raise _wrong(uri, element, f"needs the attribute {name}")
    given = [name for name in rule.exactly_one if name in element.attributes]
    if rule.exactly_one and len(given) != 1:
        raise _wrong(uri, element, f"needs one of {', '.join(rule.exactly_one)}, not {len(given)}")
    for names in rule.at_most_one:
        given = [name for name in names if name in element.attributes]
        if len(given) > 1:
            raise _wrong(uri, element, f"has both {given[0]} and {given[1]}")


def _check_alone(uri: str, element: Element) -> None:
    """What one element's rule cannot say."""
    if element.name == "form":
        _check_names(uri, element)
    elif element.name == "script":
        given = element.has("src") + element.has("srcexpr") + bool(element.text.strip())
        if given != 1:
            raise _wrong(uri, element, "needs src, srcexpr or the script itself, one of them")
    elif element.name == "filled" and (element.has("mode") or element.has("namelist")):
        if element.parent and element.parent.name in INPUT_ITEMS:
            raise _wrong(uri, element, "mode and namelist stand only in the <filled> of a form")
    elif element.name == "data" and element.parent and element.parent.name in ("form", "vxml"):
        if not element.has("name"):
            raise _wrong(uri, element, "needs the attribute name")
    else:
        _check_order(uri, element)


def _check_order(uri: str, element: Element) -> None:
    if element.name == "if":
        names = [child.name for child in element.elements("elseif", "else")]
        if "else" in names[:-1]:
            raise _wrong(uri, element, "<else> must be the last")
    elif element.name == "menu" and not any(element.elements("choice")):
        raise _wrong(uri, element, "has no <choice>")


def _check_names(uri: str, form: Element) -> None:
    seen: set[str] = set()
    for item in form.elements(*FORM_ITEMS, "var"):
        name = item.get("name")
        if name and name in seen and item.name != "var":
            raise _wrong(uri, item, f"the name {name!r} is taken in this form")
        if name:
            seen.add(name)
    for filled in form.elements("filled"):
        if filled.get("mode", "all") not in ("all", "any"):
            raise _wrong(uri, filled, "mode is all or any")
