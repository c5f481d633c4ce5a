"""Results become variables: of the form by slot, of one item; then what waits for them is carried out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ivr.dialogue.flow import Steps
from ivr.dialogue.places import Place
from ivr.dialogue.results import Result
from ivr.documents.elements import Element

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form, Item

_NOTHING = object()


def fill_item(form: "Form", element: Element, result: Result) -> set[str]:
    """Give an item its value: its slot of the interpretation, or the whole of it."""
    item = next(one for one in form.items if one.element is element)
    interpretation = result.reading.interpretation
    value = _slot(interpretation, item)
    if value is _NOTHING:
        value = result.reading.utterance if interpretation is None else interpretation
    give(form, item, value, result.reading.as_values())
    return {item.name}


def fill_form(form: "Form", result: Result) -> set[str]:
    """Give every input item whose slot the interpretation has its value."""
    filled = set()
    for item in form.items:
        if not item.takes_input:
            continue
        value = _slot(result.reading.interpretation, item)
        if value is not _NOTHING and value is not None:
            give(form, item, value, result.reading.as_values())
            filled.add(item.name)
    return filled


def _slot(interpretation: object, item: "Item") -> object:
    value = interpretation
    for name in (item.element.get("slot") or item.name).split("."):
        if not isinstance(value, Mapping) or name not in value:
            return _NOTHING
        value = value[name]
    return value


def give(form: "Form", item: "Item", value: object, shadow: Mapping[str, object]) -> None:
    """Give an item its value and its shadow variables."""
    scripts = form.execution.call.scripts
    scripts.declare(form.scope, item.name, value)
    scripts.declare(form.scope, f"{item.name}$", dict(shadow))
    sensitive = replace(form.place, item=item).is_true("com.kikitori.sensitive")
    form.execution.call.trace("field", item.name, **({} if sensitive else {"value": value}))


def run_filled(form: "Form", filled: set[str]) -> Steps[None]:
    """Carry out every <filled> these items make due, in document order."""
    if not filled:
        return
    scripts = form.execution.call.scripts
    for item in form.items:
        if item.kind == "initial":
            scripts.declare(form.scope, item.name, value=True)
    for child in form.element.elements():
        item_here = next((one for one in form.items if one.element is child), None)
        if item_here is not None and item_here.name in filled:
            for due in child.elements("filled"):
                form.active = item_here
                yield from _run(due, form.place)
        elif child.name == "filled" and _is_due(child, form, filled):
            form.active = None
            yield from _run(child, form.place)


def _is_due(element: Element, form: "Form", filled: set[str]) -> bool:
    """Whether one of the items named was just filled, and in mode "all" all of them are."""
    takers = [item for item in form.items if item.takes_input]
    names = [item.name for item in takers]
    if element.has("namelist"):
        names = element.get("namelist").split()
    if not filled.intersection(names):
        return False
    scripts = form.execution.call.scripts
    return element.get("mode") == "any" or all(
        scripts.is_defined(form.scope, name) for name in names
    )


def _run(element: Element, place: Place) -> Steps[None]:
    from ivr.dialogue.content import run_content

    scope = place.call.scope()
    try:
        yield from run_content(element.children, element, place.within(scope))
    finally:
        place.call.scripts.drop(scope)
