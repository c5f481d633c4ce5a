"""Options several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Data: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Data folder. データの置き場所", show_default="user data directory"
    ),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON. JSON で出力")]
