"""Lets the kernel drop packets before the stack sees them: from strangers, and larger than sound is.

The G.722 decoder of baresip-python 0.5.2a3 writes past its buffer when a packet has more than
2,880 bytes: anybody could end the process, and all calls with it.
"""

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import TypeAlias

POSSIBLE = sys.platform == "linux"

_LARGEST_BYTES = 1_500
_UDP_HEADER_BYTES = 8
_SO_ATTACH_FILTER = 26  # Linux; Python has no name for it
_LOAD_LENGTH, _IF_GREATER, _RETURN = 0x80, 0x25, 0x06  # of classic BPF
_LOAD, _AND, _IF_EQUAL = 0x20, 0x54, 0x15
_SENDER = 0xFFF00000 + 12  # in the IP header (SKF_NET_OFF)
_TAKE, _DROP = (_RETURN, 0, 0, 0xFFFFFFFF), (_RETURN, 0, 0, 0)
_Step: TypeAlias = tuple[int, int, int, int]
_NO_LARGE: tuple[_Step, ...] = (
    (_LOAD_LENGTH, 0, 0, 0),
    (_IF_GREATER, 1, 0, _LARGEST_BYTES + _UDP_HEADER_BYTES),
    _TAKE,
    _DROP,
)
_MOST_NETWORKS = 100


def networks(named: Sequence[str]) -> list[IPv4Network]:
    """Those of "192.0.2.7" and "192.0.2.0/24". Raises ValueError for what the kernel cannot look for."""
    if named and not POSSIBLE:
        raise ValueError("only Linux drops packets by their sender")
    if len(named) > _MOST_NETWORKS:
        raise ValueError(f"{len(named)} networks")
    return [IPv4Network(one) for one in named]


class PacketFilters:
    """Of the UDP sockets of this process: those bound to `port` are the door's own, the rest sound's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._done: set[str] = set()

    def keep_out_strangers(self, senders: Sequence[IPv4Network]) -> None:
        """Take messages from these senders alone; from everybody where none is named."""
        if senders:
            steps = [step for network in senders for step in _if_from(network)]
            for one in _sockets().values():
                self._attach(one, (*steps, _DROP), own=True)

    def keep_out_large(self) -> None:
        """From the sockets there are now. Does nothing where the kernel cannot."""
        if not POSSIBLE:
            return
        there = _sockets()
        for name in there.keys() - self._done:
            self._attach(there[name], _NO_LARGE, own=False)
        self._done = set(there)

    def _attach(self, descriptor: int, steps: Sequence[_Step], *, own: bool) -> None:
        try:
            # A copy of the descriptor: the stack may close its own at any time.
            with socket.socket(fileno=os.dup(descriptor)) as one:
                is_udp = one.type == socket.SOCK_DGRAM and one.family != socket.AF_UNIX
                if is_udp and (one.getsockname()[1] == self._port) is own:
                    _attach(one, steps)
        except OSError:
            return


def _if_from(network: IPv4Network) -> tuple[_Step, ...]:
    return (
        (_LOAD, 0, 0, _SENDER),
        (_AND, 0, 0, int(network.netmask)),
        (_IF_EQUAL, 0, 1, int(network.network_address)),
        _TAKE,
    )


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
    one.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
