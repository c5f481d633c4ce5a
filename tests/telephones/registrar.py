"""A telephone exchange in small: lets one user register, by digest, and is busy to who calls through it."""

import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

_NONCE = "84f1c1ae6cbe5ua9c8e88dfa3ecm3459"
_REALM = "exchange"


class Registrar:
    """`answers` is what it says to good passwords: 200, another status, or 0 for nothing."""

    def __init__(self, user: str, password: str, *, answers: int = 200) -> None:
        self._user, self._password, self._answers = user, password, answers
        self.registered = threading.Event()
        self.called: list[str] = []
        self._end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._end.bind(("127.0.0.1", 0))
        self._end.settimeout(0.05)
        self.address = f"127.0.0.1:{self._end.getsockname()[1]}"
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._leaving.set()
        self._thread.join()
        self._end.close()

    def _serve(self) -> None:
        while not self._leaving.is_set():
            try:
                data, sender = self._end.recvfrom(65_536)
            except TimeoutError:
                continue
            reply = self._reply(data.decode())
            if reply:
                self._end.sendto(reply.encode(), sender)

    def _reply(self, message: str) -> str:
        first, *lines = message.split("\r\n")
        method, address = first.split(" ")[:2]
        if method == "INVITE":
            self.called.append(address)
            return _answer("486 Busy Here", lines)
        if method != "REGISTER" or not self._answers:
            return ""
        given = next((line for line in lines if line.lower().startswith("authorization")), "")
        if not given:
            challenge = f'WWW-Authenticate: Digest realm="{_REALM}", nonce="{_NONCE}"'
            return _answer("401 Unauthorized", lines, challenge)
        if not self._is_right(given, method):
            return _answer("403 Forbidden", lines)
        if self._answers == 200:
            self.registered.set()
            contact = next(line for line in lines if line.lower().startswith("contact"))
            return _answer("200 OK", lines, contact, "Expires: 600")
        return _answer(f"{self._answers} Something", lines)

    def _is_right(self, given: str, method: str) -> bool:
        said = dict(re.findall(r'(\w+)="([^"]*)"', given))
        one = _md5(f"{self._user}:{_REALM}:{self._password}")
        other = _md5(f"{method}:{said['uri']}")
        return bool(said["response"] == _md5(f"{one}:{_NONCE}:{other}"))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def _answer(status: str, lines: list[str], *extra: str) -> str:
    kept = ("via", "from", "call-id", "cseq", "to")
    same = [line for line in lines if line.split(":")[0].lower() in kept]
    same = [
        f"{line};tag=exchange" if line.lower().startswith("to:") and ";tag=" not in line else line
        for line in same
    ]
    return "\r\n".join([f"SIP/2.0 {status}", *same, *extra, "Content-Length: 0", "", ""])


@pytest.fixture
def registrars() -> Iterator[Callable[..., Registrar]]:
    there: list[Registrar] = []

    def make(*words: str, **options: int) -> Registrar:
        there.append(Registrar(*words, **options))
        return there[-1]

    yield make
    for registrar in there:
        registrar.close()
