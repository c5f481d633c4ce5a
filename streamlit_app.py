"""The board's entry: `python streamlit_app.py`, or any ASGI server with `streamlit_app:app`.

`KIKITORI_DATA` names the data folder; without it the user's own data folder is shown.
"""

import os
from functools import partial
from pathlib import Path

import streamlit as st
from platformdirs import user_data_path

from archive.archive import open_archive
from models.loading import load_reader
from qa.board.serving import SCRIPT, app_parts, listen, serve

archive = open_archive(Path(os.environ.get("KIKITORI_DATA") or user_data_path("kikitori")))
reader = partial(load_reader, "sudachi")

if __name__ == "__main__":
    serve(archive, listen(), reader=reader)
else:
    app = st.App(SCRIPT, **app_parts(archive, reader=reader))
