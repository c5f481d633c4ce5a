"""One telephone connection of the SIP stack: what the beat's thread sees of it, and what the stack told."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from baresip import AudioNotActive, BaresipError, Call

from recorder.lines.baresip_stack.addresses import Reach
from recorder.lines.baresip_stack.keys import Keys
from recorder.lines.baresip_stack.packet_filters import PacketFilters
from recorder.lines.baresip_stack.sound import CallSound
from recorder.switchboard.beat import BEAT_S
from recorder.switchboard.leg import Ending, KeyDown, LegState
from speech.audio import Samples
from speech.errors import LineError

log = logging.getLogger(__name__)

Asking: TypeAlias = Callable[[Callable[[], Awaitable[None]]], None]

_WORDS = (
    ("486", Ending.BUSY),
    ("600", Ending.BUSY),
    ("408", Ending.NO_ANSWER),
    ("480", Ending.NO_ANSWER),
    ("487", Ending.NO_ANSWER),
    ("3", Ending.REFUSED),
    ("4", Ending.REFUSED),
    ("6", Ending.REFUSED),
)
_ACKNOWLEDGED_AFTER_S = 8.0
_ANSWERED_WITHIN_S, _LOOK_EVERY_S = 2.0, 0.02
_REFERRED_WITHIN_S = 40.0
_TRANSFERRED = "Call transfered"  # the stack's own spelling
_BYE_OR_CANCEL = "Connection reset"


@dataclass(frozen=True, slots=True)
class House:
    """What all connections of a door share. `ask` lets the stack's thread do something, and waits not."""

    ask: Asking
    reach: Reach
    filters: PacketFilters


