"""The peer of `bench ivr`: calls held by asyncio alone, one task a call, with webrtcvad; JSON in, JSON out."""

import asyncio
import json
import resource
import secrets
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any, cast

import numpy as np

from kikitori.bench.mu_law import decoded, encoded, never_quiet
from models.loading import load_detector
from recorder.soundfile_reading import read_call, resampled
from speech.audio import AudioFrame, Channel

_SAMPLES, _RATE_HZ, _PACKET_S = 160, 8_000, 0.02


class House(asyncio.DatagramProtocol):
    """Answers every call at once and plays `prompt` to it over and over."""

    def __init__(self, prompt: bytes) -> None:
        self._prompt = prompt
        self._new_detector = load_detector("webrtc")
        self._players: dict[str, asyncio.Task[None]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        call_id = next(line for line in lines if line.lower().startswith("call-id"))
        if first.startswith("INVITE") and call_id not in self._players:
            at = ("127.0.0.1", int(body.partition("m=audio ")[2].split()[0]))
            sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sound.bind(("127.0.0.1", 0))
            sound.setblocking(False)  # noqa: FBT003 - its only form
            self._players[call_id] = asyncio.create_task(self._play(sound, at))
            self._reply(lines, addr, _answer(sound.getsockname()[1]))
        elif first.startswith("BYE"):
            self._players.pop(call_id).cancel()
            self._reply(lines, addr, "")

    def _reply(self, lines: list[str], addr: tuple[str, int], body: str) -> None:
        kept = ("via", "from", "call-id", "cseq")
        same = [line for line in lines if line.split(":")[0].lower() in kept]
        to = next(line for line in lines if line.lower().startswith("to:"))
        to += "" if ";tag=" in to else f";tag={secrets.token_hex(4)}"
        host, port = self._transport.get_extra_info("sockname")[:2]
        contact = f"Contact: <sip:house@{host}:{port}>"
        kind = ["Content-Type: application/sdp"] if body else []
        message = ["SIP/2.0 200 OK", *same, to, contact, *kind, f"Content-Length: {len(body)}"]
        self._transport.sendto("\r\n".join([*message, "", body]).encode(), addr)

    async def _play(self, sound: socket.socket, at: tuple[str, int]) -> None:
        detector, loop = self._new_detector(), asyncio.get_running_loop()
        sent, due_s = 0, loop.time()
        try:
            while True:
                begin = sent * _SAMPLES % (len(self._prompt) - _SAMPLES)
                head = struct.pack("!BBHII", 0x80, 0, sent & 0xFFFF, sent * _SAMPLES, 7)
                sound.sendto(head + self._prompt[begin : begin + _SAMPLES], at)
                sent += 1
                for packet in _packets(sound):
                    frame = decoded(packet[12:])
                    if len(frame) == _SAMPLES:
                        first = sent * _SAMPLES
                        detector.probability(AudioFrame(frame, _RATE_HZ, first, Channel.CALLER))
                due_s += _PACKET_S
                await asyncio.sleep(max(0.0, due_s - loop.time()))
        finally:
            sound.close()


def _packets(sound: socket.socket) -> list[bytes]:
    came = []
    try:
        while True:
            came.append(sound.recv(2_048))
    except BlockingIOError:
        return came


def _answer(port: int) -> str:
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
    )


async def serve(task: dict[str, Any]) -> dict[str, float]:
    """CPU and wall seconds between two lines of input."""
    audio = resampled(
        read_call(Path(task["speech"]), operator_left=False, accept_mono=False), _RATE_HZ
    )
    prompt = encoded(never_quiet(audio.channels[Channel.OPERATOR]))
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: House(prompt), local_addr=(task["host"], 0)
    )
    print(json.dumps({"port": transport.get_extra_info("sockname")[1]}), flush=True)
    moments = []
    for _ in range(2):
        await loop.run_in_executor(None, sys.stdin.readline)
        used = resource.getrusage(resource.RUSAGE_SELF)
        moments.append((used.ru_utime + used.ru_stime, time.monotonic()))
    await loop.run_in_executor(None, sys.stdin.readline)
    transport.close()
    cpu_s, wall_s = np.subtract(moments[1], moments[0]).tolist()
    return {"cpu_s": cpu_s, "wall_s": wall_s}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(serve(json.loads(sys.stdin.readline())))))
