"""A telephone for tests and measuring: what Asterisk is at the other end of an AudioSocket, at its pace."""

import socket
import threading
import time
import uuid
from collections.abc import Callable
from typing import Self

import numpy as np

from speech.audio import Samples
from speech.errors import LineError

_FRAME_S = 0.02
_SOUND = 200
_HANG_UP, _CALL, _KEY, _ERROR = 0x00, 0x01, 0x03, 0xFF
_SOUND_KINDS = {8_000: 0x10, 16_000: 0x12}


class LinePhone:
    """Sends a frame every 20 ms, silence or what it was told to say, and keeps what it hears.

    `call` is the UUID it calls with, `over` is set once either side has hung up.
    """

    def __init__(self, port: int, *, rate_hz: int = 8_000, call: str = "") -> None:
        self.rate_hz = rate_hz
        self.call = call or str(uuid.uuid4())
        self.over = threading.Event()
        self._size = round(rate_hz * _FRAME_S)
        self._to_say: Samples = np.zeros(0, np.int16)
        self._said_all_at_s: float | None = None
        self._heard: list[Samples] = []
        self._sounded_at_s: list[float] = []
        self._began_s = self._heard_at_s = time.monotonic()
        self._changed = threading.Condition()
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._connection.settimeout(None)
        self._send(_CALL, uuid.UUID(self.call).bytes)
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
        """All it heard until now."""
        with self._changed:
            return np.concatenate([*self._heard, np.zeros(0, np.int16)])

    def say(self, samples: Samples) -> None:
        """Say this after what is being said."""
        with self._changed:
            self._to_say = np.concatenate([self._to_say, samples])
            self._said_all_at_s = None

    def wait_until_said(self, patience_s: float) -> float | None:
        """The monotonic time at which all that was to be said had been sent."""
        return self._wait(lambda: self._said_all_at_s, patience_s)

    def press(self, key: str) -> float:
        """Press a key; the monotonic time of it."""
        at_s = time.monotonic()
        self._send(_KEY, key.encode())
        return at_s

    def sound_after(self, at_s: float, patience_s: float) -> float | None:
        """When sound came after that moment; None when none comes within so many seconds."""
        return self._wait(
            lambda: next((one for one in self._sounded_at_s if one > at_s), None), patience_s
        )

    def wait_for_quiet(self, quiet_s: float, patience_s: float) -> None:
        """Until nothing has been heard for so long, or so many seconds are over."""
        self._wait(lambda: self._quiet(quiet_s), patience_s)

    def hang_up(self) -> None:
        self._send(_HANG_UP)
        self._end()
        for thread in self._threads:
            thread.join(5)
        self._connection.close()

    def _quiet(self, quiet_s: float) -> float | None:
        since_s = max([self._began_s, *self._sounded_at_s[-1:]])
        return self._heard_at_s if self._heard_at_s - since_s >= quiet_s else None

    def _wait(self, found: Callable[[], float | None], patience_s: float) -> float | None:
        """Raises LineError when the line is gone."""
        end_s = time.monotonic() + patience_s
        with self._changed:
            while (at_s := found()) is None:
                left_s = end_s - time.monotonic()
                if self.over.is_set():
                    raise LineError("the line has hung up")
                if left_s <= 0:
                    return None
                self._changed.wait(left_s)
        return at_s

    def _talk(self) -> None:
        due_at_s = time.monotonic()
        while not self.over.is_set():
            with self._changed:
                frame, self._to_say = self._to_say[: self._size], self._to_say[self._size :]
                ends = len(frame) > 0 and not len(self._to_say)
            frame = np.pad(frame, (0, self._size - len(frame)))
            self._send(_SOUND_KINDS[self.rate_hz], frame.astype("<i2").tobytes())
            # A telephone that was held up goes on from there; it does not talk faster.
            now_s = time.monotonic()
            if ends:
                self._note_said(now_s)
            due_at_s = max(due_at_s + _FRAME_S, now_s)
            time.sleep(due_at_s - now_s)

    def _note_said(self, now_s: float) -> None:
        with self._changed:
            if not len(self._to_say):
                self._said_all_at_s = now_s
                self._changed.notify_all()

    def _listen(self) -> None:
        try:
            with self._connection.makefile("rb") as stream:
                while len(head := stream.read(3)) == 3:
                    content = stream.read(int.from_bytes(head[1:], "big"))
                    if head[0] in _SOUND_KINDS.values():
                        self._keep(np.frombuffer(content, "<i2").astype(np.int16))
                    if head[0] in (_HANG_UP, _ERROR):
                        break
        except (OSError, ValueError):
            pass
        self._end()

    def _keep(self, samples: Samples) -> None:
        with self._changed:
            self._heard.append(samples)
            self._heard_at_s = time.monotonic()
            if np.abs(samples.astype(np.int32)).max(initial=0) > _SOUND:
                self._sounded_at_s.append(self._heard_at_s)
            self._changed.notify_all()

    def _end(self) -> None:
        self.over.set()
        with self._changed:
            self._changed.notify_all()

    def _send(self, kind: int, content: bytes = b"") -> None:
        try:
            self._connection.sendall(bytes([kind]) + len(content).to_bytes(2, "big") + content)
        except OSError:
            self.over.set()
