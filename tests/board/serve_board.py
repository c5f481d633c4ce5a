"""Serves a data folder on a free port and says where; run beside the tests as a process of its own."""

import sys
from functools import partial
from pathlib import Path

from archive.archive import open_archive
from models.loading import load_reader
from qa.board.serving import address, listen, serve
from qa.board.session import Opening

if __name__ == "__main__":
    listening = listen(port=0)
    sys.stdout.write(f"{address(listening)}\n")
    sys.stdout.flush()
    archive = open_archive(Path(sys.argv[1]))
    serve(archive, listening, opening=Opening(reader=partial(load_reader, "sudachi")))
