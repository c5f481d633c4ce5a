"""Executable content: each element a small function, carried out in document order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from ivr.dialogue.actions import Disconnect, Log
from ivr.dialogue.call import HANGUP
from ivr.dialogue.events import Fetched
from ivr.dialogue.flow import Ended, Steps, Thrown
from ivr.dialogue.going import run_goto, run_return, run_submit, sent_with
from ivr.dialogue.naming import each, named_values, thrown_by
from ivr.dialogue.places import Place
from ivr.dialogue.prompting import log_text, play, play_loose
from ivr.documents.elements import Element, Node, Text
from ivr.script_values import ScriptError, Undefined, is_name
from ivr.xml_in_scripts import tree_of

_SPOKEN = ("audio", "value", "enumerate")


def run_content(nodes: Iterable[Node], parent: Element, place: Place) -> Steps[None]:
    """Carry out what stands in a block or handler; loose words and sounds are prompts."""
    loose: list[Node] = []
    faults = place.execution.leaf.document.faults
    for node in nodes:
        if isinstance(node, Element) and node in faults:
            play_loose(loose, parent, place)
            raise faults[node]
        if isinstance(node, Text) or node.name in _SPOKEN:
            loose.append(node)
            continue
        play_loose(loose, parent, place)
        loose = []
        place.call.tick(node, place.uri)
        yield from _run(node, place)
    play_loose(loose, parent, place)


def _run(element: Element, place: Place) -> Steps[None]:
    if element.name in _AT_ONCE:
        _AT_ONCE[element.name](element, place)
    elif element.name in _WAITING:
        yield from _WAITING[element.name](element, place)


def run_var(element: Element, place: Place) -> None:
    place.declare(
        element.get("name"), element, element.get("expr") if element.has("expr") else None
    )


def run_script(element: Element, place: Place) -> Steps[None]:
    """A script from the document or from an address; what it declares goes into the innermost scope."""
    code = element.text
    if element.has("src") or element.has("srcexpr"):
        address = element.get("src") or place.text(element.get("srcexpr"), element)
        uri = place.address_in(element, address)
        fetched = yield from place.call.fetch(uri, "script")
        code = _decoded(fetched, element, place)
    try:
        place.call.scripts.script(code, place.chain)
    except ScriptError as error:
        raise place.call.semantic(error, element, place.uri) from error


def _decoded(fetched: Fetched, element: Element, place: Place) -> str:
    charset = element.get("charset") or "utf-8"
    try:
        return (fetched.document or b"").decode(charset, "replace")
    except LookupError:
        raise place.wrong("error.badfetch", f"charset {charset!r} is not known", element) from None


def run_data(element: Element, place: Place) -> Steps[None]:
    """XML from an address, as a tree in a variable."""
    address = element.get("src") or place.text(element.get("srcexpr"), element)
    fetched = yield from place.call.fetch(
        place.address_in(element, address), "data", sent_with(element, place)
    )
    tree = tree_of(fetched.document or b"", fetched.uri)
    if name := element.get("name"):
        if not is_name(name):
            raise place.wrong("error.semantic", f"{name!r} is no name", element)
        owner = next(
            (scope for scope in reversed(place.chain) if place.call.scripts.has(scope, name)),
            place.innermost,
        )
        place.call.scripts.declare_tree(owner, name, tree)


def _assign(element: Element, place: Place) -> None:
    try:
        place.call.scripts.assign(element.get("name"), place.chain, element.get("expr"))
    except ScriptError as error:
        raise place.call.semantic(error, element, place.uri) from error


def _clear(element: Element, place: Place) -> None:
    form = place.form
    names = element.get("namelist").split()
    if form is not None and not element.has("namelist"):
        names = [item.name for item in form.items]
    for name in names:
        item = form.item(name.removeprefix("dialog.")) if form is not None else None
        try:
            if name.startswith("$") and form is not None:
                place.call.scripts.declare(form.scope, name)
            else:
                place.call.scripts.assign(name, place.chain, "undefined")
        except ScriptError as error:
            raise place.call.semantic(error, element, place.uri) from error
        if item is not None:
            item.prompts_heard = 1
            item.events.clear()


def _if(element: Element, place: Place) -> Steps[None]:
    for condition, nodes in _branches(element):
        if condition is None or place.truth(condition.get("cond"), condition):
            yield from run_content(nodes, element, place)
            return


def _branches(element: Element) -> Iterator[tuple[Element | None, list[Node]]]:
    condition: Element | None = element
    nodes: list[Node] = []
    for node in element.children:
        if isinstance(node, Element) and node.name in ("elseif", "else"):
            yield condition, nodes
            condition, nodes = (node if node.name == "elseif" else None), []
        else:
            nodes.append(node)
    yield condition, nodes


def _foreach(element: Element, place: Place) -> Steps[None]:
    for inner in each(element, place):
        yield from run_content(element.children, element, inner)


def _throw(element: Element, place: Place) -> None:
    raise thrown_by(element, place)


def _rethrow(element: Element, place: Place) -> None:
    if place.catching is None:
        raise place.wrong("error.semantic", "stands in no handler", element)
    raise place.catching


def _reprompt(_: Element, place: Place) -> None:
    if place.form is not None and place.catching is not None:
        place.form.reprompts = True


def _exit(element: Element, place: Place) -> None:
    if element.has("expr"):
        raise Ended(place.value(element.get("expr"), element))
    if element.has("namelist"):
        raise Ended(named_values(element, place, default=()))
    raise Ended


def _disconnect(element: Element, place: Place) -> None:
    values = named_values(element, place, default=())
    place.call.do(Disconnect(values))
    place.call.hung_up = True
    raise Thrown(HANGUP, place=f"{place.uri}:{element.line} <disconnect>")


def _log(element: Element, place: Place) -> None:
    text = log_text(element, place)
    if element.has("expr"):
        value = place.value(element.get("expr"), element)
        text += "" if isinstance(value, Undefined) else f"{value}"
    label = element.get("label")
    place.call.do(Log(label, text))


_AT_ONCE: Mapping[str, Callable[[Element, Place], None]] = {
    "var": run_var,
    "assign": _assign,
    "clear": _clear,
    "throw": _throw,
    "rethrow": _rethrow,
    "reprompt": _reprompt,
    "exit": _exit,
    "disconnect": _disconnect,
    "log": _log,
    "prompt": play,
}
_Wait: TypeAlias = Callable[[Element, Place], Steps[None]]
_WAITING: Mapping[str, _Wait] = {
    "if": _if,
    "foreach": _foreach,
    "script": run_script,
    "data": run_data,
    "goto": run_goto,
    "submit": run_submit,
    "return": run_return,
}
