"""Stays registered with an exchange, and says why where that is not possible."""

import asyncio
import contextlib
import logging
import socket
import ssl
from ipaddress import ip_address

from baresip import BaresipError, Event, RegistrationError, StackEvent, UserAgent

from recorder.lines.baresip_stack.addresses import exchange_of
from recorder.lines.baresip_stack.hearing_from import only_loopback
from recorder.lines.baresip_stack.settings import label_of, transport_of
from recorder.switchboard.leg import DoorOptions
from speech.errors import LineError
from speech.reasons import Reason, reason, system_reason

log = logging.getLogger(__name__)

_AGAIN_S = (5.0, 10.0, 20.0, 30.0)
_PATIENCE_S = 3.0
_REFUSES_USER, _TOO_BRIEF = (401, 403, 404, 407), 423
_PORTS = {"tls": 5061}
_DISTRUST = {10: "door.expired", 62: "door.other_name", 64: "door.other_name"}
"""What OpenSSL's codes mean: expired, not for this name, not for this address."""


class Registration:
    """In the stack's thread. It renews itself; where that fails it is begun anew, again and again.

    Of its own the stack would wait for up to half an hour.
    """

    def __init__(self, agent: UserAgent, options: DoorOptions) -> None:
        self._agent, self._options = agent, options
        self._again: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Raises LineError, in words."""
        try:
            await self._agent.register()
        except RegistrationError as error:
            raise LineError(
                "door.not_registered",
                door=label_of(self._options),
                registrar=exchange_of(self._options.registrar),
                cause=_why(error, self._options),
            ) from error

    def hear(self, event: StackEvent) -> None:
        """What the stack tells of it."""
        if event.event is Event.REGISTER_FAIL and self._again is None:
            log.warning("door %s: not registered any more; trying again", label_of(self._options))
            self._again = asyncio.get_running_loop().create_task(self._begin_again())

    def end(self) -> None:
        if self._again is not None:
            self._again.cancel()

    async def _begin_again(self) -> None:
        tried = 0
        while True:
            await asyncio.sleep(_AGAIN_S[min(tried, len(_AGAIN_S) - 1)])
            tried += 1
            with contextlib.suppress(BaresipError):
                await self._agent.register()
                log.warning("door %s: registered again", label_of(self._options))
                self._again = None
                return


def _why(error: RegistrationError, options: DoorOptions) -> Reason:
    if error.status in _REFUSES_USER:
        return reason("door.refuses_user", status=error.status)
    if error.status == _TOO_BRIEF:
        return reason("door.too_often", seconds=options.register_every_s)
    if error.status:
        return reason("door.refuses", status=error.status)
    return _looked_for(options) or reason("door.says_nothing")


def _looked_for(options: DoorOptions) -> Reason | None:
    """What is wrong on the way to an exchange that gave no answer, as far as can be seen from here."""
    host, port = _address(options)
    try:
        found = {ip_address(one[4][0]) for one in socket.getaddrinfo(host, port)}
        if only_loopback(options) and not any(one.is_loopback for one in found):
            return reason("door.from_loopback", host=options.host)
        if transport_of(options) != "udp":
            with socket.create_connection((host, port), _PATIENCE_S) as connection:
                if transport_of(options) == "tls":
                    _greet(connection, host, options.ca_file)
    except socket.gaierror:
        return reason("door.unknown_name")
    except ssl.SSLCertVerificationError as error:
        return reason(_DISTRUST.get(error.verify_code, "door.not_trusted"), host=host)
    except TimeoutError:
        return None
    except OSError as error:
        return system_reason(error)
    return None


def _greet(connection: socket.socket, host: str, ca_file: str) -> None:
    connection.settimeout(_PATIENCE_S)
    ssl.create_default_context(cafile=ca_file or None).wrap_socket(
        connection, server_hostname=host
    ).close()


def _address(options: DoorOptions) -> tuple[str, int]:
    exchange = exchange_of(options.registrar)
    host, colon, port = exchange.rpartition(":")
    if not colon or not port.isdecimal():
        host, port = exchange, ""
    return host.strip("[]"), int(port or _PORTS.get(transport_of(options), 5060))
