"""Menus from which no person can be had without going through another menu."""

from collections.abc import Iterator

from ivr.checking.choices import is_menu
from ivr.checking.dialogues import Dialogues, title, within
from ivr.checking.ways import Place, leaving, places
from ivr.documents.elements import Element
from ivr.faults import Fault

_MISHAPS = ("error", "connection")


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for place in places(dialogues):
        if is_menu(place.dialog) and not _leads_to_a_person(dialogues, place):
            yield place.part.fault(place.dialog, "menu.no_person", name=title(place.dialog))


def _leads_to_a_person(dialogues: Dialogues, menu: Place) -> bool:
    seen: set[tuple[str, int]] = set()
    waiting = [menu]
    while waiting:
        place = waiting.pop()
        if any(within(place.dialog, "transfer")):
            return True
        if place.key in seen or (place is not menu and is_menu(place.dialog)):
            continue
        seen.add(place.key)
        waiting.extend(
            to for way in leaving(dialogues, place) if not _by_mishap(way.at) for to in way.to
        )
    return False


def _by_mishap(at: Element) -> bool:
    """Whether only an error or a lost line leads this way; no caller can bring that about."""
    around: Element | None = at
    while around is not None:
        if around.name == "error":
            return True
        if around.name == "catch":
            events = around.get("event").split()
            return bool(events) and all(event.startswith(_MISHAPS) for event in events)
        around = around.parent
    return False
