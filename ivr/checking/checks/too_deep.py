"""Menus below more menus than a caller keeps in mind."""

from collections.abc import Iterator

from ivr.checking.choices import is_menu
from ivr.checking.dialogues import Dialogues, title
from ivr.checking.ways import entries, levels, places
from ivr.faults import Fault

MOST = 3


def check(dialogues: Dialogues) -> Iterator[Fault]:
    reached = levels(dialogues, entries(dialogues))
    for place in places(dialogues):
        level = reached.get(place.key, 0)
        if level > MOST and is_menu(place.dialog):
            values = {"name": title(place.dialog), "level": level, "most": MOST}
            yield place.part.fault(place.dialog, "menu.too_deep_down", **values)
