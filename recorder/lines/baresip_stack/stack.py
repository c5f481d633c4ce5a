"""The SIP stack of this process, in a thread of its own: started, asked and stopped from others."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from baresip import (
    BaresipError,
    Call,
    CommandTimeout,
    Event,
    Runtime,
    StackEvent,
    UserAgent,
)

from recorder.lines.baresip_stack import settings
from recorder.lines.baresip_stack.registering import Registration
from recorder.switchboard.leg import DoorOptions
from speech.errors import LineError
from speech.reasons import reason

log = logging.getLogger(__name__)

_START_S = 20.0
_STOP_S = 12.0
_PULSE_S = 2.0
_MISSED_PULSES = 3
_LOG_LEVEL = "error"

# What the stack's own loggers say repeats what strangers sent.
_native = logging.getLogger("baresip")
_native.addHandler(logging.NullHandler())
_native.propagate = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call that rings, and the event that told of it."""

    call: Call
    event: StackEvent


class Stack:
    """Raises LineError from `start`. `ended` says that the stack is dead: only a new process helps."""

    def __init__(self, options: DoorOptions) -> None:
        self._options, self._label = options, settings.label_of(options)
        self._config, self._account = settings.config_of(options), settings.account_of(options)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_report)
        self._thread = threading.Thread(target=self._run, name="sip", daemon=True)
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._leaving = asyncio.Event()
        self._runtime: Runtime | None = None
        self._agent: UserAgent | None = None
        self._registration: Registration | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.ended = False

    def start(
        self, *, ringing: Callable[[Incoming], None], told: Callable[[StackEvent], None]
    ) -> None:
        """`ringing` and `told` are called in the stack's thread."""
        self._ringing, self._told = ringing, told
        self._thread.start()
        if not self._ready.wait(_START_S):
            self.close()
            raise LineError("door.not_started", door=self._label, cause=reason("door.says_nothing"))
        if self._failure is not None:
            self._thread.join(_STOP_S)
            raise self._failure
        if self.ended:
            raise LineError("door.dead", door=self._label)

    def ask(self, what: Callable[[], Awaitable[None]]) -> None:
        """Let the stack do something; a call that is gone meanwhile is nobody's fault."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: so are all calls
            self._loop.call_soon_threadsafe(self._begin, what)

    async def dial(self, address: str) -> Call:
        assert self._agent is not None
        return await self._agent.dial(address)

    def now_s(self) -> float:
        """The stack's own clock, which only counts."""
        return self._loop.time()

    def close(self) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join(_STOP_S)
        self.ended = True

    # in the stack's thread

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self.ended = True
            self._ready.set()
            self._loop.close()

    async def _live(self) -> None:
        try:
            await self._open()
        except LineError as error:
            self._failure = error
        except (BaresipError, ValueError, OSError) as error:
            cause = type(error).__name__
            self._failure = LineError("door.not_started", door=self._label, cause=cause)
        if self._failure is not None:
            await self._shut()
            return
        self._ready.set()
        pulse = self._loop.create_task(self._feel_pulse())
        await self._leaving.wait()
        pulse.cancel()
        await self._shut()

    async def _open(self) -> None:
        self._runtime = Runtime(native_log_level=_LOG_LEVEL)
        self._runtime.on_dead = self._died
        await self._runtime.start(self._config)
        # A REFER could let a stranger make us call anybody.
        self._agent = await UserAgent.create(self._runtime, self._account, transfer_policy="reject")
        self._runtime.subscribe(self._hear)
        if self._account.reg_interval:
            registration = Registration(self._agent, self._options)
            await registration.begin()
            self._registration = registration

    def _hear(self, event: StackEvent) -> None:
        if event.event is Event.CALL_INCOMING:
            assert self._runtime is not None
            self._ringing(Incoming(Call._from_incoming(self._runtime, event), event))  # noqa: SLF001
        else:
            self._told(event)
            if self._registration is not None:
                self._registration.hear(event)

    def _begin(self, what: Callable[[], Awaitable[None]]) -> None:
        task = self._loop.create_task(_carried_out(what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _feel_pulse(self) -> None:
        missed = 0
        while missed < _MISSED_PULSES:
            await asyncio.sleep(_PULSE_S)
            assert self._runtime is not None
            try:
                await self._runtime.set_native_log_level(_LOG_LEVEL)  # any command answered is life
                missed = 0
            except CommandTimeout:
                missed += 1
            except BaresipError:
                missed = _MISSED_PULSES
        self._died()

    def _died(self) -> None:
        if not self._leaving.is_set():
            log.error("door %s: its telephony has died", self._label)
        self.ended = True

    async def _shut(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._registration is not None:
            self._registration.end()
        if self._runtime is not None:
            with contextlib.suppress(BaresipError):
                await self._runtime.close()


def _report(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    # What exceptions of the stack say repeats what strangers sent.
    log.error("door sip: %s nobody asked for", type(context.get("exception")).__name__)


async def _carried_out(what: Callable[[], Awaitable[None]]) -> None:
    try:
        await what()
    except BaresipError as error:
        log.debug("door sip: %s", type(error).__name__)
