"""Who calls and whom we may call, out of what strangers write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder.lines.baresip_stack.addresses import LONGEST_NAME, Reach, party_of
from speech.errors import LineError


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ('"Yamada" <sip:0312345678@pbx.example>;tag=1', "0312345678"),
        ("<sip:+81-3-1234-5678@pbx.example;user=phone>", "+81312345678"),
        ("<sip:%2B81312345678@pbx.example>", "+81312345678"),
        ("tel:+81-3-1234-5678", "+81312345678"),
        ("<sip:reception@127.0.0.1:5060>", "reception"),
        ("<sip:user:password@host>", "user"),
        ("<sip:anonymous@anonymous.invalid>", ""),
        ("<sip:host.only.example>", ""),
        ("sips:12@host", "12"),
        ("nonsense", ""),
        (None, ""),
    ],
)
def test_a_number_is_told_from_what_stands_around_it(header: str | None, number: str) -> None:
    assert party_of(header) == number


@given(st.text(), st.text())
def test_whatever_is_sent_a_name_is_short_and_plain(before: str, user: str) -> None:
    name = party_of(f"{before}<sip:{user}@host>")
    assert len(name) <= LONGEST_NAME
    assert all(sign.isascii() and (sign.isalnum() or sign in "+*#._-") for sign in name)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF)), st.text(max_size=5))
def test_nobody_but_those_named_is_ever_called(destination: str, end: str) -> None:
    reach = Reach("", ("127.0.0.1:5070",))
    for tried in (destination, f"sip:a@127.0.0.1:5070{end}", f"sip:a@{destination}:5070"):
        try:
            address = reach.address_of(tried)
        except LineError:
            continue
        head = address.partition(";")[0]
        assert head.endswith("@127.0.0.1:5070") or head == "sip:127.0.0.1:5070"
        assert address.isprintable()
        assert " " not in address


def test_numbers_go_through_the_exchange_and_names_to_hosts_that_are_named() -> None:
    reach = Reach("pbx.example;transport=tcp", ("10.0.0.9", "[::1]:5062"))
    assert reach.address_of("tel:+81-3-1234-5678") == ("sip:+81312345678@pbx.example;transport=tcp")
    assert reach.address_of("110#") == "sip:110%23@pbx.example;transport=tcp"
    assert reach.address_of("sip:desk@pbx.example") == "sip:desk@pbx.example;transport=tcp"
    assert reach.address_of("sip:desk@10.0.0.9:5099") == "sip:desk@10.0.0.9:5099"
    assert reach.address_of("sip:desk@[::1]:5062") == "sip:desk@[::1]:5062"


@pytest.mark.parametrize("exchange", ["pbx.example:5061", "[2001:db8::5]:5061"])
def test_names_at_the_exchange_are_called_the_way_it_was_registered_with(exchange: str) -> None:
    reach = Reach(f"{exchange};transport=tls")
    host = exchange.rpartition(":")[0]
    for named in (f"sip:sato@{host}", f"sip:sato@{exchange}"):
        assert reach.address_of(named) == f"sip:sato@{exchange};transport=tls"
    with pytest.raises(LineError, match="may not be called"):
        reach.address_of(f"sip:sato@{host}:5099")
