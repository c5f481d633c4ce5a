"""The encrypted spool: where a call lies from its first frame until it is redacted.

Below the data folder: `spool/<call>.spool` holds facts and sound, sealed; `keys/calls/<call>.key` the
call's data key, wrapped by the installation's; `spool/<call>.until` says until when a sealed original
is kept. Without its key a call is noise: deleting the key shreds it, in every backup of `spool/` too.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive.keys import KEY_BYTES, KEY_FILE, InstallationKey, open_installation_key
from archive.spool_chunks import MARK, Chunk, Sealer, open_chunks
from archive.spool_facts import SpooledCall, facts_bytes
from archive.spool_file import SpoolFile, read_past_bad_sectors, sync_folder, write_synced
from archive.spool_folder import SpoolFolder
from archive.spool_originals import kept_originals, shred, sweep_originals
from archive.spool_reading import Spooled, read_facts, read_spooled
from archive.spool_writing import FACTS, SpoolWriter
from speech.errors import ArchiveError
from speech.reasons import system_reason

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
        """A writer for a new call, which is on the disk when this returns.

        Raises ArchiveError when the id is taken or the disk does not take it.
        """
        if self._files.spool(facts.id).exists() or self._files.wrapped(facts.id).exists():
            raise ArchiveError("spool.id_taken", call=facts.id)
        try:
            return self._begin(facts, self._begun_file(facts.id))
        except OSError as error:
            raise ArchiveError(
                "spool.cannot_begin",
                call=facts.id,
                folder=self._files.calls,
                cause=system_reason(error),
            ) from error

    def unfinished(self) -> list[str]:
        """The calls nobody is writing at the moment that wait to be taken through the stages."""
        self._files.tidy()
        return [
            call_id
            for call_id in self._files.ids(".spool")
            if not self._files.until(call_id).exists() and not self._files.is_held(call_id)
        ]

    def waits(self, call_id: str) -> bool:
        """Whether a call is being written, or is still to be taken through the stages."""
        return self._files.spool(call_id).exists() and not self._files.until(call_id).exists()

    def claim(self, call_id: str) -> AbstractContextManager[bool]:
        """Have a call for oneself; False when another process has it or it is gone."""
        return self._files.claim(call_id)

    def facts(self, call_id: str) -> SpooledCall:
        """Who, when and where, without reading the sound. Raises ArchiveError."""
        with self._opened(call_id) as chunks:
            return read_facts(chunks, call_id)

    def read(self, call_id: str) -> Spooled:
        """The call as far as it was written. Raises ArchiveError when key or head are gone."""
        with self._opened(call_id) as chunks:
            return read_spooled(chunks, call_id)

    def shred(self, call_id: str) -> None:
        """Make a call unreadable for ever, then remove it; goes on where it was interrupted."""
        shred(self._files, call_id)

    def keep(self, call_id: str, until: date) -> None:
        """Keep the sealed original until the end of that day; `sweep` shreds it then."""
        file = self._files.until(call_id)
        unfinished = file.with_name(f".{file.name}")
        try:
            unfinished.unlink(missing_ok=True)
            write_synced(unfinished, until.isoformat().encode())
            unfinished.replace(file)
            sync_folder(file.parent)
            self._files.reserve(call_id).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError("file.not_written", file=file, cause=system_reason(error)) from error

    def kept(self) -> dict[str, date]:
        """The sealed originals and the last day each is kept; one without a readable day is logged."""
        return kept_originals(self._files)

    def sweep(self, today: date) -> list[str]:
        """Shred the sealed originals whose last day is over; the ids of them."""
        return sweep_originals(self.folder, today)

    @property
    def _files(self) -> SpoolFolder:
        return SpoolFolder(self.folder)

    def _begun_file(self, call_id: str) -> SpoolFile:
        begun = self._files.begun(call_id)
        while True:
            # Somebody who tidies up may take the fresh file for one that was left behind.
            try:
                file = self.new_file(begun)
            except BlockingIOError:
                begun.unlink(missing_ok=True)
                continue
            if file.is_at(begun):
                return file
            file.close()

    def _begin(self, facts: SpooledCall, file: SpoolFile) -> SpoolWriter:
        spool, begun = self._files.spool(facts.id), self._files.begun(facts.id)
        try:
            writer = self._write_head(file, facts)
            begun.rename(spool)
            sync_folder(spool.parent)
        except BaseException:
            file.close()
            spool.unlink(missing_ok=True)
            self._files.forget_begun(facts.id)
            raise
        return writer

    def _write_head(self, file: SpoolFile, facts: SpooledCall) -> SpoolWriter:
        data_key = os.urandom(KEY_BYTES)
        sealer = Sealer(data_key, facts.id)
        head = MARK + sealer.seal(FACTS + facts_bytes(facts))
        if file.write(head, 0) != len(head):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        file.sync()
        reserve, wrapped = self._files.reserve(facts.id), self._files.wrapped(facts.id)
        write_synced(reserve, os.urandom(_RESERVE_BYTES))
        write_synced(wrapped, self.key.wrap(data_key, facts.id))
        sync_folder(wrapped.parent)
        return SpoolWriter(
            file,
            sealer,
            facts,
            end=len(head),
            free_reserve=lambda: reserve.unlink(missing_ok=True),
        )

    @contextmanager
    def _opened(self, call_id: str) -> Iterator[Iterator[Chunk]]:
        """What can still be read of a call, while this lasts."""
        try:
            descriptor = os.open(self._files.spool(call_id), os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise ArchiveError("spool.no_call", call=call_id, cause=system_reason(error)) from error
        try:
            yield open_chunks(
                lambda count, at: read_past_bad_sectors(descriptor, count, at),
                self._data_key(call_id),
                call_id,
            )
        finally:
            os.close(descriptor)

    def _data_key(self, call_id: str) -> bytes:
        try:
            wrapped = self._files.wrapped(call_id).read_bytes()
        except OSError as error:
            raise ArchiveError("spool.key_gone", call=call_id) from error
        return self.key.unwrap(wrapped, call_id)


def open_spool(folder: Path) -> Spool:
    """The spool of a data folder, made with its key if it is new.

    Raises ArchiveError when it cannot be made, or when calls are there and their key is not.
    """
    files = SpoolFolder(folder)
    waiting = len(files.ids(".spool"))
    if waiting and not (folder / "keys" / KEY_FILE).exists():
        raise ArchiveError(
            "key.gone", file=folder / "keys" / KEY_FILE, count=waiting, folder=files.calls
        )
    key = open_installation_key(folder / "keys")
    try:
        for made in (files.calls, files.keys):
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ArchiveError(
            "spool.cannot_make", folder=folder, cause=system_reason(error)
        ) from error
    return Spool(folder, key)
