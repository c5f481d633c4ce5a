"""What elements name: events with their messages, lists of variables, the members of an array."""

from collections.abc import Iterable, Iterator, Mapping

from ivr.dialogue.flow import Thrown
from ivr.dialogue.places import Place
from ivr.documents.elements import Element
from ivr.script_values import ScriptError, is_name


def each(element: Element, place: Place) -> Iterator[Place]:
    """The place once for every element of the array, with the item's variable set."""
    scripts, name = place.call.scripts, element.get("item")
    if not is_name(name):
        raise place.wrong("error.semantic", f"{name!r} is no name", element)
    code = element.get("array")
    # The array as it is at the beginning is gone through, whatever happens to it meanwhile.
    kept = scripts.scope()
    try:
        scripts.declare_expression(kept, "array", place.chain, code)
        length = scripts.length("array", (kept,))
        if length < 0:
            raise place.wrong("error.semantic", f"{code} is no array", element)
        scripts.declare_expression(kept, "array", (kept,), "array.slice()")
        owners = (one for one in reversed(place.chain) if scripts.has(one, name))
        owner = next(owners, place.innermost)
        for index in range(length):
            place.call.tick(element, place.uri)
            scripts.declare_member(owner, name, (kept,), "array", index)
            yield place
    except ScriptError as error:
        raise place.call.semantic(error, element, place.uri) from error
    finally:
        scripts.drop(kept)


def thrown_by(element: Element, place: Place) -> Thrown:
    """The event a <throw>, <choice>, <link> or <return> names."""
    event = element.get("event") or place.text(element.get("eventexpr"), element)
    where = f"{place.uri}:{element.line} <{element.name}>"
    if not event or event == "undefined":
        raise place.wrong("error.semantic", "the event has no name", element)
    return Thrown(event, message_of(element, place), place=where)


def message_of(element: Element, place: Place) -> str | None:
    if element.has("messageexpr"):
        return place.text(element.get("messageexpr"), element)
    return element.get("message") if element.has("message") else None


def named_values(element: Element, place: Place, *, default: Iterable[str]) -> Mapping[str, object]:
    """The values a namelist names."""
    names = element.get("namelist").split() if element.has("namelist") else list(default)
    return {name: place.value(name, element) for name in names}
