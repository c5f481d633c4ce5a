"""Menus with more choices than a caller remembers."""

from collections.abc import Iterator

from ivr.checking.choices import Menu, menus
from ivr.checking.dialogues import Dialogues, title
from ivr.checking.ways import places
from ivr.faults import Fault

MOST = 5


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for place in places(dialogues):
        for menu in menus(place.dialog):
            count = _count(menu)
            if count > MOST:
                values = {"name": title(place.dialog), "count": count, "most": MOST}
                yield place.part.fault(menu.element, "menu.too_many_choices", **values)


def _count(menu: Menu) -> int:
    """A choice may be written once for its key and once for its words."""
    keyed = {choice.meaning for choice in menu.choices if choice.keys}
    said = {choice.meaning for choice in menu.choices if choice.phrases}
    return max(len(keyed), len(said))
