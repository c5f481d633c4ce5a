"""The encrypted spool: where a call lies from its first frame until it is redacted.

Below the data folder: `spool/<call>.spool` holds facts and sound, sealed; `keys/calls/<call>.key` the
call's data key, wrapped by the installation's; `spool/<call>.until` says until when a sealed original
is kept. Without its key a call is noise: deleting the key shreds it, in every backup of `spool/` too.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import sleep

from archive.keys import (
    KEY_BYTES,
    WRAPPED_BYTES,
    InstallationKey,
    open_installation_key,
    sync_folder,
    write_new,
)
from archive.spool_chunks import MARK, Chunk, Sealer, open_chunks
from archive.spool_facts import SpooledCall, facts_bytes
from archive.spool_file import SpoolFile, read_past_bad_sectors
from archive.spool_reading import Spooled, read_facts, read_spooled
from archive.spool_writing import FACTS, SpoolWriter
from speech.errors import ArchiveError

_SHREDDED = bytes(WRAPPED_BYTES)
_RESERVE_BYTES = 64 * 1024


def _new_file(path: Path) -> SpoolFile:
    return SpoolFile(path, new=True)


@dataclass(frozen=True, slots=True)
class Spool:
    """The calls of a data folder that are being recorded, wait for redaction or are kept sealed."""

    folder: Path
    key: InstallationKey
    new_file: Callable[[Path], SpoolFile] = _new_file

    def begin(self, facts: SpooledCall) -> SpoolWriter:
        """A writer for a new call; it is on the disk when this returns.

        Raises ArchiveError when the id is taken or the disk does not take it.
        """
        begun = self._calls / f".{facts.id}.begun"
        if self._spool(facts.id).exists() or self._wrapped(facts.id).exists():
            raise ArchiveError(f"call {facts.id}: there is a call of this id in the spool")
        try:
            file = self.new_file(begun)
            try:
                writer = self._write_head(file, facts)
                begun.rename(self._spool(facts.id))
                sync_folder(self._calls)
            except BaseException:
                self._forget_begun(begun)
                file.close()
                raise
        except OSError as error:
            raise ArchiveError(
                f"call {facts.id}: cannot be recorded in {self._calls}: {error.strerror}"
            ) from error
        return writer

    def unfinished(self) -> list[str]:
        """The calls nobody is writing at the moment that wait to be taken through the stages."""
        self._tidy()
        return [
            call_id
            for call_id in self._ids(".spool")
            if not self._until(call_id).exists() and not self._held_by_another(call_id)
        ]

    @contextmanager
    def claim(self, call_id: str) -> Iterator[bool]:
        """Have a call for oneself; False when another process has it or it is gone."""
        file = self._locked(call_id)
        try:
            yield file is not None and file.is_at(self._spool(call_id))
        finally:
            if file is not None:
                file.close()

    def facts(self, call_id: str) -> SpooledCall:
        """Who, when and where, without reading the sound. Raises ArchiveError."""
        with self._opened(call_id) as descriptor:
            return read_facts(self._chunks(descriptor, call_id), call_id)

    def read(self, call_id: str) -> Spooled:
        """The call as far as it was written. Raises ArchiveError when key or head are gone."""
        with self._opened(call_id) as descriptor:
            return read_spooled(self._chunks(descriptor, call_id), call_id)

    def shred(self, call_id: str) -> None:
        """Make a call unreadable for ever, then remove it; goes on where it was interrupted."""
        wrapped = self._wrapped(call_id)
        try:
            with suppress(FileNotFoundError):
                _overwrite(wrapped)
            for file in (self._spool(call_id), self._until(call_id), self._reserve(call_id)):
                file.unlink(missing_ok=True)
            wrapped.unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(f"call {call_id}: cannot be shredded: {error.strerror}") from error

    def keep(self, call_id: str, until: date) -> None:
        """Keep the sealed original until the end of that day; `sweep` shreds it then."""
        file = self._until(call_id)
        try:
            file.unlink(missing_ok=True)
            write_new(file, until.isoformat().encode())
        except OSError as error:
            raise ArchiveError(f"{file}: cannot be written: {error.strerror}") from error

    def kept(self) -> dict[str, date]:
        """The sealed originals and the last day each is kept."""
        return {call_id: self._last_day(call_id) for call_id in self._ids(".until")}

    def sweep(self, today: date) -> list[str]:
        """Shred the sealed originals whose last day is over; the ids of them."""
        over = [call_id for call_id, until in self.kept().items() if until < today]
        for call_id in over:
            self.shred(call_id)
        return over

    @property
    def _calls(self) -> Path:
        return self.folder / "spool"

    def _spool(self, call_id: str) -> Path:
        return self._calls / f"{call_id}.spool"

    def _until(self, call_id: str) -> Path:
        return self._calls / f"{call_id}.until"

    def _reserve(self, call_id: str) -> Path:
        return self._calls / f"{call_id}.reserve"

    def _wrapped(self, call_id: str) -> Path:
        return self.folder / "keys" / "calls" / f"{call_id}.key"

    def _ids(self, suffix: str) -> list[str]:
        files = self._calls.glob(f"*{suffix}")
        return sorted(f.name.removesuffix(suffix) for f in files if not f.name.startswith("."))

    def _last_day(self, call_id: str) -> date:
        try:
            return date.fromisoformat(self._until(call_id).read_text())
        except ValueError as error:
            raise ArchiveError(f"{self._until(call_id)}: holds no date") from error

    def _write_head(self, file: SpoolFile, facts: SpooledCall) -> SpoolWriter:
        data_key = os.urandom(KEY_BYTES)
        sealer = Sealer(data_key, facts.id)
        head = MARK + sealer.seal(FACTS + facts_bytes(facts))
        if file.write(head, 0) != len(head):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        file.sync()
        reserve = self._reserve(facts.id)
        reserve.touch(mode=0o600)
        reserve.write_bytes(os.urandom(_RESERVE_BYTES))
        write_new(self._wrapped(facts.id), self.key.wrap(data_key, facts.id))
        return SpoolWriter(
            file,
            sealer,
            facts,
            end=len(head),
            free_reserve=lambda: reserve.unlink(missing_ok=True),
        )

    @contextmanager
    def _opened(self, call_id: str) -> Iterator[int]:
        try:
            descriptor = os.open(self._spool(call_id), os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise ArchiveError(f"call {call_id}: not in the spool: {error.strerror}") from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _chunks(self, descriptor: int, call_id: str) -> Iterator[Chunk]:
        try:
            wrapped = self._wrapped(call_id).read_bytes()
        except OSError as error:
            raise ArchiveError(f"call {call_id}: its key is gone") from error
        data_key = self.key.unwrap(wrapped, call_id)

        def read(count: int, at: int) -> bytes:
            return read_past_bad_sectors(descriptor, count, at)

        return open_chunks(read, data_key, call_id)

    def _locked(self, call_id: str) -> SpoolFile | None:
        """The file with its lock, unless somebody has it for longer than a look takes."""
        for pause_s in (0.01, 0.04, None):
            try:
                return SpoolFile(self._spool(call_id), new=False)
            except FileNotFoundError:
                return None
            except BlockingIOError:
                if pause_s is not None:
                    sleep(pause_s)
            except OSError as error:
                raise ArchiveError(
                    f"call {call_id}: cannot be opened in the spool: {error.strerror}"
                ) from error
        return None

    def _held_by_another(self, call_id: str) -> bool:
        # What cannot be opened is nobody's: whoever takes it will say what is wrong.
        with suppress(ArchiveError), self.claim(call_id) as ours:
            return not ours
        return False

    def _tidy(self) -> None:
        """Finish what a dying process began: shredding a call, and not yet beginning one."""
        for wrapped in (self.folder / "keys" / "calls").glob("*.key"):
            if wrapped.read_bytes() == _SHREDDED:
                self.shred(wrapped.name.removesuffix(".key"))
        for begun in self._calls.glob(".*.begun"):
            with suppress(BlockingIOError, FileNotFoundError):
                file = SpoolFile(begun, new=False)
                self._forget_begun(begun)
                file.close()

    def _forget_begun(self, begun: Path) -> None:
        call_id = begun.name.removeprefix(".").removesuffix(".begun")
        self._wrapped(call_id).unlink(missing_ok=True)
        self._reserve(call_id).unlink(missing_ok=True)
        begun.unlink(missing_ok=True)


def open_spool(folder: Path) -> Spool:
    """The spool of a data folder, made with its key if it is new. Raises ArchiveError."""
    key = open_installation_key(folder / "keys")
    try:
        for made in (folder / "spool", folder / "keys" / "calls"):
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ArchiveError(f"{folder}: the spool cannot be made: {error.strerror}") from error
    return Spool(folder, key)


def _overwrite(wrapped: Path) -> None:
    """Put zeros over a wrapped key, where it lies on the disk."""
    descriptor = os.open(wrapped, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.pwrite(descriptor, _SHREDDED, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
