"""What visiting each kind of form item does: say its prompts, then collect, record, transfer …"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ivr.dialogue.catching import has_handler
from ivr.dialogue.collecting import collect
from ivr.dialogue.content import run_content
from ivr.dialogue.filling import run_filled
from ivr.dialogue.flow import Returned, Steps, Target, Thrown
from ivr.dialogue.going import address_of, sent_with
from ivr.dialogue.places import Place
from ivr.dialogue.prompting import play_due
from ivr.dialogue.recording import record
from ivr.dialogue.transferring import transfer
from ivr.documents.addresses import parted
from ivr.documents.elements import Element

if TYPE_CHECKING:
    from ivr.dialogue.execution import Execution
    from ivr.dialogue.forms import Form, Item


def visit(form: "Form", item: "Item") -> Steps[None]:
    """Carry out an item."""
    place = form.place
    place.call.trace("item", item.name, kind=item.kind, line=item.element.line)
    if item.kind == "block":
        yield from _block(form, item)
        return
    if form.speaks:
        timeout = play_due(item, place)
        form.timeout_s = timeout if timeout is not None else form.timeout_s
    yield from _KINDS[item.kind](form, item)


def _block(form: "Form", item: "Item") -> Steps[None]:
    call = form.execution.call
    call.scripts.declare(form.scope, item.name, value=True)
    scope = call.scope()
    try:
        yield from run_content(item.element.children, item.element, form.place.within(scope))
    finally:
        call.scripts.drop(scope)


def _subdialog(form: "Form", item: "Item") -> Steps[None]:
    place, element = form.place, item.element
    if form.execution.depth >= place.call.settings.most_deep:
        raise place.wrong("error.semantic", "too many subdialogs within each other", element)
    from ivr.dialogue.execution import Execution

    inner = Execution(place.call, form.execution.grammars, depth=form.execution.depth + 1)
    target = yield from _subdialog_target(inner, element, place)
    parameters = {
        param.get("name"): place.value(param.get("expr"), param)
        if param.has("expr")
        else param.get("value")
        for param in element.elements("param")
    }
    _check_declared(parameters, target, element, place)
    try:
        yield from inner.run(target, parameters)
    except Returned as returned:
        place.call.trace("return", item.name)
        if returned.event:
            raise Thrown(returned.event, returned.message) from None
        place.call.scripts.declare(form.scope, item.name, dict(returned.values))
    yield from run_filled(form, {item.name})


def _check_declared(
    parameters: Mapping[str, object], target: Target, element: Element, place: Place
) -> None:
    """A parameter without its <var> is the subdialog's to handle; where it cannot, the caller's."""
    if target.dialog is None:
        return
    declared = {one.get("name") for one in target.dialog.elements("var")}
    missing = sorted(set(parameters) - declared)
    around = [target.dialog, target.document.root, *([target.root.root] if target.root else [])]
    if missing and not has_handler(around, "error.semantic"):
        message = f"no <var> for the parameter {', '.join(missing)}"
        raise place.wrong("error.semantic", message, element)


def _subdialog_target(inner: "Execution", element: Element, place: Place) -> Steps[Target]:
    address = address_of(element, place, "src", "srcexpr")
    own = place.execution
    if address.startswith("#"):
        # The same document, with variables of its own.
        root = own.root.document if own.root and own.root.scope != own.leaf.scope else None
        document = own.leaf.document
        dialog = inner.dialog(document, parted(address)[1])
        return Target(document, dialog, fresh=True, root=root, root_fresh=True)
    sent = sent_with(element, place)
    return (yield from inner.load(place.address_in(element, address), None, sent=sent))


def _object(form: "Form", item: "Item") -> Steps[None]:
    name = item.element.get("classid")
    raise form.place.wrong("error.unsupported.objectname", f"no object {name!r}", item.element)
    yield


_KINDS: Mapping[str, Callable[["Form", "Item"], Steps[None]]] = {
    "field": collect,
    "initial": collect,
    "menu": collect,
    "subdialog": _subdialog,
    "record": record,
    "transfer": transfer,
    "object": _object,
}
