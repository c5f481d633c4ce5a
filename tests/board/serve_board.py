"""Serves a data folder on a free port and says where; run beside the tests as a process of its own."""

import sys
from pathlib import Path

from archive.archive import open_archive
from qa.board.serving import address, listen, serve

if __name__ == "__main__":
    listening = listen(port=0)
    sys.stdout.write(f"{address(listening)}\n")
    sys.stdout.flush()
    serve(open_archive(Path(sys.argv[1])), listening)
