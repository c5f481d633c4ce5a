"""Fetching a model: whole or not at all, and it goes on where it stopped."""

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from models.catalog import Entry, State, state_of
from models.fetching import fetch
from speech.errors import ModelError
from speech.transcript import Language


class Shelf(BaseHTTPRequestHandler):
    """A server on this machine that knows ranges and may hang up halfway."""

    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []
    hang_up_after: int | None = None
    source = ""

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        wanted = self.headers.get("Range", "")
        self.asked.append((name, wanted))
        if name not in self.files:
            self.send_error(404)
            return
        first = int(match[1]) if (match := re.match(r"bytes=(\d+)-", wanted)) else 0
        body = self.files[name][first:]
        if not body:
            self.send_error(416)
            return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.hang_up_after])

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def shelf() -> Iterator[type[Shelf]]:
    class Own(Shelf):
        files: ClassVar[dict[str, bytes]] = {}
        asked: ClassVar[list[tuple[str, str]]] = []
        source = ""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    Own.source = f"http://127.0.0.1:{server.server_port}/"
    yield Own
    server.shutdown()
    thread.join()
    server.server_close()


def entry(shelf: type[Shelf], *files: str, sha256: str = "") -> Entry:
    return Entry(
        name="toy",
        engine="vosk",
        languages=(Language.JA,),
        rate_hz=16_000,
        licence="Apache-2.0",
        size_mb=1,
        source=shelf.source,
        files=files,
        sha256=sha256,
    )


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, f"content of {name}" * 500)
    return packed.getvalue()


def test_an_archive_is_unpacked_into_the_models_folder(shelf: type[Shelf], tmp_path: Path) -> None:
    shelf.files["toy.zip"] = zipped("toy-0.1/am/final.mdl", "toy-0.1/conf/mfcc.conf")
    told: list[tuple[int, int]] = []
    toy = entry(shelf, "toy.zip")
    folder = fetch(toy, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert folder == tmp_path / "toy"
    assert (folder / "am" / "final.mdl").is_file()
    assert told[-1] == (len(shelf.files["toy.zip"]),) * 2
    assert state_of(toy, tmp_path) is State.READY
    assert [path.name for path in tmp_path.iterdir()] == ["toy"]


def test_a_broken_off_download_goes_on_where_it_stopped(shelf: type[Shelf], tmp_path: Path) -> None:
    shelf.files.update({"config.json": b"{}", "model.bin": bytes(range(256)) * 40})
    toy = entry(shelf, "config.json", "model.bin")
    shelf.hang_up_after = 3000
    with pytest.raises(
        ModelError, match=r"put config\.json, model\.bin from there into .*toy by hand"
    ):
        fetch(toy, tmp_path)
    assert not (tmp_path / "toy").exists()
    shelf.hang_up_after = None
    folder = fetch(toy, tmp_path)
    assert (folder / "model.bin").read_bytes() == shelf.files["model.bin"]
    assert shelf.asked == [("config.json", ""), ("model.bin", ""), ("model.bin", "bytes=3000-")]


def test_a_file_that_is_not_the_published_one_is_refused(
    shelf: type[Shelf], tmp_path: Path
) -> None:
    shelf.files["model.bin"] = b"something else"
    with pytest.raises(ModelError, match="SHA-256 differs"):
        fetch(entry(shelf, "model.bin", sha256="0" * 64), tmp_path)
    assert not (tmp_path / "toy").exists()


def test_an_archive_that_reaches_outside_its_folder_is_not_unpacked(
    shelf: type[Shelf], tmp_path: Path
) -> None:
    shelf.files["toy.zip"] = zipped("../../escaped.txt")
    with pytest.raises(ModelError, match="outside its folder"):
        fetch(entry(shelf, "toy.zip"), tmp_path / "models")
    assert not list(tmp_path.rglob("escaped.txt"))


def test_an_archive_that_is_none_is_fetched_again_next_time(
    shelf: type[Shelf], tmp_path: Path
) -> None:
    shelf.files["toy.zip"] = b"an error page"
    with pytest.raises(ModelError, match="came broken"):
        fetch(entry(shelf, "toy.zip"), tmp_path)
    shelf.files["toy.zip"] = zipped("toy/final.mdl")
    assert (fetch(entry(shelf, "toy.zip"), tmp_path) / "final.mdl").is_file()


def test_without_a_network_one_line_says_what_to_put_where(tmp_path: Path) -> None:
    class Nowhere(Shelf):
        source = "http://127.0.0.1:9/"

    with pytest.raises(ModelError) as told:
        fetch(entry(Nowhere, "toy.zip"), tmp_path)
    message = str(told.value)
    assert "unpack toy.zip from there into" in message
    assert str(tmp_path / "toy") in message
    assert "\n" not in message
