"""`kikitori bench`: speed and accuracy as ratios against a named peer in the same run."""

from pathlib import Path
from typing import Annotated

import typer

from kikitori.bench import post_call
from kikitori.commands.demo import FIXTURES
from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder

app = typer.Typer(help="Measure against peers 他方式との比較計測", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure against peers 他方式との比較計測"""


@app.command("post-call")
def measure_post_call(
    calls: Annotated[
        Path,
        typer.Option(help="Folder of calls with .json and .gold.json beside them. 通話フォルダー"),
    ] = FIXTURES,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Transcribing recorded calls, beside faster-whisper 録音の文字起こし

    CPU and wall seconds, peak memory and error rate of our way and of faster-whisper's own two
    ways, on the same calls with the same weights, threads and compute type.
    """
    print(post_call.command(calls, data_folder(data), as_json=as_json))
