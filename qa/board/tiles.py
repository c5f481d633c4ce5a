"""The counts on top of the queue."""

import html
from collections.abc import Mapping

from qa.board.wording import Words

ALARMING = ("critical", "quarantined")


def tiles(heading: str, counts: Mapping[str, int], say: Words) -> str:
    """The heading and the counts as HTML."""
    parts = [f"<h1>{html.escape(heading)}</h1>"]
    for name, count in counts.items():
        kind = "tile bad" if name in ALARMING and count else "tile"
        label = html.escape(say(f"queue.{name}"))
        parts.append(
            f'<span class="{kind}" data-count="{name}"><strong>{count}</strong> {label}</span>'
        )
    return f'<div class="tiles">{"".join(parts)}</div>'
