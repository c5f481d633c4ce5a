"""What strangers send to a SIP house: damaged messages and sound, from one seed each."""

import random
import secrets

from kikitori.bench.sip_caller import Caller

MARK = "Himitsu-4711"
"""Stands in all they send, and so may stand nowhere else afterwards."""

_METHODS = (
    *["INVITE"] * 6,
    "BYE",
    "CANCEL",
    "ACK",
    "OPTIONS",
    "REGISTER",
    "SUBSCRIBE",
    "NOTIFY",
    "MESSAGE",
    "REFER",
    "UPDATE",
    "PRACK",
    "INFO",
    "PUBLISH",
    "NONSENSE",
)
_FIND = (b":", b";", b"=", b"<", b">", b"\r\n", b" ", b"@", b"Content-Length: ", b"127.0.0.1")
_PUT = (
    b"",
    b"\0",
    b"::",
    b"%s%n",
    b"\xff\xfe",
    b"99999999999999999999",
    b"-1",
    b"\r\n\r\n",
    b"\n",
    b'"',
)


class Stranger(Caller):
    """Calls again and again as somebody new, and does not mind what is answered."""

    def begin_anew(self) -> None:
        self._call_id, self._tag = secrets.token_hex(8), secrets.token_hex(4)
        self._branch = "z9hG4bK" + secrets.token_hex(6)
        self._to = f"<sip:{self.dialled}@{self.house[0]}:{self.house[1]}>"

    def _answered(self, status: int, lines: list[str], body: str) -> None:
        self.statuses = [*getattr(self, "statuses", []), status]


def damaged_message(stranger: Stranger, chance: random.Random) -> bytes:
    stranger.begin_anew()
    method = chance.choice(_METHODS)
    body = stranger.offer() if method in ("INVITE", "UPDATE", "PRACK") else ""
    if method == "INFO":
        body = "Signal=5\r\nDuration=99999999999\r\n"
    message = stranger.request(method, body=body)
    if method == "REFER":
        message = message.replace("Max-F", "Refer-To: <sip:x@127.0.0.1:9>\r\nMax-F")
    return _damaged(message.encode(), chance)


def damaged_sound(chance: random.Random) -> bytes:
    """RTP, RTCP and what is neither, of all payload types and of sizes no sound has."""
    sizes = (0, 1, 2, 3, 11, 12, 80, 160, 300, 1_400, 4_000, 8_000)
    head = bytes([chance.choice((0x80, 0x80, 0x80, 0x90, 0xBF, 0xA0, 0x40)), chance.randrange(256)])
    return (head + chance.randbytes(10) + chance.randbytes(chance.choice(sizes)))[
        : chance.choice((1, 11, 13, 9_000, 9_000, 9_000))
    ]


def _damaged(message: bytes, chance: random.Random) -> bytes:
    data = bytearray(message)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 30))
            case 3:
                data[at:at] = data[at : at + chance.randint(1, 200)]
            case 4:
                data = data.replace(chance.choice(_FIND), chance.choice(_PUT), chance.randint(1, 3))
            case 5:
                data[at:at] = b"A" * chance.choice((100, 5_000, 20_000))
    return bytes(data[:65_000])
