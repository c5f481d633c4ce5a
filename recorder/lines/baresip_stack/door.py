"""The door of SIP calls: rings for who calls, dials whom we call, and knows every connection by its call."""

import asyncio
import contextlib
import itertools
import logging
import resource
from collections import deque
from collections.abc import Sequence

from baresip import BaresipError, Event, StackEvent

from recorder.lines.baresip_stack import settings
from recorder.lines.baresip_stack.addresses import Reach, party_of
from recorder.lines.baresip_stack.leg import House, SipLeg
from recorder.lines.baresip_stack.packet_filters import PacketFilters
from recorder.lines.baresip_stack.stack import Incoming, Stack
from recorder.switchboard.leg import DoorOptions
from speech.errors import LineError

log = logging.getLogger(__name__)

_SOUND_AFTER_S, _LOOK_EVERY_S = 2.0, 0.005
_MOST_KEPT = 250
"""Calls that the stack keeps though nobody has them; each takes 2 MB and four open files."""
_FILES = 4_096


class SipDoor:
    """Raises LineError where it cannot be opened, and from `arrivals` once the stack is dead."""

    def __init__(self, options: DoorOptions) -> None:
        settings.check(options)
        senders = settings.senders(options)
        _allow_files()
        self._label = settings.label_of(options)
        self._most_calls = options.most_calls
        self._numbers = itertools.count(1)
        self._legs: dict[int, SipLeg] = {}
        self._arrived: deque[SipLeg] = deque()
        self._dialling = 0
        self._early: list[StackEvent] = []
        self._offered: set[int] = set()
        self._stack = Stack(options)
        self._house = House(
            self._stack.ask,
            Reach(options.registrar, options.may_call, self._label),
            PacketFilters(settings.port_of(options)),
        )
        self._stack.start(ringing=self._ring, told=self._tell)
        self._house.filters.keep_out_strangers(senders)

    # for the beat's thread

    def arrivals(self) -> Sequence[SipLeg]:
        if self._stack.ended or len(self._offered) > _MOST_KEPT:
            self._lose_all()
            raise LineError("door.dead", door=self._label)
        arrived = []
        while self._arrived:
            arrived.append(self._arrived.popleft())
        return arrived

    def dial(self, destination: str, *, id: str) -> SipLeg:  # noqa: A002 - the seam's name
        address = self._house.reach.address_of(destination)
        leg = SipLeg(id, self._house, outgoing=True)
        self._stack.ask(lambda: self._dial(leg, address))
        return leg

    def close(self) -> None:
        self._stack.close()
        self._lose_all()

    def _lose_all(self) -> None:
        for leg in list(self._legs.values()):
            leg.is_gone("the stack is gone")
        self._legs.clear()

    # in the stack's thread

    def _ring(self, incoming: Incoming) -> None:
        event, call = incoming.event, incoming.call
        leg = SipLeg(
            f"sip-{next(self._numbers)}",
            self._house,
            outgoing=False,
            number=party_of(event.headers.get("P-Asserted-Identity")) or party_of(event.peer),
            dialled=party_of(event.headers.get("To")),
        )
        self._offered.discard(call.handle)
        leg.has_call(call)
        if sum(not leg.outgoing for leg in self._legs.values()) >= self._most_calls:
            self._stack.ask(call.reject)
            return
        self._legs[call.handle] = leg
        self._arrived.append(leg)

    async def _dial(self, leg: SipLeg, address: str) -> None:
        self._dialling += 1
        try:
            call = await self._stack.dial(address)
            self._house.filters.keep_out_large()
            leg.has_call(call)
            self._legs[call.handle] = leg
            if leg.unwanted:
                self._stack.ask(leg.leave)
        except BaresipError:
            leg.is_gone("cannot be called")
        finally:
            self._dialling -= 1
            early, self._early = self._early, []
            # The other side may have answered, or turned us away, before we had the call in hand.
            for event in early:
                self._tell(event)

    def _tell(self, event: StackEvent) -> None:
        leg = self._legs.get(event.call)
        if leg is None:
            self._hear_of_a_stranger(event)
            return
        match event.event:
            case Event.CALL_ESTABLISHED:
                self._stack.ask(lambda: self._connect(leg))
            case Event.CALL_RINGING | Event.CALL_PROGRESS:
                leg.rings()
            case Event.CALL_HOLD | Event.CALL_RESUME:
                leg.is_held(held=event.event is Event.CALL_HOLD)
            case Event.CALL_DTMF_START:
                leg.key_down(event.text or "", self._stack.now_s())
            case Event.CALL_DTMF_END:
                leg.key_up(self._stack.now_s())
            case Event.CALL_CLOSED:
                leg.is_gone(event.text or "")
                del self._legs[event.call]

    def _hear_of_a_stranger(self, event: StackEvent) -> None:
        """Of a call that is turned away, that is not in hand yet, or that never rings.

        baresip-python 0.5.2a3 keeps the call of an INVITE without Contact for ever, with its sockets,
        and to end it would break the stack's memory.
        """
        if self._dialling and event.call:
            self._early.append(event)
        elif event.event is Event.CALL_CLOSED:
            self._offered.discard(event.call)
        elif event.event is Event.CALL_REMOTE_SDP and event.text == "offer":
            self._offered.add(event.call)

    async def _connect(self, leg: SipLeg) -> None:
        until_s = self._stack.now_s() + _SOUND_AFTER_S
        while not leg.begins_to_sound():
            if self._stack.now_s() > until_s:
                await leg.give_up()
                return
            await asyncio.sleep(_LOOK_EVERY_S)


def _allow_files() -> None:
    """A call takes up to eight open files, and a shell usually allows 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
