"""Watches that a sound server does not put another input under an open stream.

PulseAudio moves who records from an input that is unplugged to another input, and moves who records
from the default input when another becomes the default, whether they asked for it by name or not.
The operator's channel would then hold what the far side says.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import Protocol, TypeVar

from recorder.lines.ports.pulse_server import PulseServer, Recorded

log = logging.getLogger(__name__)

_OF_THE_SYSTEM = ("default", "pulse", "pipewire", "sysdefault")
"""Devices that are whatever input the system chooses."""

_Stream = TypeVar("_Stream")


class Server(Protocol):
    """What knows which inputs this process records; None when it cannot tell."""

    def recorded(self) -> Recorded | None: ...


class RecordedInput:
    """The input under a recording of ours, by the server's name of it."""

    def __init__(self, server: Server, recording: int, number: int, name: str, device: str) -> None:
        self.name = name
        self._server = server
        self._recording = recording
        self._number = number
        self._device = device

    def is_lost(self) -> bool:
        """Whether the recording hears another input now.

        What the system chooses is followed when it chooses anew, but not when the input is away:
        nobody has chosen what comes in its place then.
        """
        now = self._server.recorded()
        number = now.recordings.get(self._recording) if now else None
        if now is None or number is None or number == self._number:
            return False
        name = now.inputs.get(number, "")
        if self._device in _OF_THE_SYSTEM and self._number in now.inputs:
            log.warning("%r was %r and is %r from now on", self._device, self.name, name)
            self.name, self._number = name, number
            return False
        log.warning("%r: the sound server gives %r in place of %r", self._device, name, self.name)
        return True


def opened(
    device: str, open_stream: Callable[[], _Stream], *, server: Server | None = None
) -> tuple[_Stream, RecordedInput | None]:
    """Open a stream, and find the recording it makes; None without a server that knows of it.

    Only one stream of the process may be opened at a time.
    """
    server = server or _server()
    before = server.recorded()
    stream = open_stream()
    after = server.recorded() if before else None
    new = after.recordings.keys() - before.recordings.keys() if before and after else ()
    if before is None or after is None or len(new) != 1:
        return stream, None
    (recording,) = new
    number = after.recordings[recording]
    name = after.inputs.get(number, "")
    return stream, RecordedInput(server, recording, number, name, device)


@cache
def _server() -> PulseServer:
    return PulseServer()
