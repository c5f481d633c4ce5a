"""Where the files of a spool lie, who has them locked, and how a call is removed for good."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from archive.keys import WRAPPED_BYTES
from archive.spool_file import SpoolFile
from speech.errors import ArchiveError
from speech.reasons import system_reason

SHREDDED = bytes(WRAPPED_BYTES)
"""What lies in a wrapped key's place from the moment its call is shredded."""


@dataclass(frozen=True, slots=True)
class SpoolFolder:
    """The files of spooled calls below a data folder."""

    root: Path

    @property
    def calls(self) -> Path:
        return self.root / "spool"

    @property
    def keys(self) -> Path:
        return self.root / "keys" / "calls"

    def spool(self, call_id: str) -> Path:
        return self.calls / f"{call_id}.spool"

    def begun(self, call_id: str) -> Path:
        """What the spool is called until its head and its key are on the disk."""
        return self.calls / f".{call_id}.begun"

    def reserve(self, call_id: str) -> Path:
        """Room on the disk for the end of a call when there is no other."""
        return self.calls / f"{call_id}.reserve"

    def until(self, call_id: str) -> Path:
        """Holds the last day a sealed original is kept."""
        return self.calls / f"{call_id}.until"

    def wrapped(self, call_id: str) -> Path:
        return self.keys / f"{call_id}.key"

    def ids(self, suffix: str) -> list[str]:
        """The calls that have a file of this kind."""
        files = self.calls.glob(f"*{suffix}")
        return sorted(f.name.removesuffix(suffix) for f in files if not f.name.startswith("."))

    @contextmanager
    def claim(self, call_id: str) -> Iterator[bool]:
        """Have a call for oneself; False when another process has it or it is gone."""
        file = self._locked(call_id)
        try:
            yield file is not None and file.is_at(self.spool(call_id))
        finally:
            if file is not None:
                file.close()

    def is_held(self, call_id: str) -> bool:
        """Whether somebody writes the call or takes it through the stages."""
        # What cannot be opened is nobody's: whoever takes it will say what is wrong.
        with suppress(ArchiveError), self.claim(call_id) as ours:
            return not ours
        return False

    def shred(self, call_id: str) -> None:
        """Put zeros over the wrapped key where it lies on the disk, then remove all there is."""
        wrapped = self.wrapped(call_id)
        with suppress(FileNotFoundError):
            _overwrite(wrapped)
        for file in (self.spool(call_id), self.until(call_id), self.reserve(call_id), wrapped):
            file.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Finish what a dying process began: shredding a call, and not yet beginning one.

        What cannot be done now, because somebody is at it or the disk is read-only, waits.
        """
        for wrapped in self.keys.glob("*.key"):
            with suppress(OSError):
                if wrapped.read_bytes() == SHREDDED:
                    self.shred(wrapped.name.removesuffix(".key"))
        for begun in self.calls.glob(".*.begun"):
            with suppress(OSError):
                self._forget(begun)

    def forget_begun(self, call_id: str) -> None:
        """Remove a call that did not come to begin."""
        for file in (self.wrapped(call_id), self.reserve(call_id), self.begun(call_id)):
            file.unlink(missing_ok=True)

    def _forget(self, begun: Path) -> None:
        file = SpoolFile(begun, new=False)
        try:
            # Its process may just have given it the name of a call that began.
            if file.is_at(begun):
                self.forget_begun(begun.name.removeprefix(".").removesuffix(".begun"))
        finally:
            file.close()

    def _locked(self, call_id: str) -> SpoolFile | None:
        """The file with its lock, unless somebody has it for longer than a look takes."""
        for pause_s in (0.01, 0.04, 0.0):
            try:
                return SpoolFile(self.spool(call_id), new=False)
            except FileNotFoundError:
                return None
            except BlockingIOError:
                sleep(pause_s)
            except OSError as error:
                raise ArchiveError(
                    "spool.cannot_open", call=call_id, cause=system_reason(error)
                ) from error
        return None


def _overwrite(wrapped: Path) -> None:
    descriptor = os.open(wrapped, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.pwrite(descriptor, SHREDDED, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
