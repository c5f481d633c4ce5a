"""One call that came through an AudioSocket; see `recorder.switchboard.leg.Leg`."""

import logging
import socket
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from recorder.lines.audiosocket_messages import (
    RATES_HZ,
    BadMessageError,
    Kind,
    Message,
    packed,
    taken,
)
from recorder.switchboard.leg import Ending, KeyDown, KeyWay, LegState
from speech.audio import Samples

log = logging.getLogger(__name__)

_READ_AT_ONCE = 4_096
_NAMED_WITHIN_S = 5.0
_SILENT_FOR_S = 30.0
_RATE_KNOWN_WITHIN_S = 0.5
_USUAL_RATE_HZ = 8_000
_MOST_UNSENT = 32_000
_MOST_HEARD_S = 5.0
_LONGEST_AT_ONCE = 8_000
_NOTHING: Samples = np.zeros(0, np.int16)


class AudioSocketLeg:
    """Rings until it is answered, though Asterisk waits for nothing: what it sends before is not heard.

    Its rate is that of the first sound. Asterisk plays what it is sent at its own pace and does not
    say how far it is; `waiting_samples` is what it cannot have played yet.
    """

    def __init__(self, id: str, connection: socket.socket, *, now: Callable[[], float]) -> None:  # noqa: A002
        self.id = id
        self.number = ""
        self.dialled = ""
        self._connection = connection
        self._now = now
        self._opened_at_s = self._heard_at_s = now()
        self._answered = False
        self._rate_hz = 0
        self._ending: Ending | None = None
        self._received = bytearray()
        self._unsent = bytearray()
        self._heard: list[Samples] = []
        self._heard_samples = 0
        self._keys: list[KeyDown] = []
        self._played_at_s = 0.0
        with suppress(OSError):
            connection.settimeout(0)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def state(self) -> LegState:
        if self._ending is not None:
            return LegState.GONE
        return LegState.CONNECTED if self._answered and self._rate_hz else LegState.RINGING

    @property
    def ending(self) -> Ending | None:
        return self._ending

    @property
    def rate_hz(self) -> int:
        return self._rate_hz or _USUAL_RATE_HZ

    @property
    def waiting_samples(self) -> int:
        return max(0, round((self._played_at_s - self._now()) * self.rate_hz))

    def take(self) -> Samples:
        heard = np.concatenate(self._heard) if self._heard else _NOTHING
        self._heard.clear()
        self._heard_samples = 0
        return heard

    def give(self, samples: Samples) -> None:
        if self.state is not LegState.CONNECTED or not len(samples):
            return
        kind = Kind.SOUND_16 if self.rate_hz == RATES_HZ[Kind.SOUND_16] else Kind.SOUND_8
        for first in range(0, len(samples), _LONGEST_AT_ONCE):
            piece = samples[first : first + _LONGEST_AT_ONCE]
            self._unsent += packed(kind, piece.astype("<i2", copy=False).tobytes())
        self._played_at_s = max(self._played_at_s, self._now()) + len(samples) / self.rate_hz
        self._send()

    def flush(self) -> None:
        """What was sent cannot be taken back."""

    def keys(self) -> Sequence[KeyDown]:
        keys, self._keys = self._keys, []
        return keys

    def answer(self) -> None:
        self._answered = True

    def refuse(self) -> None:
        self._leave(Ending.REFUSED)

    def hang_up(self) -> None:
        self._leave(Ending.HUNG_UP)

    def refer(self, destination: str) -> None:
        """An AudioSocket has no way to say so."""

    @property
    def not_referred(self) -> bool:
        return True

    def read(self) -> None:
        """Take what has come, once a beat."""
        if self._ending is not None:
            return
        self._send()
        try:
            came = self._connection.recv(_READ_AT_ONCE)
        except BlockingIOError:
            self._wait_no_longer()
            return
        except OSError:
            self._close(Ending.FAILED)
            return
        if not came:
            self._close(Ending.HUNG_UP)
            return
        self._heard_at_s = self._now()
        self._received += came
        try:
            for message in taken(self._received):
                self._understand(message)
        except BadMessageError as error:
            log.warning("connection %s: %s, ended", self.id, error)
            self._leave(Ending.FAILED, Kind.ERROR)
        self._wait_no_longer()

    def _understand(self, message: Message) -> None:
        if self._ending is not None:
            return
        if not self.dialled and message.kind is not Kind.UUID:
            raise BadMessageError("begins without a UUID")
        match message.kind:
            case Kind.UUID if not self.dialled:
                self.dialled = str(uuid.UUID(bytes=message.content))
            case Kind.UUID:
                raise BadMessageError("has two UUIDs")
            case Kind.KEY:
                self._key(message.content)
            case Kind.HANG_UP:
                self._close(Ending.HUNG_UP)
            case Kind.ERROR:
                self._close(Ending.FAILED)
            case _:
                self._hear(RATES_HZ[message.kind], message.content)

    def _key(self, content: bytes) -> None:
        key = content.decode("latin-1").upper()
        if key not in "0123456789*#ABCD":
            raise BadMessageError("a key no telephone has")
        if self._answered:
            self._keys.append(KeyDown(key, KeyWay.RTP_EVENT))

    def _hear(self, rate_hz: int, content: bytes) -> None:
        if self._rate_hz not in (0, rate_hz):
            raise BadMessageError("changes its rate")
        self._rate_hz = rate_hz
        if not self._answered:
            return
        self._heard.append(np.frombuffer(content, "<i2").astype(np.int16))
        self._heard_samples += len(self._heard[-1])
        while self._heard_samples > _MOST_HEARD_S * rate_hz:
            self._heard_samples -= len(self._heard.pop(0))

    def _wait_no_longer(self) -> None:
        now_s = self._now()
        if not self._rate_hz and now_s - self._opened_at_s > _RATE_KNOWN_WITHIN_S and self.dialled:
            self._rate_hz = _USUAL_RATE_HZ
        unnamed = not self.dialled and now_s - self._opened_at_s > _NAMED_WITHIN_S
        if unnamed or now_s - self._heard_at_s > _SILENT_FOR_S:
            self._leave(Ending.FAILED)

    def _send(self) -> None:
        if not self._unsent or self._ending is not None:
            return
        try:
            sent = self._connection.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._close(Ending.FAILED)
            return
        del self._unsent[:sent]
        if len(self._unsent) > _MOST_UNSENT:
            log.warning("connection %s: does not take what it is sent, ended", self.id)
            self._close(Ending.FAILED)

    def _leave(self, ending: Ending, kind: Kind = Kind.HANG_UP) -> None:
        """Say that it is over, as far as that can be sent without waiting."""
        if self._ending is None:
            with suppress(OSError):
                self._connection.send(self._unsent + packed(kind))
            self._close(ending)

    def _close(self, ending: Ending) -> None:
        self._ending = ending
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            # What is left unread would tear the connection before the other side has read its end.
            self._connection.recv(_READ_AT_ONCE)
        self._connection.close()
