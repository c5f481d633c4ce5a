"""What the call page shows of what an operator noted while the call was held."""

from collections.abc import Sequence
from typing import Any

from archive.desk import DeskNote
from qa.board.wording import Words


def noted_facts(notes: Sequence[DeskNote], say: Words) -> list[dict[str, Any]]:
    """Disposition and note of each account that wrote any, in the order of writing."""
    found: list[dict[str, Any]] = []
    for note in notes:
        result = say.of("disposition", note.disposition) if note.disposition else ""
        value = " · ".join(part for part in (result, note.text) if part)
        if value:
            label = say("call.noted_by", account=note.account)
            found.append({"label": label, "value": value, "wide": True})
    return found
