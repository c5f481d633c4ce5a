"""The board's entry: `python streamlit_app.py`, or any ASGI server with `streamlit_app:app`.

`KIKITORI_DATA` names the data folder; without it the user's own data folder is shown.
"""

import os
from pathlib import Path

import streamlit as st
from platformdirs import user_data_path

from archive.archive import open_archive
from kikitori.wiring import engines_of_board
from qa.board.serving import SCRIPT, app_parts, listen, serve
from qa.board.session import Opening

archive = open_archive(Path(os.environ.get("KIKITORI_DATA") or user_data_path("kikitori")))
reader, redactor = engines_of_board(archive.folder)
opening = Opening(reader=reader, redactor=redactor)

if __name__ == "__main__":
    serve(archive, listen(), opening=opening)
else:
    app = st.App(SCRIPT, **app_parts(archive, opening=opening))
