import os
from pathlib import Path

import pytest

from archive.keys import KEY_BYTES, InstallationKey, open_installation_key
from speech.errors import ArchiveError


def test_the_key_is_made_at_first_use_and_is_the_same_afterwards(tmp_path: Path) -> None:
    made = open_installation_key(tmp_path / "keys")
    assert open_installation_key(tmp_path / "keys") == made
    assert len(made.secret) == KEY_BYTES
    assert open_installation_key(tmp_path / "other") != made


def test_nobody_else_may_read_the_key(tmp_path: Path) -> None:
    open_installation_key(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "installation.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("name", "mode"), [("installation.key", 0o640), (".", 0o755)])
def test_a_key_others_may_read_is_refused_with_the_remedy(
    tmp_path: Path, name: str, mode: int
) -> None:
    open_installation_key(tmp_path / "keys")
    (tmp_path / "keys" / name).chmod(mode)
    with pytest.raises(ArchiveError, match="chmod") as refusal:
        open_installation_key(tmp_path / "keys")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_half_a_key_is_refused_and_not_replaced(tmp_path: Path, length: int) -> None:
    open_installation_key(tmp_path / "keys")
    file = tmp_path / "keys" / "installation.key"
    file.write_bytes(bytes(length))
    with pytest.raises(ArchiveError, match="put the right file back"):
        open_installation_key(tmp_path / "keys")
    assert len(file.read_bytes()) == length


def test_a_folder_that_takes_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(ArchiveError, match="keys"):
        open_installation_key(tmp_path / "keys")


def test_a_wrapped_key_opens_for_its_call_only() -> None:
    key, data_key = InstallationKey(os.urandom(32)), os.urandom(32)
    wrapped = key.wrap(data_key, "call-1")

    assert key.unwrap(wrapped, "call-1") == data_key
    assert data_key not in wrapped
    for other, call_id in [(key, "call-2"), (InstallationKey(os.urandom(32)), "call-1")]:
        with pytest.raises(ArchiveError, match=f"{call_id}: its key does not open"):
            other.unwrap(wrapped, call_id)


@pytest.mark.parametrize("length", [0, 11, 12, 59])
def test_a_torn_wrapped_key_is_told_apart_from_a_crash(length: int) -> None:
    key = InstallationKey(os.urandom(32))
    with pytest.raises(ArchiveError, match="does not open"):
        key.unwrap(key.wrap(os.urandom(32), "call-1")[:length], "call-1")


def test_a_key_does_not_show_itself_in_a_traceback() -> None:
    key = InstallationKey(b"secretsecretsecretsecretsecretse")
    assert "secret" not in f"{key} {key!r}"
