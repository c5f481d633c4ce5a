"""Which grammars are active while an item waits, from the item outwards to the application."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr.dialogue.actions import Listen, Mode
from ivr.dialogue.activating import Active, builtin
from ivr.dialogue.choosing import menu_grammars, option_grammars
from ivr.dialogue.flow import Steps
from ivr.dialogue.phrases import Keys, Phrase
from ivr.dialogue.places import Place
from ivr.dialogue.properties import level
from ivr.dialogue.wording import words
from ivr.documents.elements import Element

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form, Item

_UNIVERSALS = ("help", "cancel", "exit")


def listen_for(form: "Form", active: list[Active], place: Place) -> Listen:
    """What the listener is told, by the properties as they hold for this item."""
    timeout = form.timeout_s
    nbest = place.property("maxnbest")
    return Listen(
        grammars=tuple(one.told for one in active),
        timeout_s=place.seconds("timeout") if timeout is None else timeout,
        interdigit_s=place.seconds("interdigittimeout"),
        termchar=place.property("termchar"),
        complete_s=place.seconds("completetimeout"),
        confidence_level=level(place.property("confidencelevel"), 0.5),
        sensitivity=level(place.property("sensitivity"), 0.5),
        sensitive=place.is_true("com.kikitori.sensitive"),
        max_nbest=max(1, int(nbest)) if nbest.isdecimal() else 1,
        incomplete_s=place.seconds("incompletetimeout"),
        longest_s=place.seconds("maxspeechtimeout"),
    )


def active_grammars(form: "Form", item: "Item", place: Place) -> Steps[list[Active]]:
    """The grammars the caller may answer by, those of the item first."""
    found = yield from _of_item(item, place)
    if not _is_modal(item):
        found += yield from _links(item.element, place, "dialog")
        found += yield from _of_dialog(form.element, place, "dialog")
        found += yield from _around(form, place)
        found += _universals(place)
    modes = place.property("inputmodes").split()
    return [one for one in found if one.mode in modes]


def _is_modal(item: "Item") -> bool:
    """Whether nothing is listened for but the item's own grammars."""
    if item.kind == "transfer":
        return True
    return item.element.get("modal", "true" if item.kind == "record" else "false") == "true"


def _of_item(item: "Item", place: Place) -> Steps[list[Active]]:
    element = item.element
    if item.kind == "menu":
        return (yield from menu_grammars(element, place, "dialog"))
    grammars = yield from place.execution.grammars.of_all(element.elements("grammar"), place)
    found = [Active(grammar, "item", element) for grammar in grammars]
    if element.get("type") and item.kind == "field":
        found += _builtins(element, place)
    found += option_grammars(element, place)
    return found


def _builtins(element: Element, place: Place) -> Iterable[Active]:
    kind, language = element.get("type").removeprefix("builtin:"), place.language(element)
    modes: tuple[Mode, Mode] = ("voice", "dtmf")
    for mode in modes:
        yield Active(builtin(kind, mode, language, element, place), "item", element)


def _of_dialog(dialog: Element, place: Place, scope: str) -> Steps[list[Active]]:
    """The grammars of a whole form, with its links."""
    grammars = yield from place.execution.grammars.of_all(dialog.elements("grammar"), place)
    found = [Active(grammar, "form", dialog, scope) for grammar in grammars]
    return found + (yield from _links(dialog, place, scope))


def _links(parent: Element, place: Place, scope: str) -> Steps[list[Active]]:
    found: list[Active] = []
    for link in parent.elements("link"):
        grammars = yield from place.execution.grammars.of_all(link.elements("grammar"), place)
        found += [Active(grammar, "link", link, scope) for grammar in grammars]
        if key := link.get("dtmf"):
            found.append(Active(Keys(key, key, place.language(link)), "link", link, scope))
    return found


def _around(form: "Form", place: Place) -> Steps[list[Active]]:
    """What the document and its root document have active everywhere."""
    found: list[Active] = []
    for root, scope in zip(
        place.execution.document_elements, ("document", "application"), strict=False
    ):
        found += yield from _links(root, place, scope)
        for dialog in root.elements("form", "menu"):
            if dialog is form.element:
                continue
            if dialog.name == "menu" and dialog.get("scope") == "document":
                found += yield from menu_grammars(dialog, place, scope)
            elif dialog.name == "form":
                found += yield from _document_grammars(dialog, place, scope)
    return found


def _document_grammars(form: Element, place: Place, scope: str) -> Steps[list[Active]]:
    default = form.get("scope") or "dialog"
    wide = [one for one in form.elements("grammar") if (one.get("scope") or default) == "document"]
    grammars = yield from place.execution.grammars.of_all(wide, place)
    found = [Active(grammar, "form", form, scope) for grammar in grammars]
    if default == "document":
        found += yield from _links(form, place, scope)
    return found


def _universals(place: Place) -> list[Active]:
    """The commands that are always understood, when the document asks for them."""
    wanted = place.property("universals").split()
    root = place.execution.leaf.document.root
    language = place.language(root)
    return [
        Active(Phrase(words(language, f"universals.{name}"), name, language), "event", root,
               "application", event=name)
        for name in _UNIVERSALS
        if name in wanted or "all" in wanted
    ]  # fmt: skip
