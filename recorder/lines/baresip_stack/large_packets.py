"""Lets the kernel drop packets that no sound fills, before the stack's decoders see them.

The G.722 decoder of baresip-python 0.5.2a3 writes past its buffer when a packet has more than
2,880 bytes: anybody could end the process, and all calls with it.
"""

import ctypes
import os
import socket
import struct
import sys

POSSIBLE = sys.platform == "linux"

_LARGEST_BYTES = 1_500
_UDP_HEADER_BYTES = 8
_SO_ATTACH_FILTER = 26  # Linux; Python has no name for it
_LOAD_LENGTH, _IF_GREATER, _RETURN = 0x80, 0x25, 0x06  # of classic BPF
_PROGRAM = b"".join(
    struct.pack("HBBI", *step)
    for step in (
        (_LOAD_LENGTH, 0, 0, 0),
        (_IF_GREATER, 1, 0, _LARGEST_BYTES + _UDP_HEADER_BYTES),
        (_RETURN, 0, 0, 0xFFFFFFFF),
        (_RETURN, 0, 0, 0),
    )
)


class LargePackets:
    """Keeps them from all UDP sockets of this process but those bound to `port`, the door's own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._done: set[str] = set()

    def keep_out(self) -> None:
        """Of the sockets there are now. Does nothing where the kernel cannot."""
        if not POSSIBLE:
            return
        there = _sockets()
        for name in there.keys() - self._done:
            self._guard(there[name])
        self._done = set(there)

    def _guard(self, descriptor: int) -> None:
        try:
            # A copy of the descriptor: the stack may close its own at any time.
            with socket.socket(fileno=os.dup(descriptor)) as one:
                is_udp = one.type == socket.SOCK_DGRAM and one.family != socket.AF_UNIX
                if is_udp and one.getsockname()[1] != self._port:
                    _attach(one)
        except OSError:
            return


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


def _attach(one: socket.socket) -> None:
    steps = ctypes.create_string_buffer(_PROGRAM)
    program = struct.pack("HP", len(_PROGRAM) // 8, ctypes.addressof(steps))
    one.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
