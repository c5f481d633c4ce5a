"""`kikitori board`: serve the review board."""

from typing import Annotated

import typer

from archive.archive import Archive, open_archive
from kikitori.commands.options import Data
from kikitori.config import data_folder
from kikitori.sweeping import keep_sweeping
from kikitori.wiring import engines_of_board
from kikitori.wording import Wording, load_wording, user_language

PORT = 8501


def board(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1. ポート番号")
    ] = PORT,
    data: Data = None,
) -> None:
    """Serve the review board ボードを開く"""
    serve_board(open_archive(data_folder(data)), port=port, wording=load_wording(user_language()))


def serve_board(archive: Archive, *, port: int, wording: Wording, account: str = "") -> None:
    """Serve the board; with `account`, print a link that signs it in once."""
    # Streamlit takes seconds to import, and only the board needs it.
    from qa.board.serving import address, listen, serve, sign_in_link
    from qa.board.session import Opening

    listening = listen(port=port)
    keep_sweeping(archive.folder)
    print(wording("board.address", address=address(listening)))
    if account:
        print(wording("board.link"))
        print(f"  {sign_in_link(archive, account, listening)}")
    print(wording("board.stop"), flush=True)
    reader, redactor = engines_of_board(archive.folder)
    serve(archive, listening, opening=Opening(reader=reader, redactor=redactor))
