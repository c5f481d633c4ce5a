"""<transfer>: the caller is connected with somebody else, and how that ends becomes the item's value."""

from typing import TYPE_CHECKING

from ivr.dialogue.actions import Listen, Transfer
from ivr.dialogue.activating import Active
from ivr.dialogue.collecting import answer_of
from ivr.dialogue.events import Transferred
from ivr.dialogue.filling import give, run_filled
from ivr.dialogue.flow import Steps, Thrown
from ivr.dialogue.going import address_of
from ivr.dialogue.last_result import keep
from ivr.dialogue.listening import active_grammars, listen_for
from ivr.documents.elements import Element

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form, Item

_SCHEMES = frozenset({"tel", "sip", "sips", "phone", "pstn"})


def transfer(form: "Form", item: "Item") -> Steps[None]:
    """Connect the caller. Raises Thrown: errors of the connection, and the end of a blind transfer."""
    place, element = form.place, item.element
    kind = _kind(element)
    destination = address_of(element, place, "dest", "destexpr")
    scheme, _, number = destination.partition(":")
    if not number:
        raise place.wrong("error.connection.baddestination", f"{destination!r}", element)
    if scheme.strip().lower() not in _SCHEMES:
        message = f"URI {destination} is not a supported URI format"
        raise place.wrong("error.unsupported.uri", message, element)
    info = element.get("aai")
    if element.has("aaiexpr"):
        info = place.text(element.get("aaiexpr"), element)
    active: list[Active] = []
    if kind == "bridge":
        active = yield from active_grammars(form, item, place)
    listen = listen_for(form, active, place)
    form.timeout_s = None
    event = yield from place.call.transfer(
        Transfer(
            destination=destination,
            bridge=kind == "bridge",
            connect_timeout_s=place.time(element, "connecttimeout", 20.0),
            max_s=place.time(element, "maxtime", 0.0),
            audio=place.address_in(element, element.get("transferaudio"))
            if element.has("transferaudio")
            else "",
            info=info,
            kind=kind,
            ended_by=listen if active else None,
        )
    )
    if event.result.startswith(("error.", "connection.")):
        raise Thrown(event.result)
    if kind == "blind" or (kind == "consultation" and event.result == "connected"):
        place.call.hung_up = True
        raise Thrown("connection.disconnect.transfer")
    give(form, item, event.result, _shadow(form, active, listen, event))
    yield from run_filled(form, {item.name})


def _kind(element: Element) -> str:
    return element.get("type") or ("bridge" if element.get("bridge") == "true" else "blind")


def _shadow(
    form: "Form", active: list[Active], listen: Listen, event: Transferred
) -> dict[str, object]:
    """How long it lasted, and by which words or keys the caller ended it."""
    shadow: dict[str, object] = {"duration": event.duration_s}
    if event.answer is not None:
        result = answer_of(event.answer, active, listen, form.place)
        if result is not None:
            keep(result, form.place)
            shadow |= {"inputmode": result.reading.mode, "utterance": result.reading.utterance}
    return shadow
