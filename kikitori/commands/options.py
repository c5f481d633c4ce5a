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
Model: TypeAlias = Annotated[
    str,
    typer.Option(help="A model of the catalog, or its folder. モデル名", show_default="configured"),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON. JSON で出力")]