class SipLeg:
    """Methods without a leading `_` and not under "told" are the beat's; the stack's thread tells."""

    def __init__(
        self,
        id: str,  # noqa: A002 - the seam's name
        house: House,
        *,
        outgoing: bool,
        number: str = "",
        dialled: str = "",
    ) -> None:
        self.id, self.number, self.dialled = id, number, dialled
        self.outgoing = outgoing
        self._house = house
        self._state = LegState.RINGING
        self._ending: Ending | None = None
        self._sound: CallSound | None = None
        self._pressed: deque[KeyDown] = deque()
        self._keys = Keys()
        self._call: Call | None = None
        self._asked_to_end: Ending | None = None
        self._referring = False
        self._not_referred = False
        self._rings = False
        self._held = False

    # what the beat asks

    @property
    def state(self) -> LegState:
        return self._state

    @property
    def ending(self) -> Ending | None:
        return self._ending

    @property
    def rate_hz(self) -> int:
        return self._sound.rate_hz if self._sound else 8_000

    @property
    def waiting_samples(self) -> int:
        return self._sound.waiting_samples if self._talking and self._sound else 0

    def take(self) -> Samples:
        # What came before the end is still given after it, as long as the stack has it.
        came = self._sound.take() if self._sound else np.zeros(0, np.int16)
        if self._held and self._talking and not len(came):
            # Who puts us on hold sends nothing, and nothing of it is missing.
            return np.zeros(round(self.rate_hz * BEAT_S), np.int16)
        return came

    def give(self, samples: Samples) -> None:
        if self._talking and self._sound:
            self._sound.give(samples)

    def flush(self) -> None:
        if self._talking and self._sound:
            self._sound.flush()

    def keys(self) -> Sequence[KeyDown]:
        pressed = []
        while self._pressed:
            pressed.append(self._pressed.popleft())
        return pressed

    def answer(self) -> None:
        if self._state is LegState.RINGING and not self.outgoing and not self._asked_to_end:
            self._house.ask(self._answer)

    def refuse(self) -> None:
        if self._state is LegState.RINGING and not self.outgoing:
            self._end(Ending.REFUSED)

    def hang_up(self) -> None:
        if self._state is LegState.RINGING:
            self._end(Ending.NO_ANSWER if self.outgoing else Ending.REFUSED)
        elif self._state is LegState.CONNECTED:
            self._end(Ending.HUNG_UP)

    def refer(self, destination: str) -> None:
        if not self._talking or self._referring:
            return
        self._not_referred = False
        try:
            address = self._house.reach.address_of(destination)
        except LineError as error:
            log.warning("connection %s: cannot be referred, %s", self.id, error.reason.code)
            self._not_referred = True
            return
        self._referring = True
        self._house.ask(lambda: self._refer(address))

    @property
    def not_referred(self) -> bool:
        return self._not_referred

    @property
    def _talking(self) -> bool:
        return self._state is LegState.CONNECTED

    def _end(self, ending: Ending) -> None:
        if self._asked_to_end is None:
            self._asked_to_end = ending
            self._house.ask(self.leave)

    # what the stack's thread does

    async def _answer(self) -> None:
        if self._call is None or self._state is not LegState.RINGING:
            return
        self._house.filters.keep_out_large()
        await self._call.answer()
        await asyncio.sleep(_ACKNOWLEDGED_AFTER_S)
        if self._state is LegState.RINGING:
            await self.give_up()

    async def give_up(self) -> None:
        """End a call that does not come about though it was answered."""
        if self._call is not None and self._asked_to_end is None:
            self._asked_to_end = Ending.FAILED
            await self._call.hangup()

    async def leave(self) -> None:
        if self._call is None or self._state is LegState.GONE:
            return
        if self._asked_to_end is Ending.REFUSED:
            await self._call.reject()
            return
        until_s = _ANSWERED_WITHIN_S if self.outgoing and self._state is LegState.RINGING else 0.0
        while until_s > 0 and not self._rings and self._state is LegState.RINGING:
            # Before anything came back the stack forgets a call without a word, and it would ring on.
            await asyncio.sleep(_LOOK_EVERY_S)
            until_s -= _LOOK_EVERY_S
        await self._call.hangup()

    async def _refer(self, destination: str) -> None:
        try:
            if self._call is not None:
                await self._call.transfer(destination, timeout=_REFERRED_WITHIN_S)
        except BaresipError:
            self._not_referred = True
            raise
        finally:
            self._referring = False

    # what the stack's thread is told

    @property
    def unwanted(self) -> bool:
        """Whether it was hung up before the stack had a call for it."""
        return self._asked_to_end is not None

    def has_call(self, call: Call) -> None:
        self._call = call

    def rings(self) -> None:
        """The other side has the call."""
        self._rings = True

    def is_held(self, *, held: bool) -> None:
        """The other side has put us on hold, or talks again."""
        self._held = held

    def begins_to_sound(self) -> bool:
        """Connected from now on if there is sound both ways; also True when it is gone meanwhile."""
        if self._call is None or self._state is not LegState.RINGING:
            return True
        try:
            info = self._call.audio.info()
        except AudioNotActive:
            return False
        if info.tx_ready and info.rx_ready:
            self._sound = CallSound(self._call.audio, info)
            self._state = LegState.CONNECTED
        return self._state is LegState.CONNECTED

    def key_down(self, key: str, now_s: float) -> None:
        pressed = self._keys.down(key, now_s)
        if pressed is not None and self._talking:
            self._pressed.append(pressed)

    def key_up(self, now_s: float) -> None:
        self._keys.up(now_s)

    def is_gone(self, reason: str) -> None:
        """`reason` is the stack's own, a status line or what the system calls an error."""
        if self._state is not LegState.GONE:
            self._ending = self._why(reason)
            self._state = LegState.GONE

    def _why(self, reason: str) -> Ending:
        if self._referring and reason.startswith((_TRANSFERRED, _BYE_OR_CANCEL)):
            return Ending.REFERRED
        if self._asked_to_end is not None:
            return self._asked_to_end
        if self.outgoing and self._state is LegState.RINGING:
            of_status = (ending for status, ending in _WORDS if reason.startswith(status))
            return next(of_status, Ending.NO_ANSWER if "timed out" in reason else Ending.FAILED)
        hung_up = not reason or reason.startswith(_BYE_OR_CANCEL)
        return Ending.HUNG_UP if hung_up else Ending.FAILED
