"""Dialogs that no caller ever gets to."""

from collections.abc import Iterator

from ivr.checking.dialogues import Dialogues, title
from ivr.checking.ways import levels, openings, places
from ivr.faults import Fault


def check(dialogues: Dialogues) -> Iterator[Fault]:
    reached = levels(dialogues, openings(dialogues))
    for place in places(dialogues):
        if place.key not in reached:
            yield place.part.fault(place.dialog, "dialog.unreachable", name=title(place.dialog))
