"""Ways to dialogs that are not there."""

from collections.abc import Iterator

from ivr.checking.dialogues import Dialogues
from ivr.checking.ways import ways
from ivr.faults import Fault


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for part in dialogues.parts.values():
        for way in ways(dialogues, part, part.document.root):
            if way.lost:
                yield part.fault(way.at, "dialog.lost", target=way.lost)
