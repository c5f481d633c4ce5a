"""What may be set for answering callers, and what is told of a setting that is wrong."""

from pathlib import Path

import pytest

from kikitori.commands.serving import door_specs
from kikitori.config import Config, read_config
from speech.errors import DefinitionError, LineError

WHOLE = """
[doors.sip]
port = 5071
host = "192.0.2.1"
most_calls = 8

[ivr]
time_zone = "Asia/Tokyo"
voices = ["openjtalk", "flite"]

[[ivr.operators]]
id = "sato"
destination = "sip:sato@192.0.2.7"
skills = ["ja", "repair"]

[[ivr.operators]]
id = "ito"
dials_in = "900"
"""


def settings(folder: Path, text: str) -> Config:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return read_config(folder)


def test_doors_and_operators_stand_in_the_settings(tmp_path: Path) -> None:
    config = settings(tmp_path, WHOLE)
    (door,) = door_specs(["sip"], config, host="", port=0)
    assert (door.options.host, door.options.port, door.options.most_calls) == ("192.0.2.1", 5071, 8)
    (by_hand,) = door_specs(["sip"], config, host="", port=5080)
    assert (by_hand.options.host, by_hand.options.port) == ("192.0.2.1", 5080)
    sato, ito = config.ivr.operators
    assert sato.skills == ("ja", "repair")
    assert ito.dials_in == "900"
    assert config.ivr.voices == ("openjtalk", "flite")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("doors = 3", "as in \\[doors.sip\\]"),
        ("[doors.sip]\nprot = 5", "'prot' is no setting"),
        ("[doors.sip]\nport = true", "port must be a whole number"),
        ("[ivr]\ntime_zone = 'Tokyo'", "no time zone 'Tokyo'"),
        ("[[ivr.operators]]\nid = 'sato'", "either a destination or dials_in"),
        ("[ivr]\noperators = ['sato']", "must be a table"),
        (
            "[[ivr.operators]]\nid='a'\ndials_in='1'\n[[ivr.operators]]\nid='a'\ndials_in='2'",
            "one id",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        settings(tmp_path, text)


def test_a_door_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(LineError, match=r"no door; there are .*audiosocket"):
        door_specs(["tincan"], Config(), host="", port=0)
