"""Options several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from speech.errors import DefinitionError

_TIME = "%Y-%m-%dT%H:%M"


def _local_time(written: str) -> str:
    """The time as dialogues are told it; nothing stays nothing."""
    try:
        # The clock of the line's own time zone, whichever that is.
        return written and datetime.strptime(written, _TIME).strftime(_TIME)  # noqa: DTZ007
    except ValueError as error:
        raise DefinitionError("dialogue.no_time", written=written) from error


Data: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Data folder. データの置き場所", show_default="user data directory"
    ),
]
Model: TypeAlias = Annotated[
    str,
    typer.Option(help="A model of the catalog, or its folder. モデル名", show_default="configured"),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON. JSON で出力")]
At: TypeAlias = Annotated[
    str,
    typer.Option(
        "--at", help="As if called then: 2026-04-01T20:00. かけた時刻", callback=_local_time
    ),
]
