"""A soft-phone controls a line by its socket, and nothing it sends can harm the call."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive, open_archive
from archive.call import Direction
from recorder.capture import LineCapture
from recorder.control import LONGEST_LINE, ControlSocket, answer_line, ask, socket_path
from recorder.line_lock import line_of_ours
from speech.errors import LineError
from tests.recorder.live_lines import OPENING, MadeLine, frames, voice, wired


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return open_archive(tmp_path_factory.mktemp("data"))


@pytest.fixture
def line(tmp_path: Path, archive: Archive) -> Iterator[LineCapture]:
    wiring = wired(tmp_path, archive)
    capture = wiring.line(MadeLine(frames(voice(1.0))), OPENING, wiring.station(), None)
    yield capture
    if capture.call is not None:
        call = capture.end()
        call.finish()


@pytest.fixture
def path(tmp_path: Path, line: LineCapture) -> Iterator[Path]:
    path = socket_path(tmp_path / "data", line.source.name)
    control = ControlSocket(path, line)
    yield path
    control.close()
    assert not path.exists()


def test_a_soft_phone_begins_marks_and_ends_a_call(path: Path, line: LineCapture) -> None:
    begun = ask(path, {"do": "start", "operator": "op-7", "direction": "outbound"})
    assert line.call is not None
    assert begun == {"ok": True, "call": line.call.facts.id}
    facts = line.call.facts
    assert (facts.operator, facts.client) == ("op-7", OPENING.client)
    assert facts.direction is Direction.OUTBOUND

    assert ask(path, {"do": "sensitive", "on": True, "reason": "card"})["sensitive"]
    assert line.call.sensitive
    standing = ask(path, {"do": "status"})
    assert (standing["line"], standing["call"]["sensitive"]) == ("made", True)
    assert not ask(path, {"do": "sensitive", "on": False})["sensitive"]

    call = line.call
    assert ask(path, {"do": "end"}) == {"ok": True, "call": facts.id, "duration_s": 0.0}
    assert line.call is None
    assert ask(path, {"do": "status"})["call"] is None
    call.finish()


def test_only_the_user_who_records_may_reach_the_socket(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_several_requests_may_come_on_one_connection(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(b'{"do": "status"}\n\n{"do": "end"}\n')
        with connection.makefile("rb") as stream:
            told = [json.loads(stream.readline()) for _ in range(3)]
    assert [one["ok"] for one in told] == [True, False, False]
    assert told[2]["error"] == "line made: no call is being held"


@pytest.mark.parametrize(
    ("request_line", "told"),
    [
        (b"end", "a request is a line of JSON"),
        (b"\xff\xfe", "a request is a line of JSON"),
        (b"[1]", "a request is a JSON object"),
        (b"{}", '"do" must be one of start, end, sensitive, status'),
        (b'{"do": ["end"]}', '"do" must be one of'),
        (b'{"do": "end", "now": 1}', "end takes nothing else, not 'now'"),
        (b'{"do": "start", "client": 7}', '"client" must be a text of one line'),
        (b'{"do": "start", "client": "a\\nb"}', '"client" must be a text of one line'),
        (b'{"do": "start", "language": "fr"}', '"language" must be one of ja, en, ko'),
        (b'{"do": "sensitive", "on": true}', "no call is being held"),
        (b" " * (LONGEST_LINE + 1), "at most 4096 bytes"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    line: LineCapture, request_line: bytes, told: str
) -> None:
    answer = answer_line(line, request_line)
    assert not answer["ok"]
    assert told in answer["error"]
    assert "\n" not in answer["error"]


@pytest.mark.parametrize(
    ("request_line", "told"),
    [
        (b'{"do": "start"}', "is being held"),
        (b'{"do": "sensitive", "on": 1}', '"on" must be true or false'),
        (b'{"do": "sensitive", "on": true, "reason": "My card is"}', "a short code"),
    ],
)
def test_while_a_call_is_held_too(line: LineCapture, request_line: bytes, told: str) -> None:
    call = line.begin()
    assert told in answer_line(line, request_line)["error"]
    assert line.call is call
    assert not call.sensitive


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_is_sent_is_answered_in_one_line(content: bytes) -> None:
    answer = answer_line(_NEVER_OPENED, content)
    assert json.dumps(answer).count("\n") == 0
    assert answer["ok"] or answer["error"]


def test_a_line_nobody_records_is_told(tmp_path: Path) -> None:
    with pytest.raises(LineError, match="line card-1: nobody records it"):
        ask(socket_path(tmp_path, "card:1"), {"do": "end"})


def test_a_data_folder_with_a_long_name_has_its_sockets_too(
    tmp_path: Path, line: LineCapture
) -> None:
    path = socket_path(tmp_path / ("long" * 40), line.source.name)
    assert len(os.fsencode(path)) > 108
    control = ControlSocket(path, line)
    assert ask(path, {"do": "status"})["ok"]
    control.close()


def test_a_line_is_recorded_once_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "run" / "desk.lock"
    told = pytest.raises(LineError, match="line desk: is being recorded already")
    with line_of_ours(lock, "desk"), told, line_of_ours(lock, "desk"):
        pass
    with line_of_ours(lock, "desk"):
        pass


def _begin_nothing(*_: object) -> None:
    raise LineError("line made: is closed")


_NEVER_OPENED = LineCapture(MadeLine([]), OPENING, _begin_nothing, _begin_nothing)  # type: ignore[arg-type]
