"""A data folder on a disk of its own, whose every byte can be looked at, where we may mount one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    """`image` holds the raw bytes of the disk under `folder`, if it has one."""

    folder: Path
    image: Path | None

    def flush(self) -> None:
        """Have on the raw disk all that was written."""
        subprocess.run(["sync", "-f", str(self.folder)], check=True)

    def raw(self) -> bytes:
        """The raw bytes of the disk, deleted files too; else of the files that are there."""
        if self.image is not None:
            self.flush()
            return self.image.read_bytes()
        return files_below(self.folder)


def files_below(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@contextmanager
def disk_of_its_own(place: Path, *, megabytes: int = 32) -> Iterator[Disk]:
    """An ext4 image that is mounted, or a plain folder where that is not allowed."""
    place.mkdir(parents=True)
    image = place / "disk.img"
    with image.open("wb") as stream:
        stream.truncate(megabytes << 20)
    made = shutil.which("mkfs.ext4") and _ran("mkfs.ext4", "-q", "-F", str(image))
    with mounted(image if made else None, place / "data") as folder:
        yield Disk(folder or place / "data", image if folder else None)


@contextmanager
def mounted(image: Path | None, at: Path) -> Iterator[Path | None]:
    """The image as a folder while this lasts; None where it cannot be mounted."""
    at.mkdir(mode=0o700)
    if image is None or os.geteuid() != 0 or not _ran("mount", "-o", "loop", str(image), str(at)):
        yield None
        return
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


def _ran(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0
