"""Events and their handlers: counted, chosen by scope, name, condition and count, and carried out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ivr.dialogue.actions import Play, Prompt, Speech
from ivr.dialogue.content import run_content
from ivr.dialogue.flow import Ended, Steps, Thrown
from ivr.dialogue.places import Place
from ivr.dialogue.wording import words
from ivr.documents.elements import Element

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form

_SHORT = ("error", "help", "noinput", "nomatch")
# What the platform does where no document has a handler: events that ask again, events that end
# the call without a word, and those after which the item just goes on.
_ASKS_AGAIN = ("help", "noinput", "nomatch", "maxspeechtimeout")
_ENDS_SILENTLY = ("exit", "connection.disconnect", "telephone.disconnect")
_GOES_ON = ("cancel",)


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler with the nearness of the scope it stands in (0 is the item)."""

    element: Element
    level: int

    @property
    def events(self) -> list[str]:
        """The event names it is for; "" is every event."""
        if self.element.name in _SHORT:
            return [self.element.name]
        return self.element.get("event").split() or [""]


def handle(form: "Form", thrown: Thrown) -> Steps[None]:
    """Carry out the handler of an event. Raises Ended where the platform's own handler ends the call."""
    place = replace(form.place, catching=thrown)
    call = place.call
    call.tick(form.element, place.uri)
    counters = _count(form, thrown)
    detail = {"message": thrown.message, "place": thrown.place}
    call.trace("event", thrown.event, **{name: value for name, value in detail.items() if value})
    scope = call.scope()
    call.scripts.declare(scope, "_event", thrown.event)
    if thrown.message is not None:
        call.scripts.declare(scope, "_message", thrown.message)
    else:
        call.scripts.declare(scope, "_message")
    place = place.within(scope)
    try:
        found = _select(_handlers(form), thrown, counters, place)
        if found is None:
            _without_handler(form, thrown, place)
            return
        place = replace(place, catching=replace_level(thrown, found.level))
        yield from run_content(found.element.children, found.element, place)
    finally:
        call.scripts.drop(scope)


def replace_level(thrown: Thrown, level: int) -> Thrown:
    """The event as it is while the handler of this level has it."""
    return Thrown(thrown.event, thrown.message, place=thrown.place, above=level + 1)


def _count(form: "Form", thrown: Thrown) -> dict[str, int]:
    counters = form.active.events if form.active is not None else form.events
    if thrown.above == 0:
        parts = thrown.event.split(".")
        for length in range(len(parts) + 1):
            prefix = ".".join(parts[:length])
            counters[prefix] = counters.get(prefix, 0) + 1
    return counters


def _handlers(form: "Form") -> list[Handler]:
    scopes: list[Element | None] = [
        form.active.element if form.active is not None else None,
        form.element,
        *form.execution.document_elements,
    ]
    if scopes[0] is form.element:
        scopes[0] = None
    return [
        Handler(element, level)
        for level, scope in enumerate(scopes)
        if scope is not None
        for element in scope.elements("catch", *_SHORT)
    ]


def has_handler(scopes: Iterable[Element], event: str) -> bool:
    """Whether one of these elements has a handler that may fit, whatever its count and condition."""
    return any(
        _fits(name, event)
        for scope in scopes
        for element in scope.elements("catch", *_SHORT)
        for name in Handler(element, 0).events
    )


def _select(
    handlers: list[Handler], thrown: Thrown, counters: dict[str, int], place: Place
) -> Handler | None:
    """The nearest handler of those with the highest count that has been reached."""
    best: Handler | None = None
    best_count = 0
    for handler in handlers:
        if handler.level < thrown.above:
            continue
        fitting = [name for name in handler.events if _fits(name, thrown.event)]
        count = _number(handler.element.get("count", "1"))
        reached = max((counters.get(name.strip("."), 0) for name in fitting), default=0)
        if not fitting or count > reached or count <= best_count:
            continue
        if place.condition(handler.element):
            best, best_count = handler, count
    return best


def _fits(name: str, event: str) -> bool:
    name = name.rstrip(".")
    return not name or event == name or event.startswith(f"{name}.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 1


def _without_handler(form: "Form", thrown: Thrown, place: Place) -> None:
    for name in _ASKS_AGAIN:
        if _fits(name, thrown.event):
            _say(name, place)
            form.reprompts = True
            return
    if any(_fits(name, thrown.event) for name in _GOES_ON):
        return
    if not any(_fits(name, thrown.event) for name in _ENDS_SILENTLY):
        _say("error", place)
        place.call.trace("ended", thrown.event)
    raise Ended


def _say(key: str, place: Place) -> None:
    language = place.language(place.execution.leaf.document.root)
    text = words(language, key)
    if text and not place.call.hung_up:
        place.call.do(Play(Prompt((Speech(text),), language)))
