"""The installation's key, which wraps the key of each call that is not redacted yet."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from archive.spool_file import sync_folder, write_synced
from speech.errors import ArchiveError
from speech.reasons import system_reason

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + 16
KEY_FILE = "installation.key"


@dataclass(frozen=True, slots=True, repr=False)
class InstallationKey:
    """A 256-bit key that leaves memory only as the file it came from."""

    secret: bytes

    def wrap(self, data_key: bytes, call_id: str) -> bytes:
        """The data key sealed for this call: nonce, key and tag (AES-256-GCM), 60 bytes."""
        return self._sealed(data_key, _bound_to(call_id))

    def unwrap(self, wrapped: bytes, call_id: str) -> bytes:
        """The data key of a call. Raises ArchiveError when it was not wrapped by this key for it."""
        try:
            return self._unsealed(wrapped, _bound_to(call_id))
        except (InvalidTag, ValueError) as error:
            raise ArchiveError("key.another", call=call_id) from error

    def seal_number(self, number: str, call_id: str) -> bytes:
        """A telephone number that is to be called on account of this call."""
        return self._sealed(number.encode(), _number_of(call_id))

    def unseal_number(self, sealed: bytes, call_id: str) -> str:
        """Raises ArchiveError when it was not sealed by this key for this call."""
        try:
            return self._unsealed(sealed, _number_of(call_id)).decode()
        except (InvalidTag, ValueError) as error:
            raise ArchiveError("key.another", call=call_id) from error

    def _sealed(self, content: bytes, bound_to: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, content, bound_to)

    def _unsealed(self, sealed: bytes, bound_to: bytes) -> bytes:
        return AESGCM(self.secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)


def open_installation_key(folder: Path) -> InstallationKey:
    """The key in `folder`/installation.key, made at first use.

    Raises ArchiveError when others may read it, when it is not whole or when it cannot be written.
    """
    file = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_open_to_others(folder)
        if not file.exists():
            _make(file)
        _refuse_open_to_others(file)
        secret = file.read_bytes()
    except OSError as error:
        raise ArchiveError("key.unusable", file=file, cause=system_reason(error)) from error
    if len(secret) != KEY_BYTES:
        raise ArchiveError("key.not_whole", file=file, count=len(secret))
    return InstallationKey(secret)


def _make(file: Path) -> None:
    """Write a new key; its bytes are on the disk before its name is, so half a key is never there."""
    unfinished = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
    try:
        write_synced(unfinished, os.urandom(KEY_BYTES))
        # Two processes may start at once: the second takes the key of the first.
        with suppress(FileExistsError):
            os.link(unfinished, file)
        sync_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _refuse_open_to_others(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        right = "700" if path.is_dir() else "600"
        raise ArchiveError("key.open_to_others", path=path, mode=f"{mode:o}", right=str(right))


def _number_of(call_id: str) -> bytes:
    return b"kikitori number to call\0" + call_id.encode()


def _bound_to(call_id: str) -> bytes:
    return b"kikitori call key\0" + call_id.encode()
