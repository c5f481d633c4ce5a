"""`kikitori models`: which models are known, which are in place, and fetching one."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kikitori.commands.options import Data
from kikitori.config import data_folder
from kikitori.wording import load_wording, user_language
from models.catalog import Entry, State, catalog, entry_named, state_of
from models.fetching import fetch
from speech.errors import ModelError

app = typer.Typer(help="Speech models 音声モデル", no_args_is_help=True)


@app.command("list")
def list_models(data: Data = None) -> None:
    """List the known models モデルの一覧"""
    wording = load_wording(user_language())
    folder = data_folder(data) / "models"
    table = Table(box=None, pad_edge=False)
    for key in ("name", "languages", "size", "licence", "state"):
        table.add_column(wording(f"models.{key}"), overflow="fold")
    for entry in catalog().values():
        in_place = entry.built_in or (folder / entry.name).is_dir()
        state = "built_in" if entry.built_in else "ready" if in_place else "absent"
        table.add_row(
            entry.name,
            ", ".join(entry.languages),
            f"{entry.size_mb} MB",
            entry.licence,
            wording(f"models.{state}"),
        )
    Console().print(table)
    print(wording("models.where", folder=folder))


@app.command()
def check(data: Data = None) -> None:
    """Check the models in place モデルを検査する"""
    wording = load_wording(user_language())
    folder = data_folder(data) / "models"
    states = {entry.name: state_of(entry, folder) for entry in catalog().values()}
    for name, state in states.items():
        if state is not State.ABSENT:
            print(f"{wording(f'models.{state.value}')}  {name}")
    if not any(state is not State.ABSENT for state in states.values()):
        print(wording("models.none", folder=folder))
    broken = [name for name, state in states.items() if state is State.BROKEN]
    if broken:
        raise ModelError(wording("models.fetch_again", name=broken[0]))


@app.command("fetch")
def fetch_model(
    name: Annotated[str, typer.Argument(help="A name from the list. 一覧の名前")], data: Data = None
) -> None:
    """Download a model モデルを取得する

    It goes on where an earlier download stopped. This is the only command that connects anywhere.
    """
    wording = load_wording(user_language())
    entry = entry_named(name)
    folder = data_folder(data) / "models"
    folder.mkdir(parents=True, exist_ok=True)
    _fetch_with_bar(entry, folder)
    print(wording("models.fetched", name=name))


def _fetch_with_bar(entry: Entry, folder: Path) -> None:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(entry.name, total=None)
        fetch(
            entry,
            folder,
            progress=lambda done, total: bar.update(task, completed=done, total=total or None),
        )
