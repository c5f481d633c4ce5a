"""A telephone exchange in small: lets one user register, by digest, and is busy to who calls through it."""

import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_NONCE = "84f1c1ae6cbe5ua9c8e88dfa3ecm3459"
_REALM = "exchange"


class Registrar:
    """`answers` is what it says to good passwords: 200, another status, or 0 for nothing.

    A registration holds for `holds_s`.
    """

    def __init__(
        self,
        user: str,
        password: str,
        *,
        answers: int = 200,
        holds_s: int = 600,
        host: str = "127.0.0.1",
    ) -> None:
        self._user, self._password, self.answers, self._holds_s = user, password, answers, holds_s
        self.registered = threading.Event()
        self.refused = threading.Event()
        self.called: list[str] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._end = socket.socket(family, socket.SOCK_DGRAM)
        self._end.bind((host, 0))
        self._end.settimeout(0.05)
        name = f"[{host}]" if ":" in host else host
        self.address = f"{name}:{self._end.getsockname()[1]}"
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
            reply = self.reply(data.decode())
            if reply:
                self._end.sendto(reply.encode(), sender)

    def reply(self, message: str) -> str:
        """What it says to a request, if anything."""
        first, *lines = message.split("\r\n")
        method, address = first.split(" ")[:2]
        if method == "INVITE":
            self.called.append(address)
            return _answer("486 Busy Here", lines)
        if method != "REGISTER" or not self.answers:
            return ""
        given = next((line for line in lines if line.lower().startswith("authorization")), "")
        if not given:
            challenge = f'WWW-Authenticate: Digest realm="{_REALM}", nonce="{_NONCE}"'
            return _answer("401 Unauthorized", lines, challenge)
        if not self._is_right(given, method):
            return _answer("403 Forbidden", lines)
        if self.answers == 200:
            self.registered.set()
            contact = next(line for line in lines if line.lower().startswith("contact"))
            contact = re.sub("expires=[0-9]+", f"expires={self._holds_s}", contact)
            return _answer("200 OK", lines, contact, f"Expires: {self._holds_s}")
        self.refused.set()
        return _answer(f"{self.answers} Something", lines)

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

    def make(*words: str, **options: Any) -> Registrar:
        there.append(Registrar(*words, **options))
        return there[-1]

    yield make
    for registrar in there:
        registrar.close()
