"""Operators whom no door could call are told before a line is opened."""

from pathlib import Path

import pytest

from kikitori.ivr_people import check_operators
from kikitori.ivr_settings import OperatorSettings
from recorder.switchboard.board import DoorSpec
from recorder.switchboard.leg import DoorOptions
from speech.errors import DefinitionError

FILE = Path("config.toml")
SIP = DoorSpec("sip", DoorOptions(may_call=("192.0.2.7",)))
AT_AN_EXCHANGE = DoorSpec("sip", DoorOptions(registrar="pbx.example:5061;transport=tls", user="us"))
ASTERISK = DoorSpec("audiosocket", DoorOptions())


def sato(destination: str = "", **settings: str) -> OperatorSettings:
    return OperatorSettings(id="sato", destination=destination, **settings)


@pytest.mark.parametrize(
    ("operator", "doors", "told_en", "told_ja"),
    [
        (sato("sip:sato@192.0.2.8"), [SIP], "192.0.2.8:5060 may not be called", "許されていません"),
        (sato("tel:100"), [SIP], "through an exchange", "交換機が必要です"),
        (sato("extension 100"), [AT_AN_EXCHANGE], "a destination is a number", "発信先は番号"),
        (sato("tel:100"), [ASTERISK, SIP], "nobody can be called", "発信できません"),
        (sato("tel:100", door="front"), [SIP], "no door 'front'; there are sip", "「front」"),
    ],
)
def test_an_operator_who_cannot_be_called_is_named_with_the_key(
    operator: OperatorSettings, doors: list[DoorSpec], told_en: str, told_ja: str
) -> None:
    with pytest.raises(DefinitionError, match=r"^config.toml: ivr.operators, sato: ") as raised:
        check_operators(FILE, [operator], doors)
    assert told_en in str(raised.value)
    assert told_ja in raised.value.reason.told("ja")


def test_operators_who_can_be_called_are_let_be() -> None:
    people = [
        sato("sip:sato@192.0.2.7", door="sip"),
        OperatorSettings(id="ito", dials_in="900"),
    ]
    check_operators(FILE, people, [ASTERISK, SIP])
    check_operators(FILE, [sato("100"), sato("sip:sato@pbx.example")], [AT_AN_EXCHANGE])
