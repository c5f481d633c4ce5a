"""Keys that mean two things in one place."""

from collections.abc import Iterator

from ivr.checking.choices import Choice, link_choices, menus
from ivr.checking.dialogues import Dialogues, title
from ivr.checking.ways import places, with_application
from ivr.faults import Fault


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for place in places(dialogues):
        everywhere = [
            choice
            for part in with_application(dialogues, place.part)
            for choice in (*link_choices(part.document.root), *link_choices(place.dialog))
        ]
        for menu in menus(place.dialog):
            for key, choice in _twice([*everywhere, *menu.choices], set(map(id, menu.choices))):
                yield place.part.fault(
                    choice.at, "menu.key_twice", key=key, name=title(place.dialog)
                )


def _twice(choices: list[Choice], own: set[int]) -> Iterator[tuple[str, Choice]]:
    """The keys of a menu's own choices that already mean something else."""
    taken: dict[str, Choice] = {}
    for choice in choices:
        for key in choice.keys:
            first = taken.setdefault(key, choice)
            same = first.meaning == choice.meaning and first.at.name == choice.at.name == "item"
            if first is not choice and id(choice) in own and not same:
                yield key, choice
