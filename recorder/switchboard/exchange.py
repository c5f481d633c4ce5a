"""All connections of the line's process: carries out orders, and tells the news of each beat."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from recorder.switchboard import orders
from recorder.switchboard.bridging import Joints
from recorder.switchboard.connection import Connection
from recorder.switchboard.leg import Door, Ending, KeyDown, KeyWay, Leg, LegState
from recorder.switchboard.news import Connected, Gone, News, NotReferred, Rang
from recorder.switchboard.orders import Order
from speech.audio import Samples
from speech.detecting import VoiceDetector
from speech.errors import LineError

log = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(slots=True)
class _Line:
    leg: Leg
    dialled: bool
    connection: Connection | None = None
    ending: Ending | None = None
    referring: bool = False


class Exchange:
    """Whatever a connection does, the others go on; one that fails is gone as FAILED."""

    def __init__(
        self, doors: Mapping[str, Door], new_detector: Callable[[], VoiceDetector]
    ) -> None:
        self._doors = dict(doors)
        self._new_detector = new_detector
        self._lines: dict[str, _Line] = {}
        self._joints = Joints()
        self._lost_of_gone = 0

    @property
    def connections(self) -> int:
        return len(self._connected())

    @property
    def lost_samples(self) -> int:
        """Callers' sound that did not come in time or was too much, since the beginning."""
        return self._lost_of_gone + sum(one.lost_samples for one in self._connected().values())

    def order(self, order: Order) -> list[News]:
        """Carry out an order; what cannot be done any more does nothing."""
        if isinstance(order, orders.Dial):
            return self._dial(order)
        if isinstance(order, orders.Bridge):
            self._bridge(order.caller, order.operator)
        elif isinstance(order, orders.Unbridge):
            self._joints.part(order.caller)
        elif line := self._lines.get(order.leg):
            self._alone(order.leg, partial(_carry_out, order, line))
        return []

    def beat(self, *, behind: int = 0) -> list[News]:
        """20 ms of all connections; `behind` more beats follow at once."""
        news = [*self._arrivals(), *self._changes()]
        said: dict[str, tuple[Samples, int]] = {}
        for name, connection in self._connected().items():
            sound = self._alone(name, partial(connection.take, behind=behind))
            if sound is not None:
                said[name] = sound, connection.rate_hz
        for name, connection in self._connected().items():
            news += self._alone(name, partial(self._give, name, connection, said)) or ()
        return news

    def _give(
        self, name: str, connection: Connection, said: Mapping[str, tuple[Samples, int]]
    ) -> list[News]:
        other = self._lines.get(self._joints.other(name) or "")
        missing_s = other.connection.missing_s if other and other.connection else 0.0
        sound = self._joints.heard_by(name, connection.rate_hz, said)
        return connection.give(sound, other_missing_s=missing_s)

    def close(self) -> None:
        """Hang all up and close the doors."""
        for door in self._doors.values():
            self._alone("door", door.close)

    def _arrivals(self) -> Iterator[News]:
        for label, door in list(self._doors.items()):
            arrivals = self._alone(label, door.arrivals)
            if arrivals is None:
                self._lose(label)
                continue
            for leg in arrivals:
                if leg.id in self._lines:
                    log.error("door %s: two connections have one name", label)
                    self._alone(label, leg.hang_up)
                    continue
                self._lines[leg.id] = _Line(leg, dialled=False)
                yield Rang(leg.id, label, leg.number, leg.dialled)

    def _lose(self, label: str) -> None:
        """Go on without a door; without any the process ends, and whoever runs it may start another."""
        del self._doors[label]
        if not self._doors:
            raise LineError("door.dead", door=label)

    def _changes(self) -> Iterator[News]:
        """Those that are connected or gone since the last beat."""
        for name, line in list(self._lines.items()):
            yield from self._alone(name, partial(self._change, name, line)) or ()
            if line.ending is not None:
                yield from self._leave(name, line, line.ending)

    def _change(self, name: str, line: _Line) -> Sequence[News]:
        state = line.leg.state
        if state is LegState.GONE:
            line.ending = line.leg.ending or Ending.FAILED
        if line.referring and state is LegState.CONNECTED and line.leg.not_referred:
            line.referring = False
            return [NotReferred(name)]
        if line.connection is not None or state is not LegState.CONNECTED:
            return ()
        line.connection = Connection(
            line.leg, dialled=line.dialled, new_detector=self._new_detector
        )
        return [Connected(name, line.connection.rate_hz)]

    def _leave(self, name: str, line: _Line, ending: Ending) -> Iterator[News]:
        if line.connection is not None:
            yield from self._alone(name, line.connection.rest) or ()
            self._lost_of_gone += line.connection.lost_samples
        del self._lines[name]
        self._joints.part(name)
        yield Gone(name, ending)

    def _connected(self) -> dict[str, Connection]:
        return {
            name: line.connection
            for name, line in self._lines.items()
            if line.connection is not None and line.ending is None
        }

    def _dial(self, order: orders.Dial) -> list[News]:
        door = self._doors.get(order.door)
        if order.leg in self._lines:
            log.error("connection %s: cannot be dialled, it is there already", order.leg)
            return []
        leg = self._alone(order.leg, partial(_called, door, order)) if door else None
        if leg is None:
            return [Gone(order.leg, Ending.FAILED)]
        self._lines[order.leg] = _Line(leg, dialled=True)
        return []

    def _bridge(self, caller: str, operator: str) -> None:
        sides = [self._lines.get(caller), self._lines.get(operator)]
        if None in sides:
            return
        self._joints.join(caller, operator)
        for line in sides:
            if line is not None and line.connection is not None:
                line.connection.playing.end_loop()

    def _alone(self, name: str, do: Callable[[], Result]) -> Result | None:
        """What goes wrong in doing this ends this connection or door, and nothing else."""
        try:
            return do()
        except Exception as error:  # noqa: BLE001 - the beat of the others must go on
            # The type alone: what a stranger sent may stand in the text.
            log.error("%s: %s, given up", name, type(error).__name__)  # noqa: TRY400
        line = self._lines.get(name)
        if line is not None:
            line.ending = Ending.FAILED
            with suppress(Exception):
                line.leg.hang_up()
        return None


def _called(door: Door, order: orders.Dial) -> Leg | None:
    try:
        return door.dial(order.destination, id=order.leg)
    except LineError as error:
        # Whom somebody wanted to call may stand in the sentence.
        log.warning("connection %s: cannot be dialled, %s", order.leg, error.reason.code)
        return None


def _carry_out(order: Order, line: _Line) -> None:
    """What concerns one connection alone."""
    leg, connection = line.leg, line.connection
    match order:
        case orders.Answer():
            leg.answer()
        case orders.Refuse():
            leg.refuse()
        case orders.Refer():
            leg.refer(order.destination)
            line.referring = True
        case orders.HangUp(after_speech=True) if connection is not None:
            connection.leave()
        case orders.HangUp():
            leg.hang_up()
        case _ if connection is not None:
            _play(order, connection)


def _play(order: Order, connection: Connection) -> None:
    match order:
        case orders.Speak():
            connection.speak(order)
        case orders.Loop():
            connection.playing.loop(order.samples)
        case orders.GoOn():
            connection.go_on()
        case orders.Hush():
            connection.hush()
        case orders.Press():
            connection.press(KeyDown(order.key, KeyWay.INFO))
