"""The SIP door at a telephone exchange: registers with it, and calls numbers through it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kikitori.bench.ports import free_port
from recorder.lines.baresip_stack import registering
from recorder.lines.sip import open_door
from recorder.switchboard.leg import DoorOptions, Ending
from speech.errors import LineError
from tests.telephones.hall import Hall
from tests.telephones.phone import gone
from tests.telephones.registrar import Registrar
from tests.telephones.tls_exchange import certificate, tls_exchange

Halls = Callable[..., Hall]
Registrars = Callable[..., Registrar]


def test_the_door_registers_and_calls_numbers_through_its_exchange(
    halls: Halls, registrars: Registrars
) -> None:
    exchange = registrars("line7", "a secret; with signs")
    hall = halls(
        may_call=(), registrar=exchange.address, user="line7", password="a secret; with signs"
    )
    assert exchange.registered.wait(1)
    legs = [hall.dial(number, number) for number in ("tel:+81-3-5555-0100", "5550101")]
    for leg in legs:
        hall.run(lambda leg=leg: gone(leg), "the exchange is busy")  # type: ignore[misc]
        assert leg.ending is Ending.BUSY
    assert sorted({address.partition(";")[0] for address in exchange.called}) == [
        f"sip:+81355550100@{exchange.address}",
        f"sip:5550101@{exchange.address}",
    ]
    with pytest.raises(LineError, match="may not be called"):
        hall.dial("sip:somebody@192.0.2.7", "elsewhere")


@pytest.mark.parametrize(
    ("password", "answers", "said"),
    [
        ("wrong", 200, "refuses user and password"),
        ("right", 503, "answers 503"),
        ("right", 423, "less often than every 60 s"),
    ],
)
def test_a_door_that_may_not_register_says_why(
    halls: Halls, registrars: Registrars, password: str, answers: int, said: str
) -> None:
    exchange = registrars("line7", "right", answers=answers)
    with pytest.raises(LineError, match=f"cannot register with .*{said}") as raised:
        halls(registrar=exchange.address, user="line7", password=password)
    assert "secret" not in str(raised.value)
    assert password not in str(raised.value)


def test_a_registration_that_was_lost_is_begun_anew(
    halls: Halls, registrars: Registrars, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "_AGAIN_S", (0.05,))
    exchange = registrars("line7", "right", holds_s=1)
    halls(registrar=exchange.address, user="line7", password="right")
    exchange.answers = 503
    assert exchange.refused.wait(10)
    exchange.registered.clear()
    exchange.answers = 200
    assert exchange.registered.wait(10)


def test_an_exchange_may_be_at_an_address_of_the_new_kind(
    halls: Halls, registrars: Registrars
) -> None:
    exchange = registrars("line7", "right", host="::1")
    hall = halls(
        host="::1", may_call=(), registrar=exchange.address, user="line7", password="right"
    )
    leg = hall.dial("tel:5550101", "one")
    hall.run(lambda: gone(leg), "the exchange is busy")
    assert leg.ending is Ending.BUSY


def test_over_tls_only_an_exchange_is_spoken_to_that_can_be_trusted(
    halls: Halls, registrars: Registrars, tmp_path: Path
) -> None:
    file, key = certificate(tmp_path, "127.0.0.1")
    registrar = registrars("line7", "right")
    with tls_exchange(registrar.reply, file, key) as exchange:
        options = {"registrar": exchange, "user": "line7", "password": "right"}
        with pytest.raises(LineError, match=r"not trusted; .* ca_file"):
            halls(**options)
        assert not registrar.registered.is_set()
        halls(**options, ca_file=str(file))
        assert registrar.registered.is_set()


def test_an_exchange_that_cannot_be_reached_is_told_with_what_is_wrong(halls: Halls) -> None:
    with pytest.raises(LineError, match=r"cannot register with .*Connection refused"):
        halls(registrar="127.0.0.1:9;transport=tcp", user="line7", password="right")
    with pytest.raises(LineError, match=r"from 127\.0\.0\.1: name this machine's own address"):
        halls(registrar="192.0.2.1:5060", user="line7", password="right")


def test_without_its_package_the_door_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("recorder.lines.baresip_stack")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "baresip", None)
    with pytest.raises(LineError, match=r"pip install 'kikitori\[sip\]'"):
        open_door(DoorOptions(port=free_port()))
