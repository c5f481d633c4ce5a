"""Lets the kernel drop packets before the stack sees them: from strangers, and larger than sound is.

The G.722 decoder of baresip-python 0.5.2a3 writes past its buffer when a packet has more than
2,880 bytes: anybody could end the process, and all calls with it.
"""

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

POSSIBLE = sys.platform == "linux"

_LARGEST_BYTES = 1_500
_UDP_HEADER_BYTES = 8
_SO_ATTACH_FILTER = 26  # Linux; Python has no name for it
_LOAD_LENGTH, _IF_GREATER, _RETURN = 0x80, 0x25, 0x06  # of classic BPF
_LOAD, _LOAD_BYTE, _AND, _IF_EQUAL = 0x20, 0x30, 0x54, 0x15
_IP_HEADER = 0xFFF00000  # SKF_NET_OFF
_SENDER_AT = {4: 12, 6: 8}
_TAKE, _DROP = (_RETURN, 0, 0, 0xFFFFFFFF), (_RETURN, 0, 0, 0)
_Step: TypeAlias = tuple[int, int, int, int]
_NO_LARGE: tuple[_Step, ...] = (
    (_LOAD_LENGTH, 0, 0, 0),
    (_IF_GREATER, 1, 0, _LARGEST_BYTES + _UDP_HEADER_BYTES),
    _TAKE,
    _DROP,
)
_MOST_NETWORKS = 100

Network: TypeAlias = IPv4Network | IPv6Network


def networks(named: Sequence[str]) -> list[Network]:
    """Those of "192.0.2.7" and "2001:db8::/32". Raises ValueError for what the kernel cannot look for."""
    if named and not POSSIBLE:
        raise ValueError("only Linux drops packets by their sender")
    if len(named) > _MOST_NETWORKS:
        raise ValueError(f"{len(named)} networks")
    return [ip_network(one) for one in named]


class PacketFilters:
    """Of the sockets of this process: those bound to `port` are the door's own, the rest sound's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._done: set[str] = set()

    def keep_out_strangers(self, senders: Sequence[Network]) -> None:
        """Take messages from these senders alone; from everybody where none is named."""
        if senders:
            steps = (*(step for network in senders for step in _if_from(network)), _DROP)
            for one in _opened(_sockets().values()):
                if self._takes_messages(one):
                    _attach(one, steps)

    def keep_out_large(self) -> None:
        """From the sockets there are now. Does nothing where the kernel cannot."""
        if not POSSIBLE:
            return
        there = _sockets()
        for one in _opened(there[name] for name in there.keys() - self._done):
            if one.type == socket.SOCK_DGRAM and not self._is_own(one):
                _attach(one, _NO_LARGE)
        self._done = set(there)

    def _is_own(self, one: socket.socket) -> bool:
        return bool(one.getsockname()[1] == self._port)

    def _takes_messages(self, one: socket.socket) -> bool:
        if one.type == socket.SOCK_DGRAM:
            return self._is_own(one)
        # The stack listens for TLS at the next port.
        listens = one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        return bool(listens) and one.getsockname()[1] - self._port in (0, 1)


def _opened(descriptors: Iterable[int]) -> Iterator[socket.socket]:
    """Those of the internet, by copies of their descriptors: the stack may close its own at any time."""
    for descriptor in descriptors:
        try:
            one = socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
        with one:
            if one.family in (socket.AF_INET, socket.AF_INET6):
                yield one


def _if_from(network: Network) -> list[_Step]:
    """Take a packet of this network; any other goes on to what follows."""
    at, size = _SENDER_AT[network.version], network.max_prefixlen // 8
    address, mask = (
        int(one).to_bytes(size, "big") for one in (network.network_address, network.netmask)
    )
    steps: list[_Step] = [
        (_LOAD_BYTE, 0, 0, _IP_HEADER),
        (_AND, 0, 0, 0xF0),
        (_IF_EQUAL, 0, -1, network.version << 4),
    ]
    for first in range(0, size, 4):
        word = slice(first, first + 4)
        steps += [
            (_LOAD, 0, 0, _IP_HEADER + at + first),
            (_AND, 0, 0, int.from_bytes(mask[word], "big")),
            (_IF_EQUAL, 0, -1, int.from_bytes(address[word], "big")),
        ]
    steps.append(_TAKE)
    left = len(steps) - 1
    return [
        (code, yes, left - place if no < 0 else no, value)
        for place, (code, yes, no, value) in enumerate(steps)
    ]


def _sockets() -> dict[str, int]:
    """The open sockets by the kernel's name for each, which no later one has."""
    found = {}
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names only, and often
        try:
            name = os.readlink(f"/proc/self/fd/{entry}")  # noqa: PTH115 - as above
        except OSError:
            continue
        if name.startswith("socket:"):
            found[name] = int(entry)
    return found


def _attach(one: socket.socket, steps: Sequence[_Step]) -> None:
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HP", len(steps), ctypes.addressof(code))
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
