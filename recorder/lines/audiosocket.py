"""A door for Asterisk: its AudioSocket connects to us by TCP, one connection a call.

The dialplan names the call by a UUID, which stands as what was dialled. Nothing is read or written
but in `arrivals` and the legs' own methods, which never wait.
"""

import logging
import socket
import time
from collections.abc import Callable, Sequence

from recorder.lines.audiosocket_leg import AudioSocketLeg
from recorder.lines.listening import cannot_listen
from recorder.switchboard.leg import DoorOptions, Leg, LegState
from speech.errors import LineError

log = logging.getLogger(__name__)

USUAL_PORT = 9092
_WAITING_TO_BE_TAKEN = 128
_TAKEN_AT_ONCE = 16
_MOST_UNNAMED = 64


class AudioSocketDoor:
    """See `recorder.switchboard.leg.Door`."""

    def __init__(
        self, listening: socket.socket, options: DoorOptions, *, now: Callable[[], float]
    ) -> None:
        self._listening = listening
        self._label = options.label or "audiosocket"
        self._most_calls = options.most_calls
        self._now = now
        self._unnamed: list[AudioSocketLeg] = []
        self._calls: list[AudioSocketLeg] = []
        self._count = 0
        self._turned_away = 0

    @property
    def port(self) -> int:
        port: int = self._listening.getsockname()[1]
        return port

    def arrivals(self) -> Sequence[Leg]:
        """Calls whose UUID came; whoever does not name itself within seconds is cut off."""
        self._take_in()
        for leg in (*self._unnamed, *self._calls):
            leg.read()
        self._calls = [leg for leg in self._calls if leg.state is not LegState.GONE]
        named = [leg for leg in self._unnamed if leg.dialled]
        self._unnamed = [
            leg for leg in self._unnamed if not leg.dialled and leg.state is not LegState.GONE
        ]
        return [leg for leg in named if self._has_room_for(leg)]

    def dial(self, destination: str, *, id: str) -> Leg:  # noqa: A002, ARG002 - as `Door` has it
        raise LineError("door.no_dialling", door=self._label)

    def close(self) -> None:
        self._listening.close()
        for leg in (*self._unnamed, *self._calls):
            leg.hang_up()

    def _take_in(self) -> None:
        for _ in range(_TAKEN_AT_ONCE):
            try:
                connection, _ = self._listening.accept()
            except OSError:
                # Nobody waits, or they left; out of descriptors, they wait until some are free.
                return
            self._count += 1
            self._unnamed.append(
                AudioSocketLeg(f"{self._label}-{self._count}", connection, now=self._now)
            )
            if len(self._unnamed) > _MOST_UNNAMED:
                self._unnamed.pop(0).hang_up()

    def _has_room_for(self, leg: AudioSocketLeg) -> bool:
        if len(self._calls) < self._most_calls:
            self._calls.append(leg)
            return True
        leg.refuse()
        self._turned_away += 1
        if self._turned_away & (self._turned_away - 1) == 0:
            log.warning("door %s: full, %d calls turned away", self._label, self._turned_away)
        return False


def open_door(
    options: DoorOptions, *, now: Callable[[], float] = time.monotonic
) -> AudioSocketDoor:
    """Listens at `options.host` and `port` (0: 9092). Raises LineError when that is not possible."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    address = (options.host, options.port or USUAL_PORT)
    try:
        listening = socket.create_server(address, family=family, backlog=_WAITING_TO_BE_TAKEN)
    except (OSError, OverflowError) as error:
        raise cannot_listen(options.label or "audiosocket", *address, error) from error
    listening.settimeout(0)
    return AudioSocketDoor(listening, options, now=now)


def check_destination(options: DoorOptions, destination: str) -> None:  # noqa: ARG001 - as all have it
    """Raises LineError: nobody is called through this door."""
    raise LineError("door.no_dialling", door=options.label or "audiosocket")
