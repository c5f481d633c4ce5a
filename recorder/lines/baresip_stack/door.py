"""The door of SIP calls: rings for who calls, dials whom we call, and knows every connection by its call."""

import asyncio
import contextlib
import itertools
import logging
import resource
import socket
from collections import deque
from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Literal, cast

from baresip import Account, BaresipError, Config, Event, StackEvent

from recorder.lines.baresip_stack.addresses import Reach, party_of
from recorder.lines.baresip_stack.leg import House, SipLeg
from recorder.lines.baresip_stack.packet_filters import POSSIBLE, PacketFilters, networks
from recorder.lines.baresip_stack.stack import Incoming, Stack
from recorder.switchboard.leg import DoorOptions
from speech.errors import LineError
from speech.reasons import system_reason

log = logging.getLogger(__name__)

USUAL_PORT = 5060
MOST_CALLS = 120
"""The stack has room for the sound of 256 connections, and each caller may be bridged to another."""

_CODECS = (*(["g722/16000/1"] if POSSIBLE else []), "opus/48000/2", "pcmu", "pcma")
_SHOWN_HEADERS = ("To", "P-Asserted-Identity")
_SOUND_AFTER_S, _LOOK_EVERY_S = 2.0, 0.005
_SILENT_LINE_S = 120
"""A side that sends nothing for so long is gone without saying so."""
_REGISTER_EVERY_S = 600
_MOST_KEPT = 250
"""Calls that the stack keeps though nobody has them; each takes 2 MB and four open files."""
_FILES = 4_096


class SipDoor:
    """Raises LineError where it cannot be opened, and from `arrivals` once the stack is dead."""

    def __init__(self, options: DoorOptions) -> None:
        _check(options)
        host, port = options.host, options.port or USUAL_PORT
        senders = _senders(options)
        _check_free(options, port)
        _allow_files()
        self._label = _label(options)
        self._most_calls = options.most_calls
        self._numbers = itertools.count(1)
        self._legs: dict[int, SipLeg] = {}
        self._arrived: deque[SipLeg] = deque()
        self._dialling = 0
        self._early: list[StackEvent] = []
        self._offered: set[int] = set()
        self._stack = Stack(_config(options, host, port), _account(options), label=self._label)
        self._house = House(
            self._stack.ask,
            Reach(options.registrar, options.may_call, self._label),
            PacketFilters(port),
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
                await call.hangup()
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


def _label(options: DoorOptions) -> str:
    return options.label or "sip"


def _check(options: DoorOptions) -> None:
    door = _label(options)
    if not 1 <= options.most_calls <= MOST_CALLS:
        raise LineError("door.too_many_calls", door=door, calls=options.most_calls, most=MOST_CALLS)
    if _transport(options) not in ("udp", "tcp", "tls"):
        raise LineError("door.no_transport", door=door)
    if options.registrar and not options.user:
        raise LineError("door.no_user", door=door)


def _senders(options: DoorOptions) -> list[IPv4Network]:
    try:
        return networks(options.callers_from)
    except ValueError as error:
        named = ", ".join(options.callers_from)
        raise LineError("door.bad_senders", door=_label(options), named=named) from error


def _check_free(options: DoorOptions, port: int) -> None:
    # The stack goes on without a port that it cannot have, and nobody could call.
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    kinds = [socket.SOCK_DGRAM]
    if _transport(options) == "tcp":
        kinds.append(socket.SOCK_STREAM)
    for kind in kinds:
        with socket.socket(family, kind) as tried:
            if kind == socket.SOCK_STREAM:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((options.host, port))
            except OSError as error:
                raise LineError(
                    "door.cannot_listen",
                    door=_label(options),
                    host=options.host,
                    port=port,
                    cause=system_reason(error),
                ) from error


def _allow_files() -> None:
    """A call takes up to eight open files, and a shell usually allows 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _config(options: DoorOptions, host: str, port: int) -> Config:
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - what the options say
    # Connections that strangers leave open would use up what a process may open.
    transports = {"tcp": "udp,tcp", "tls": "udp,tls"}.get(_transport(options), "udp")
    lines = (
        f"sip_listen {host}:{port}",
        f"sip_transports {transports}",
        f"audio_jitter_buffer_type {'adaptive' if options.jitter_buffer else 'off'}",
        "rtp_ports 10000-20000",
        "opus_application voip",
    )
    return Config(
        # The stack leaves the loopback out unless it is told its address.
        net_interface=None if everywhere else host,
        expose_headers=_SHOWN_HEADERS,
        native_log_level="error",
        # We count those ourselves: the stack counts calls it keeps by mistake as well.
        max_concurrent_calls=None,
        rtp_timeout=_SILENT_LINE_S,
        extra_config_text="\n".join(lines) + "\n",
    )


def _transport(options: DoorOptions) -> str:
    """That of the exchange, `host;transport=tcp`; UDP unless it is named."""
    return options.registrar.lower().partition(";transport=")[2] or "udp"


def _account(options: DoorOptions) -> Account:
    exchange = options.registrar.partition(";")[0]
    try:
        return Account(
            user=options.user or "kikitori",
            domain=exchange or options.host,
            password=options.password,
            reg_interval=_REGISTER_EVERY_S if exchange else 0,
            transport=cast("Literal['udp', 'tcp', 'tls']", _transport(options)),
            audio_codecs=_CODECS,
            # Whatever number was called, it is ours.
            extra_params=("catchall=yes",),
        )
    except ValueError as error:
        raise LineError("door.bad_account", door=_label(options)) from error
