"""`kikitori doctor`: what is in order, what is wrong, and what to do about it."""

import json
from typing import Annotated

import typer
from rich.console import Console

from kikitori.checkup import Mark, Patient, examine
from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder, read_config
from kikitori.terminal import beside
from kikitori.wording import load_wording, user_language


def doctor(
    output: Annotated[
        str, typer.Option(help="Where the tone is played. 試験音の出力先", show_default="system")
    ] = "",
    sound: Annotated[
        bool, typer.Option(help="Play a tone and listen. 試験音を鳴らして聞く")
    ] = True,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Examine the installation and its devices 動作環境の点検

    The exit code is 1 when something is wrong.
    """
    wording = load_wording(user_language())
    folder = data_folder(data)
    patient = Patient(config=read_config(folder), folder=folder, output=output, sound=sound)
    console = Console()
    wrong, rows = 0, []
    for found in examine(patient):
        wrong += found.mark is Mark.WRONG
        said = wording(f"doctor.{found.key}", **found.values)
        if as_json:
            rows.append({"found": found.key, "mark": found.mark, "said": said})
        else:
            _print(console, wording(f"doctor.mark_{found.mark}"), said)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(wording("doctor.wrong", count=wrong) if wrong else wording("doctor.well"))
    if wrong:
        raise typer.Exit(1)


def _print(console: Console, mark: str, said: str) -> None:
    """One line; in a terminal what does not fit stands below itself, beside the mark."""
    told = f"{mark}  {said}"
    print(beside(mark, said, width=console.width) if console.is_terminal else told, flush=True)
