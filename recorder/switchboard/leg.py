"""The seam of doors: how telephone calls come in and go out, one file a kind in `recorder/lines/`.

Everything here lives in the line's own process and is used by its one thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from speech.audio import Samples


class LegState(StrEnum):
    """Where a connection is in its life; it never goes back."""

    RINGING = "ringing"
    CONNECTED = "connected"
    GONE = "gone"


class Ending(StrEnum):
    """Why a connection is gone; `FAILED` is anything the network did."""

    HUNG_UP = "hung-up"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"
    REFERRED = "referred"
    FAILED = "failed"


class KeyWay(StrEnum):
    """How a key came: beside the sound, as a message, or as a tone within it."""

    RTP_EVENT = "rtp-event"
    INFO = "info"
    IN_BAND = "in-band"


@dataclass(frozen=True, slots=True)
class KeyDown:
    """A key at the moment it goes down."""

    key: str = field(repr=False)
    way: KeyWay


class Leg(Protocol):
    """One telephone connection. No method waits; what cannot be done any more does nothing.

    `rate_hz` is that of the samples both ways, 8,000 or 16,000; it is settled once connected.
    `number` and `dialled` come from strangers: of whom the other side says to be, and whom it called.
    """

    id: str
    number: str
    dialled: str

    @property
    def state(self) -> LegState: ...

    @property
    def ending(self) -> Ending | None:
        """Why the connection is gone; None while it is not."""
        ...

    @property
    def rate_hz(self) -> int: ...

    @property
    def waiting_samples(self) -> int:
        """How much of what was given has not been sent yet."""
        ...

    def take(self) -> Samples:
        """All sound that came since the last time; int16, mono, any length."""
        ...

    def give(self, samples: Samples) -> None:
        """Sound to be sent after what waits already."""
        ...

    def flush(self) -> None:
        """Throw away what waits to be sent."""
        ...

    def keys(self) -> Sequence[KeyDown]:
        """Keys that went down since the last time, apart from tones within the sound."""
        ...

    def answer(self) -> None: ...

    def refuse(self) -> None:
        """Turn a ringing call away as busy."""
        ...

    def hang_up(self) -> None: ...

    def refer(self, destination: str) -> None:
        """Ask the other side to call somebody else instead; GONE as REFERRED when it does."""
        ...

    @property
    def not_referred(self) -> bool:
        """Whether what was asked last by `refer` came to nothing."""
        ...


class Door(Protocol):
    """Where connections come from. Opened by `open_door(options)` of its module.

    Raises LineError there when it cannot be opened.
    """

    def arrivals(self) -> Sequence[Leg]:
        """Connections that came since the last time, ringing (or connected, where nothing rings).

        Raises LineError when none can come any more: the door is lost.
        """
        ...

    def dial(self, destination: str, *, id: str) -> Leg:  # noqa: A002
        """Call somebody; the leg rings until they answer. Raises LineError where nobody can be called."""
        ...

    def close(self) -> None:
        """Hang all up and go."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorOptions:
    """What a door needs to know; each kind takes what concerns it.

    `host` and `port` are where it listens. `registrar`, `user` and `password` register it with a
    telephone exchange (empty: callers come of themselves). `may_call` are the hosts, `host` or
    `host:port`, that may be called beside that exchange, `callers_from` the addresses or networks
    whose messages are taken (empty: see operations.md). `ca_file` has the certificates an exchange is
    trusted by over TLS (empty: the system's), `srtp` is "off", "offered" or "required" (empty:
    offered over TLS). `jitter_buffer` is for lossy networks only: it loses sound where there is
    nothing to smooth. `devices` are those of a headset.
    """

    label: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    most_calls: int = 50
    registrar: str = ""
    user: str = ""
    password: str = ""
    may_call: Sequence[str] = ()
    callers_from: Sequence[str] = ()
    register_every_s: int = 60
    ca_file: str = ""
    srtp: str = ""
    jitter_buffer: bool = False
    devices: Sequence[str] = ()
