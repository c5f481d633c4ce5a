"""The control socket of a line: a soft-phone begins and ends calls and marks what is sensitive.

A Unix socket, for the user who records only. A request is one line of JSON, and so is its answer::

    {"do": "start", "client": "Aoba", "operator": "op-7", "campaign": "", "direction": "inbound"}
    {"do": "end"}
    {"do": "sensitive", "on": true, "reason": "card"}
    {"do": "status"}

An answer has "ok"; where that is false, "error" says in a line why. No answer carries speech.
"""

import json
import logging
import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias

from archive.call import Direction
from recorder.call_in_progress import CallInProgress
from recorder.capture import LineCapture
from speech.errors import KikitoriError, LineError
from speech.reasons import system_reason
from speech.transcript import Language

log = logging.getLogger(__name__)

Request: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]

LONGEST_LINE = 4096
_PATIENCE_S = 5.0
_FACTS = ("client", "campaign", "operator")


def socket_path(folder: Path, line: str) -> Path:
    """Where the socket of a line lies below the data folder."""
    return folder / "run" / f"{re.sub(r'[^A-Za-z0-9._-]', '-', line)}.sock"


def lock_path(folder: Path, line: str) -> Path:
    """What the process that records a line has locked."""
    return socket_path(folder, line).with_suffix(".lock")


class ControlSocket:
    """Answers for one line until it is closed. Raises LineError when it cannot be opened."""

    def __init__(self, path: Path, line: LineCapture) -> None:
        self._path = path
        self._line = line
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.unlink(missing_ok=True)
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with _short(path) as reachable:
                self._socket.bind(reachable)
            path.chmod(0o600)
            self._socket.listen(8)
        except OSError as error:
            raise LineError("control.no_socket", path=path, cause=system_reason(error)) from error
        self._thread = Thread(target=self._run, name=f"control-{path.stem}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(_PATIENCE_S)
        self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        """Answer line by line until the other side has no more to say."""
        with suppress(OSError), connection, connection.makefile("rwb") as stream:
            while line := stream.readline(LONGEST_LINE + 1):
                stream.write(json.dumps(answer_line(self._line, line)).encode() + b"\n")
                stream.flush()
                if len(line) > LONGEST_LINE:
                    return


def answer_line(line: LineCapture, content: bytes) -> Answer:
    """What a line of a soft-phone brings about, whatever stands in it."""
    try:
        return {"ok": True} | _do(line, _request(content))
    except KikitoriError as error:
        return {"ok": False, "error": str(error), "reason": error.reason.kept()}
    except Exception as error:  # noqa: BLE001 - a bad request must not end the line's control
        log.error("control of %s: %s", line.source.name, type(error).__name__)  # noqa: TRY400
        return {"ok": False, "error": f"line {line.source.name}: {type(error).__name__}"}


def ask(path: Path, request: Request) -> Answer:
    """The answer of the line that is recorded. Raises LineError when nobody records it."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_PATIENCE_S)
            with _short(path) as reachable:
                connection.connect(reachable)
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as stream:
                answer: Answer = json.loads(stream.readline())
    except (OSError, ValueError) as error:
        raise LineError("control.nobody", line=path.stem, path=path) from error
    return answer


def _request(content: bytes) -> Request:
    if len(content) > LONGEST_LINE:
        raise LineError("control.long_request", most=LONGEST_LINE)
    try:
        request = json.loads(content)
    except ValueError as error:
        raise LineError("control.no_json") from error
    if not isinstance(request, dict):
        raise LineError("control.no_object", example='{"do": "status"}')
    return request


def _do(line: LineCapture, request: Request) -> Answer:
    actions: dict[str, Callable[[LineCapture, Request], Answer]] = {
        "start": _start,
        "end": _end,
        "sensitive": _sensitive,
        "status": _status,
    }
    wanted = request.get("do")
    if not isinstance(wanted, str) or wanted not in actions:
        raise LineError("control.one_of", field="do", known=", ".join(actions))
    return actions[wanted](line, request)


def _start(line: LineCapture, request: Request) -> Answer:
    _refuse_others(request, "start", (*_FACTS, "direction", "language"))
    facts = {name: _text(request, name) for name in _FACTS if name in request}
    opening = replace(
        line.opening,
        direction=Direction(_choice(request, "direction", Direction, line.opening.direction)),
        language=Language(_choice(request, "language", Language, line.opening.language)),
        **facts,
    )
    return {"call": line.begin(opening).facts.id}


def _end(line: LineCapture, request: Request) -> Answer:
    _refuse_others(request, "end", ())
    call = line.end()
    return {"call": call.facts.id, "duration_s": round(call.duration_s, 2)}


def _sensitive(line: LineCapture, request: Request) -> Answer:
    _refuse_others(request, "sensitive", ("on", "reason"))
    call = line.current()
    if not isinstance(request.get("on"), bool):
        raise LineError("control.on_or_off")
    if request["on"]:
        reason = _text(request, "reason") or "unsaid"
        try:
            call.begin_sensitive(reason)
        except ValueError as error:
            raise LineError("control.prose") from error
    else:
        call.end_sensitive()
    return {"call": call.facts.id, "sensitive": call.sensitive}


def _status(line: LineCapture, request: Request) -> Answer:
    _refuse_others(request, "status", ())
    call = line.call
    return {"line": line.source.name, "call": _standing(call) if call else None}


def _standing(call: CallInProgress) -> Answer:
    return {
        "id": call.facts.id,
        "duration_s": round(call.duration_s, 2),
        "sensitive": call.sensitive,
        "gaps": call.gaps,
        "dropped_frames": call.dropped_frames,
        "alarms": list(call.alarms),
    }


def _refuse_others(request: Request, action: str, known: tuple[str, ...]) -> None:
    others = [name for name in request if name not in ("do", *known)]
    if others:
        code = "control.takes" if known else "control.takes_nothing"
        raise LineError(code, action=action, known=", ".join(known), given=others[0][:40])


def _text(request: Request, name: str) -> str:
    value = request.get(name, "")
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise LineError("control.one_line", field=name)
    return value


def _choice(request: Request, name: str, kind: Any, otherwise: str) -> str:  # noqa: ANN401
    value = request.get(name, otherwise)
    if value not in list(kind):
        raise LineError("control.one_of", field=name, known=", ".join(kind))
    return str(value)


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name of the socket that is short enough for the system (108 bytes on Linux)."""
    if len(os.fsencode(path)) < 100 or not Path("/proc/self/fd").is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
