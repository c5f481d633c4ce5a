"""Who hears a call's sound through the board, and what is noted of it."""

import io

import pytest
import soundfile
from playwright.sync_api import APIRequestContext, BrowserContext

from tests.board.conftest import Board

pytestmark = pytest.mark.xdist_group("board")


@pytest.fixture
def listener(context: BrowserContext, board: Board) -> APIRequestContext:
    assert context.request.get(board.link(), max_redirects=0).status == 303
    return context.request


def address(board: Board, call: str, opening: str = "") -> str:
    return f"{board.address}/api/v1/calls/{call}/audio?opening={opening}"


def heard(board: Board, call: str) -> int:
    entries = board.archive.access_log.newest(limit=500)
    return sum((entry.action, entry.call_id) == ("hear", call) for entry in entries)


def test_the_sound_comes_as_it_is_kept_and_stays_out_of_caches(
    listener: APIRequestContext, board: Board
) -> None:
    response = listener.get(address(board, "JA-0002"), headers={"Accept-Encoding": "gzip"})
    assert response.body() == board.archive.reader.recording_path("JA-0002").read_bytes()
    assert response.headers["cache-control"] == "private, no-store"
    assert "content-encoding" not in response.headers
    assert soundfile.info(io.BytesIO(response.body())).channels == 2


def test_a_part_of_the_sound_can_be_asked_for(listener: APIRequestContext, board: Board) -> None:
    whole = board.archive.reader.recording_path("JA-0002").read_bytes()
    response = listener.get(address(board, "JA-0002"), headers={"Range": "bytes=100-299"})
    assert response.status == 206
    assert response.body() == whole[100:300]
    assert response.headers["content-range"] == f"bytes 100-299/{len(whole)}"


def test_hearing_is_noted_once_for_each_opening(listener: APIRequestContext, board: Board) -> None:
    before = heard(board, "JA-0003")
    for _ in range(3):
        listener.get(address(board, "JA-0003", "first"), headers={"Range": "bytes=5-9"})
    assert heard(board, "JA-0003") == before + 1
    listener.get(address(board, "JA-0003", "second"))
    assert heard(board, "JA-0003") == before + 2


def test_asking_without_an_opening_is_noted_every_time(
    listener: APIRequestContext, board: Board
) -> None:
    before = heard(board, "JA-0003")
    for _ in range(2):
        listener.get(address(board, "JA-0003"))
    assert heard(board, "JA-0003") == before + 2


@pytest.mark.parametrize("call", ["EN-0013", "JA-0014", "nowhere", "..%2F..%2Fkikitori.db"])
def test_there_is_no_sound_of_a_withheld_quarantined_or_unknown_call(
    listener: APIRequestContext, board: Board, call: str
) -> None:
    assert listener.get(address(board, call)).status in (400, 404)


def test_a_recording_changed_after_it_was_kept_is_not_played(
    listener: APIRequestContext, board: Board
) -> None:
    path = board.archive.reader.recording_path("JA-0009")
    kept = path.read_bytes()
    try:
        path.write_bytes(kept[:-1] + b"x")
        assert listener.get(address(board, "JA-0009", "changed")).status == 410
        path.unlink()
        assert listener.get(address(board, "JA-0009", "missing")).status == 410
    finally:
        path.write_bytes(kept)
    assert listener.get(address(board, "JA-0009", "again")).status == 200
