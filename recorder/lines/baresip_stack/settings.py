"""What the options of a SIP door mean to its stack: checked, and written as the stack reads them."""

import socket
import ssl
from pathlib import Path
from typing import Literal, cast

from baresip import Account, Config

from recorder.lines.baresip_stack.addresses import exchange_of
from recorder.lines.baresip_stack.hearing_from import address_of, heard_hosts, only_loopback
from recorder.lines.baresip_stack.packet_filters import POSSIBLE, Network, networks
from recorder.lines.listening import cannot_listen
from recorder.switchboard.leg import DoorOptions
from speech.errors import LineError
from speech.reasons import reason

USUAL_PORT = 5060
MOST_CALLS = 120
"""The stack has room for the sound of 256 connections, and each caller may be bridged to another."""

_CODECS = (*(["g722/16000/1"] if POSSIBLE else []), "opus/48000/2", "pcmu", "pcma")
_SHOWN_HEADERS = ("To", "P-Asserted-Identity")
_SILENT_LINE_S = 120
"""A side that sends nothing for so long is gone without saying so."""
_SRTP = {"off": "", "offered": "srtp", "required": "srtp-mand"}


def label_of(options: DoorOptions) -> str:
    return options.label or "sip"


def port_of(options: DoorOptions) -> int:
    return options.port or USUAL_PORT


def transport_of(options: DoorOptions) -> str:
    """That of the exchange, `host;transport=tcp`; UDP unless it is named."""
    return options.registrar.lower().partition(";transport=")[2] or "udp"


def check(options: DoorOptions) -> None:
    """Raises LineError for what makes no sense, and when the port cannot be had."""
    door = label_of(options)
    if not 1 <= options.most_calls <= MOST_CALLS:
        raise LineError("door.too_many_calls", door=door, calls=options.most_calls, most=MOST_CALLS)
    if transport_of(options) not in ("udp", "tcp", "tls"):
        raise LineError("door.no_transport", door=door)
    if options.registrar and not options.user:
        raise LineError("door.no_user", door=door)
    if options.srtp and options.srtp not in _SRTP:
        raise LineError("door.no_srtp", door=door, known=", ".join(_SRTP))
    if options.ca_file and not Path(options.ca_file).is_file():
        raise LineError("door.no_ca_file", door=door, file=options.ca_file)
    exchange = address_of(exchange_of(options.registrar))
    if exchange and not exchange.is_loopback and only_loopback(options):
        cause = reason("door.from_loopback", host=options.host)
        raise LineError("door.not_registered", door=door, registrar=str(exchange), cause=cause)
    _check_free(options)


def _check_free(options: DoorOptions) -> None:
    # The stack goes on without a port that it cannot have, and nobody could call.
    address = (options.host, port_of(options))
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    kinds = [socket.SOCK_DGRAM]
    if transport_of(options) == "tcp":
        kinds.append(socket.SOCK_STREAM)
    for kind in kinds:
        with socket.socket(family, kind) as tried:
            if kind == socket.SOCK_STREAM:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(address)
            except OSError as error:
                raise cannot_listen(label_of(options), *address, error) from error


def senders(options: DoorOptions) -> list[Network]:
    """Whose messages are taken; everybody's where none is named. Raises LineError."""
    try:
        return networks(heard_hosts(options))
    except ValueError as error:
        named = ", ".join(options.callers_from)
        raise LineError("door.bad_senders", door=label_of(options), named=named) from error


def config_of(options: DoorOptions) -> Config:
    everywhere = options.host in ("0.0.0.0", "::")  # noqa: S104 - what the options say
    transport = transport_of(options)
    lines = [
        f"sip_listen {_in_address(options.host)}:{port_of(options)}",
        # Connections that strangers leave open would use up what a process may open.
        f"sip_transports {'udp' if transport == 'udp' else 'udp,' + transport}",
        f"audio_jitter_buffer_type {'adaptive' if options.jitter_buffer else 'off'}",
        "rtp_ports 10000-20000",
        "opus_application voip",
    ]
    if exchange_of(options.registrar).rpartition("]")[2].count(":"):
        # With a port its name is an address' (RFC 3263), which the system may know without asking.
        lines.append("dns_getaddrinfo yes")
    if transport == "tls":
        # Without being told whom to trust the stack believes any certificate.
        lines += ["sip_verify_server yes", *_trusted(options)]
    return Config(
        # The stack leaves the loopback out unless it is told its address.
        net_interface=None if everywhere else options.host,
        expose_headers=_SHOWN_HEADERS,
        native_log_level="error",
        # We count those ourselves: the stack counts calls it keeps by mistake as well.
        max_concurrent_calls=None,
        rtp_timeout=_SILENT_LINE_S,
        extra_config_text="\n".join(lines) + "\n",
    )


def _trusted(options: DoorOptions) -> list[str]:
    usual = ssl.get_default_verify_paths()
    file = options.ca_file or usual.cafile
    return [f"sip_cafile {file}" if file else f"sip_capath {usual.capath}"]


def account_of(options: DoorOptions) -> Account:
    """Raises LineError for characters the stack would misread."""
    exchange, encryption = exchange_of(options.registrar), _encryption(options)
    try:
        return Account(
            user=options.user or "kikitori",
            domain=exchange or _in_address(options.host),
            password=options.password,
            reg_interval=options.register_every_s if exchange else 0,
            transport=cast("Literal['udp', 'tcp', 'tls']", transport_of(options)),
            audio_codecs=_CODECS,
            # Whatever number was called, it is ours.
            extra_params=("catchall=yes", *([f"mediaenc={encryption}"] if encryption else [])),
        )
    except ValueError as error:
        raise LineError("door.bad_account", door=label_of(options)) from error


def _encryption(options: DoorOptions) -> str:
    """Keys of sound are secret where the messages are that carry them."""
    usual = "offered" if transport_of(options) == "tls" else "off"
    return _SRTP[options.srtp or usual]


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
