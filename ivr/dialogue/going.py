"""Leaving for another item, dialog or document, and coming back from a subdialog."""

from collections.abc import Iterable, Mapping

from ivr.dialogue.call import Sent
from ivr.dialogue.flow import Leave, NextItem, Returned, Steps
from ivr.dialogue.naming import message_of, named_values
from ivr.dialogue.places import Place
from ivr.documents.elements import Element
from ivr.script_values import Undefined


def run_goto(element: Element, place: Place) -> Steps[None]:
    if element.has("nextitem") or element.has("expritem"):
        name = element.get("nextitem") or place.text(element.get("expritem"), element)
        if place.form is None or place.form.item(name) is None:
            raise place.wrong("error.badfetch", f"there is no form item {name!r}", element)
        place.call.trace("transition", name, line=element.line)
        raise NextItem(name)
    yield from go(element, place)


def go(element: Element, place: Place) -> Steps[None]:
    """Go where `next` or `expr` of an element leads. Raises Leave, or DialogueError."""
    address = address_of(element, place, "next", "expr")
    full = address
    if (
        not address.startswith("#")
        or place.document_of(element) is not place.execution.leaf.document
    ):
        full = place.address_in(element, address)
    target = yield from place.execution.load(full, place)
    place.call.trace("transition", address, line=element.line)
    raise Leave(target)


def run_submit(element: Element, place: Place) -> Steps[None]:
    """Send variables to an address and go on with the document that is the answer."""
    address = address_of(element, place, "next", "expr")
    default: list[str] = []
    if place.form is not None:
        default = [
            item.name for item in place.form.items if item.takes_input and item.element.has("name")
        ]
    target = yield from place.execution.load(
        place.address_in(element, address),
        place,
        sent=sent_with(element, place, default=default),
        submitted=True,
    )
    place.call.trace("transition", address, line=element.line)
    raise Leave(target)


def run_return(element: Element, place: Place) -> Steps[None]:
    """The end of a subdialog. Raises Returned."""
    if not place.execution.depth:
        raise place.wrong("error.semantic", "there is no subdialog to return from", element)
    event, message = "", None
    if element.has("event") or element.has("eventexpr"):
        event = element.get("event") or place.text(element.get("eventexpr"), element)
        message = message_of(element, place)
    raise Returned(named_values(element, place, default=()), event, message)
    yield


def address_of(element: Element, place: Place, plain: str, code: str) -> str:
    """An address that stands in one attribute, or is the value of another."""
    if element.has(plain):
        return element.get(plain)
    value = place.value(element.get(code), element)
    if isinstance(value, Undefined) or value is None:
        raise place.wrong("error.semantic", f"{code} is undefined", element)
    return str(value)


def sent_with(element: Element, place: Place, *, default: Iterable[str] = ()) -> Sent:
    """What an element sends: the variables it names, by its method."""
    values = _flat(named_values(element, place, default=default))
    return Sent(values, element.get("method", "get").lower(), element.get("enctype"))


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    """Values as they are sent: those of objects by their dotted names, undefined ones left out."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= _flat({f"{name}.{key}": inner for key, inner in value.items()})
        elif not isinstance(value, Undefined):
            found[name] = value
    return found
