"""An archive and its spool in a folder of their own."""

from pathlib import Path

import pytest

from archive.archive import Archive, open_archive
from archive.spool import Spool, open_spool


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path)


@pytest.fixture
def spool(archive: Archive) -> Spool:
    return open_spool(archive.folder)
