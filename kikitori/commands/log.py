"""`kikitori log`: who opened what."""

from typing import Annotated

import typer

from archive.archive import open_archive
from kikitori.commands.options import Data
from kikitori.config import data_folder


def log(
    limit: Annotated[int, typer.Option(min=1, help="How many entries. 件数")] = 100,
    data: Data = None,
) -> None:
    """Show who opened what, newest first 閲覧の記録"""
    for access in open_archive(data_folder(data)).access_log.newest(limit=limit):
        at = access.at.astimezone().isoformat(timespec="seconds")
        customer = f"\t{access.customer}" if access.customer else ""
        print(f"{at}\t{access.account}\t{access.action}\t{access.call_id}{customer}")
