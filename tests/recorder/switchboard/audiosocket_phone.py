"""A telephone for tests: what Asterisk is at the other end of an AudioSocket, at its pace."""

import socket
import threading
import time
import uuid
from typing import Self

import numpy as np

from speech.audio import Samples

FRAME_S = 0.02


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class AudioSocketPhone:
    """Sends a frame every 20 ms (silence, or what it was told to say) and keeps what it hears."""

    def __init__(self, port: int, *, rate_hz: int = 8_000, call: str = "") -> None:
        self.rate_hz = rate_hz
        self.heard_at_s: list[float] = []
        self.over = threading.Event()
        self._size = round(rate_hz * FRAME_S)
        self._to_say: Samples = np.zeros(0, np.int16)
        self._heard: list[Samples] = []
        self._lock = threading.Lock()
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.call = call or str(uuid.uuid4())
        self._send(0x01, uuid.UUID(self.call).bytes)
        self._threads = [
            threading.Thread(target=target, daemon=True) for target in (self._talk, self._listen)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    @property
    def heard(self) -> Samples:
        with self._lock:
            return np.concatenate([*self._heard, np.zeros(0, np.int16)])

    def say(self, samples: Samples) -> None:
        """Say this after what is being said."""
        with self._lock:
            self._to_say = np.concatenate([self._to_say, samples])

    def press(self, key: str) -> None:
        self._send(0x03, key.encode())

    def hang_up(self) -> None:
        self._send(0x00)
        self.over.set()
        for thread in self._threads:
            thread.join(5)
        self._connection.close()

    def _talk(self) -> None:
        kind = 0x12 if self.rate_hz == 16_000 else 0x10
        due_at_s = time.monotonic()
        while not self.over.is_set():
            with self._lock:
                frame, self._to_say = self._to_say[: self._size], self._to_say[self._size :]
            frame = np.pad(frame, (0, self._size - len(frame)))
            self._send(kind, frame.astype("<i2").tobytes())
            # A telephone that was held up goes on from there; it does not talk faster.
            now_s = time.monotonic()
            due_at_s = max(due_at_s + FRAME_S, now_s)
            time.sleep(due_at_s - now_s)

    def _listen(self) -> None:
        try:
            with self._connection.makefile("rb") as stream:
                while len(head := stream.read(3)) == 3:
                    content = stream.read(int.from_bytes(head[1:], "big"))
                    if head[0] in (0x10, 0x12):
                        self._keep(content)
                    if head[0] in (0x00, 0xFF):
                        break
        except OSError:
            pass
        self.over.set()

    def _keep(self, content: bytes) -> None:
        with self._lock:
            self.heard_at_s.append(time.monotonic())
            self._heard.append(np.frombuffer(content, "<i2").astype(np.int16))

    def _send(self, kind: int, content: bytes = b"") -> None:
        try:
            self._connection.sendall(bytes([kind]) + len(content).to_bytes(2, "big") + content)
        except OSError:
            self.over.set()
