"""Choices of a menu and options of a field: their keys, their grammars, and what taking one does."""

from collections.abc import Iterator

from ivr.dialogue.activating import Active
from ivr.dialogue.flow import Steps
from ivr.dialogue.going import go
from ivr.dialogue.naming import thrown_by
from ivr.dialogue.phrases import Keys, Phrase
from ivr.dialogue.places import Place
from ivr.dialogue.speaking import spoken_text
from ivr.documents.elements import Element


def keyed(element: Element) -> list[tuple[Element, str]]:
    """The choices of a menu or the options of a field, each with its keys ("" for none)."""
    counts = element.name == "menu" and element.get("dtmf") == "true"
    found: list[tuple[Element, str]] = []
    number = 0
    for choice in element.elements("choice", "option"):
        key = choice.get("dtmf")
        if counts and not key and number < 9:
            number += 1
            key = str(number)
        found.append((choice, key))
    return found


def menu_grammars(menu: Element, place: Place, scope: str) -> Steps[list[Active]]:
    """What can be said and pressed in a menu."""
    found: list[Active] = []
    for choice, key in keyed(menu):
        language = place.language(choice)
        own = list(choice.elements("grammar"))
        text = " ".join(spoken_text(choice).split())
        grammars = yield from place.execution.grammars.of_all(own, place)
        found += [Active(grammar, "choice", choice, scope) for grammar in grammars]
        if not own and text:
            approximate = (choice.get("accept") or menu.get("accept")) == "approximate"
            phrase = Phrase(text, text, language, approximate)
            found.append(Active(phrase, "choice", choice, scope))
        if key:
            keys = Keys(key, text or key, language)
            found.append(Active(keys, "choice", choice, scope))
    return found


def option_grammars(field: Element, place: Place) -> Iterator[Active]:
    """What can be said and pressed for the options of a field."""
    for option, key in keyed(field):
        language = place.language(option)
        text = " ".join(option.text.split())
        value = option.get("value") or text or key
        if text:
            phrase = Phrase(text, value, language, option.get("accept") == "approximate")
            yield Active(phrase, "item", field)
        if key:
            yield Active(Keys(key, value, language), "item", field)


def follow(element: Element, place: Place) -> Steps[None]:
    """Do what a choice or link says: throw its event or go where it leads."""
    if element.has("event") or element.has("eventexpr"):
        raise thrown_by(element, place)
    yield from go(element, place)
