"""What the kernel lets through to a SIP door: messages of those who are named, at any kind of address."""

import socket
from collections.abc import Callable

import pytest

from recorder.lines.baresip_stack.hearing_from import heard_hosts, is_open_to_all
from recorder.lines.baresip_stack.packet_filters import POSSIBLE, PacketFilters, networks
from recorder.switchboard.leg import DoorOptions

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="only Linux drops packets by their sender")

FAMILIES = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
ELSEWHERE = ("192.0.2.0/24", "2001:db8::/32", "::1:0:0/112", "127.0.0.2")


@pytest.mark.parametrize("host", FAMILIES)
@pytest.mark.parametrize(
    ("named", "comes"),
    [
        (ELSEWHERE, False),
        ((*ELSEWHERE, "127.0.0.0/8", "::1"), True),
        (("0.0.0.0/0", "::/0"), True),
        ((), True),
    ],
)
def test_messages_come_from_those_alone_who_are_named(
    host: str, named: tuple[str, ...], comes: bool
) -> None:
    with socket.socket(FAMILIES[host], socket.SOCK_DGRAM) as door:
        door.bind((host, 0))
        door.settimeout(0)
        address = door.getsockname()
        with socket.create_server((host, address[1]), family=FAMILIES[host]) as listening:
            listening.settimeout(0)
            PacketFilters(address[1]).keep_out_strangers(networks(named))
            with socket.socket(FAMILIES[host], socket.SOCK_DGRAM) as sender:
                sender.sendto(b"INVITE", address)
            with socket.socket(FAMILIES[host], socket.SOCK_STREAM) as caller:
                caller.settimeout(0)
                caller.connect_ex(address)
                assert _came(lambda: door.recv(100)) is comes
                assert _came(lambda: _let_in(listening)) is comes


@pytest.mark.parametrize(
    ("options", "heard", "open_to_all"),
    [
        (DoorOptions(host="192.0.2.1"), [], True),
        (DoorOptions(host="127.0.0.1"), [], False),
        (DoorOptions(host="192.0.2.1", callers_from=("192.0.2.0/24",)), ["192.0.2.0/24"], False),
        (DoorOptions(host="::", registrar="192.0.2.5:5080;transport=tcp"), ["192.0.2.5"], False),
        (
            DoorOptions(host="::", registrar="[2001:db8::5]:5061", may_call=("192.0.2.7:5062",)),
            ["2001:db8::5", "192.0.2.7"],
            False,
        ),
        (DoorOptions(host="192.0.2.1", registrar="pbx.example"), [], True),
        (DoorOptions(host="::", registrar="192.0.2.5", may_call=("desk.example",)), [], True),
    ],
)
def test_an_exchange_at_an_address_is_the_only_one_that_is_heard(
    options: DoorOptions, heard: list[str], open_to_all: bool
) -> None:
    assert heard_hosts(options) == heard
    assert is_open_to_all(options) is open_to_all


def _let_in(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    connection.close()


def _came(take: Callable[[], object]) -> bool:
    try:
        take()
    except BlockingIOError:
        return False
    return True
