"""A telephone for measuring: what Asterisk is at the other end of an AudioSocket, at its pace."""

import socket
import threading
import time
import uuid
from collections.abc import Callable

import numpy as np

from speech.audio import Samples
from speech.errors import LineError

_FRAME_S = 0.02
_SOUND = 200


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class LinePhone:
    """Sends a frame every 20 ms, silence or what it was given, and notes when sound comes back."""

    def __init__(self, port: int, *, rate_hz: int) -> None:
        self._size = round(rate_hz * _FRAME_S)
        self._to_say: Samples = np.zeros(0, np.int16)
        self._said = threading.Event()
        self._said_at_s = 0.0
        self._heard: list[tuple[float, bool]] = []
        self._over = threading.Event()
        self._changed = threading.Condition()
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._connection.settimeout(None)
        self._send(0x01, uuid.uuid4().bytes)
        for target in (self._talk, self._listen):
            threading.Thread(target=target, daemon=True).start()

    def say(self, samples: Samples) -> float:
        """Say this; returns when its last frame was sent, the monotonic time of that."""
        self._said.clear()
        with self._changed:
            self._to_say = samples
        self._said.wait()
        return self._said_at_s

    def press(self, key: str) -> float:
        """Press a key; the monotonic time of it."""
        at_s = time.monotonic()
        self._send(0x03, key.encode())
        return at_s

    def sound_after(self, at_s: float, patience_s: float) -> float | None:
        """When sound came after that moment; None when none comes within so many seconds."""
        return self._wait(lambda: self._first_sound(at_s), patience_s)

    def wait_for_quiet(self, quiet_s: float, patience_s: float) -> None:
        """Until nothing has been heard for so long, or so many seconds are over."""
        self._wait(lambda: self._quiet(quiet_s), patience_s)

    def hang_up(self) -> None:
        self._send(0x00)
        self._over.set()
        self._connection.close()

    def _first_sound(self, after_s: float) -> float | None:
        return next((at_s for at_s, sound in self._heard if sound and at_s > after_s), None)

    def _quiet(self, quiet_s: float) -> float | None:
        if not self._heard:
            return None
        now_s = self._heard[-1][0]
        last = next((at_s for at_s, sound in reversed(self._heard) if sound), self._heard[0][0])
        if now_s - last < quiet_s:
            return None
        self._heard.clear()
        return now_s

    def _wait(self, found: Callable[[], float | None], patience_s: float) -> float | None:
        """Raises LineError when the line is gone."""
        end_s = time.monotonic() + patience_s
        with self._changed:
            while (at_s := found()) is None:
                left_s = end_s - time.monotonic()
                if self._over.is_set():
                    raise LineError("the line has hung up")
                if left_s <= 0:
                    return None
                self._changed.wait(left_s)
        return at_s

    def _talk(self) -> None:
        began_s, count = time.monotonic(), 0
        while not self._over.is_set():
            with self._changed:
                frame, self._to_say = self._to_say[: self._size], self._to_say[self._size :]
                ends = len(frame) > 0 and not len(self._to_say)
            frame = np.pad(frame, (0, self._size - len(frame)))
            self._send(0x10, frame.astype("<i2").tobytes())
            if ends:
                self._said_at_s = time.monotonic()
                self._said.set()
            count += 1
            time.sleep(max(0.0, began_s + count * _FRAME_S - time.monotonic()))

    def _listen(self) -> None:
        try:
            with self._connection.makefile("rb") as stream:
                while len(head := stream.read(3)) == 3:
                    content = stream.read(int.from_bytes(head[1:], "big"))
                    if head[0] == 0x10:
                        self._note(content)
                    if head[0] in (0x00, 0xFF):
                        break
        except (OSError, ValueError):
            pass
        self._over.set()
        with self._changed:
            self._changed.notify_all()

    def _note(self, content: bytes) -> None:
        sound = bool(np.abs(np.frombuffer(content, "<i2").astype(np.int32)).max(initial=0) > _SOUND)
        with self._changed:
            self._heard.append((time.monotonic(), sound))
            self._changed.notify_all()

    def _send(self, kind: int, content: bytes = b"") -> None:
        try:
            self._connection.sendall(bytes([kind]) + len(content).to_bytes(2, "big") + content)
        except OSError:
            self._over.set()
