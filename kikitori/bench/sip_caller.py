"""Light SIP callers that listen by the clock of the kernel: when each packet they hear came."""

import asyncio
import contextlib
import secrets
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

PACKET_S = 0.02
_SAMPLES = 160
_PCMU, _KEYS = 0, 101
_SO_TIMESTAMPNS = 35  # Linux; Python has no name for it
_QUIET = b"\xff" * _SAMPLES


@dataclass
class Caller:
    """One call to `house`; `heard_at_s` are the moments packets of sound came to the machine.

    It says `speech` (PCMU) over and over while `pace` is called every 20 ms.
    """

    house: tuple[str, int]
    name: str = "5550001"
    dialled: str = "5550100"
    speech: bytes = _QUIET
    codecs: Mapping[int, str] = field(default_factory=lambda: {_PCMU: "PCMU/8000"})
    status: int = 0
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    heard_at_s: list[float] = field(default_factory=list)
    quiet_packets: int = 0
    sound: bytearray = field(default_factory=bytearray)
    keeps_sound: bool = False
    sip: socket.socket = field(init=False)
    rtp: socket.socket = field(init=False)
    _tag: str = field(default_factory=lambda: secrets.token_hex(6))
    _call_id: str = field(default_factory=lambda: secrets.token_hex(10))
    _branch: str = field(default_factory=lambda: "z9hG4bK" + secrets.token_hex(6))
    _to: str = ""
    _target: str = ""
    _media: tuple[str, int] | None = None
    _sent: int = 0
    _number: int = 1

    def __post_init__(self) -> None:
        self.sip, self.rtp = _bound(), _bound()
        self.rtp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._to = f"<sip:{self.dialled}@{self.house[0]}:{self.house[1]}>"
        self._target = f"sip:{self.dialled}@{self.house[0]}:{self.house[1]}"
        loop = asyncio.get_running_loop()
        loop.add_reader(self.sip, self._hear_message)
        loop.add_reader(self.rtp, self._hear_sound)

    @property
    def packets(self) -> int:
        return len(self.heard_at_s)

    async def call(self, *, patience_s: float = 8.0) -> bool:
        """Whether the call was answered; `status` says what else."""
        self.ring()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while not (self.connected.is_set() or self.ended.is_set()):
                    await asyncio.sleep(0.01)
        return self.connected.is_set()

    def ring(self) -> None:
        self.send(self.request("INVITE", body=self.offer()))

    def hang_up(self) -> None:
        """Say so once; a lost BYE is the house's to survive."""
        self._number += 1
        if self.connected.is_set():
            self.send(self.request("BYE"))

    def cancel(self) -> None:
        self.send(self.request("CANCEL"))

    def press_by_info(self, key: str) -> None:
        self._number += 1
        body = f"Signal={key}\r\nDuration=160\r\n"
        self.send(self.request("INFO", body=body, kind="application/dtmf-relay"))

    def close(self) -> None:
        loop = asyncio.get_running_loop()
        for end in (self.sip, self.rtp):
            loop.remove_reader(end)
            end.close()

    def pace(self) -> None:
        """Say the next 20 ms."""
        if self._media is None or self.ended.is_set():
            return
        at = self._sent * _SAMPLES % max(_SAMPLES, len(self.speech))
        self.say(self.speech[at : at + _SAMPLES].ljust(_SAMPLES, b"\xff"))

    def say(self, payload: bytes, *, kind: int = _PCMU, source: int = 0x5151) -> None:
        head = struct.pack(
            "!BBHII", 0x80, kind, self._sent & 0xFFFF, self._sent * _SAMPLES & 0xFFFFFFFF, source
        )
        self._sent += 1
        self.say_raw(head + payload)

    def say_raw(self, packet: bytes) -> None:
        if self._media is not None:
            with contextlib.suppress(OSError):
                self.rtp.sendto(packet, self._media)

    def send(self, message: str | bytes) -> None:
        data = message if isinstance(message, bytes) else message.encode()
        with contextlib.suppress(OSError):
            self.sip.sendto(data, self.house)

    def offer(self) -> str:
        port = self.rtp.getsockname()[1]
        kinds = {**self.codecs, _KEYS: "telephone-event/8000"}
        lines = [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            f"m=audio {port} RTP/AVP {' '.join(str(kind) for kind in kinds)}",
            *(f"a=rtpmap:{kind} {name}" for kind, name in kinds.items()),
            f"a=fmtp:{_KEYS} 0-15",
            "a=ptime:20",
            "a=sendrecv",
        ]
        return "\r\n".join([*lines, ""])

    def request(self, method: str, *, body: str = "", kind: str = "application/sdp") -> str:
        own = self.sip.getsockname()[1]
        of_invite = method in ("INVITE", "CANCEL") or (method == "ACK" and self.status >= 300)
        number = 1 if of_invite or method == "ACK" else self._number
        branch = self._branch if of_invite else f"{self._branch}{method}{number}"
        return "\r\n".join(
            [
                f"{method} {self._target} SIP/2.0",
                f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch={branch};rport",
                "Max-Forwards: 70",
                f"From: <sip:{self.name}@127.0.0.1:{own}>;tag={self._tag}",
                f"To: {self._to}",
                f"Call-ID: {self._call_id}",
                f"CSeq: {number} {method}",
                f"Contact: <sip:{self.name}@127.0.0.1:{own}>",
                *([f"Content-Type: {kind}"] if body else []),
                f"Content-Length: {len(body.encode())}",
                "",
                body,
            ]
        )

    def _hear_message(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            while True:
                self._understand(self.sip.recv(65_536).decode(errors="replace"))

    def _understand(self, message: str) -> None:
        head, _, body = message.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        method = _header(lines, "CSeq").rpartition(" ")[2]
        if method == "ACK":
            return
        if not first.startswith("SIP/2.0"):
            self._reply(lines, body=self.offer() if method == "INVITE" else "")
            if method == "BYE":
                self.ended.set()
        elif method == "INVITE":
            self._answered(int(first.split()[1]), lines, body)

    def _answered(self, status: int, lines: list[str], body: str) -> None:
        self.status = status
        if status < 200:
            return
        self._to = _header(lines, "To")
        if status < 300:
            self._target = _header(lines, "Contact").partition("<")[2].partition(">")[0]
            self._media = _media(body)
        self.send(self.request("ACK"))
        (self.connected if status < 300 else self.ended).set()

    def _reply(self, lines: list[str], *, body: str) -> None:
        same = [
            line
            for line in lines
            if line.split(":")[0].lower() in ("via", "from", "to", "call-id", "cseq")
        ]
        own = self.sip.getsockname()[1]
        extra = ["Content-Type: application/sdp"] if body else []
        self.send(
            "\r\n".join(
                [
                    "SIP/2.0 200 OK",
                    *same,
                    f"Contact: <sip:{self.name}@127.0.0.1:{own}>",
                    *extra,
                    f"Content-Length: {len(body)}",
                    "",
                    body,
                ]
            )
        )

    def _hear_sound(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            while True:
                packet, besides, _, _ = self.rtp.recvmsg(2_048, 64)
                if len(packet) > 12 and packet[1] & 0x7F == _PCMU:
                    self.heard_at_s.append(_moment_s(besides))
                    self.quiet_packets += packet[12:] == _QUIET
                    if self.keeps_sound:
                        self.sound += packet[12:]


def _bound() -> socket.socket:
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.bind(("127.0.0.1", 0))
    end.setblocking(False)  # noqa: FBT003 - its only form
    return end


def _moment_s(besides: list[tuple[int, int, bytes]]) -> float:
    for level, kind, data in besides:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS:
            seconds, nanoseconds = struct.unpack("qq", data[:16])
            return float(seconds + nanoseconds * 1e-9)
    return time.time()


def _header(lines: list[str], name: str) -> str:
    wanted = name.lower() + ":"
    return next(
        (line[len(wanted) :].strip() for line in lines if line.lower().startswith(wanted)), ""
    )


def _media(body: str) -> tuple[str, int] | None:
    host, port = "127.0.0.1", 0
    for line in body.split("\r\n"):
        if line.startswith("c=IN IP4 "):
            host = line[9:].strip()
        if line.startswith("m=audio "):
            port = int(line.split()[1])
    return (host, port) if port else None
