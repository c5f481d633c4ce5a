"""Devices named once are remembered, and what a person wrote into the settings stays as it is."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.config import CONFIG_FILE, read_config
from kikitori.line_specs import LineSpec, line_specs
from kikitori.remembering import devices_to_remember, remember_devices
from recorder.opening import open_line
from speech.errors import DefinitionError
from tests.recorder.lines.pulse import CARD, FAR_SIDE, MICROPHONE, Pulse, pulse

__all__ = ["pulse"]

HEADSET = {"headset": {"microphone": "USB", "far_side": "monitor"}}
WRITTEN = """# Desk 4
recognizer = "vosk"

[lines.headset]  # the grey one
rate_hz = 8000 # narrow
microphone = 'Old "thing"'   # by the window

[clients."Aoba"]
policy = "aoba.toml"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / CONFIG_FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_devices_are_remembered_where_there_were_no_settings(tmp_path: Path) -> None:
    assert remember_devices(tmp_path, HEADSET)
    own = read_config(tmp_path).lines["headset"]
    assert (own.microphone, own.far_side) == ("USB", "monitor")
    assert (tmp_path / CONFIG_FILE).stat().st_mode & 0o777 == 0o600


def test_all_else_that_a_person_wrote_stays_as_it_is(tmp_path: Path) -> None:
    file = written(tmp_path, WRITTEN)
    file.chmod(0o640)
    assert remember_devices(tmp_path, HEADSET)
    own = read_config(tmp_path).lines["headset"]
    assert (own.microphone, own.far_side, own.rate_hz) == ("USB", "monitor", 8000)
    told = file.read_text(encoding="utf-8")
    assert told == WRITTEN.replace("'Old \"thing\"'", '"USB"').replace(
        "one\n", 'one\nfar_side = "monitor"\n'
    )
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_remembered_already_is_not_written_again(tmp_path: Path) -> None:
    remember_devices(tmp_path, HEADSET)
    file = tmp_path / CONFIG_FILE
    before = file.stat()
    assert not remember_devices(tmp_path, HEADSET)
    assert file.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    "text",
    ['lines = { headset = { microphone = "Old" } }\n', '[lines]\nheadset.microphone = "Old"\n'],
)
def test_settings_written_in_another_way_are_left_to_the_person(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(DefinitionError, match="by hand"):
        remember_devices(tmp_path, HEADSET)
    assert file.read_text(encoding="utf-8") == text


@settings(deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    text=st.sampled_from(["", "threads = 1", WRITTEN, WRITTEN.replace("\n", "\r\n")]),
)
def test_a_device_of_any_name_is_remembered(
    tmp_path_factory: pytest.TempPathFactory, name: str, text: str
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / CONFIG_FILE).write_bytes(text.encode())
    remember_devices(folder, {"card": {"device": name}, "headset": {"microphone": name}})
    kept = tomllib.loads((folder / CONFIG_FILE).read_bytes().decode())
    assert kept["lines"]["card"]["device"] == kept["lines"]["headset"]["microphone"] == name


def opened(folder: Path, *texts: str) -> dict[str, dict[str, str]]:
    """What is to be remembered of lines that are opened."""
    specs: list[LineSpec] = line_specs(texts, read_config(folder))
    sources = [open_line(spec.kind, spec.options) for spec in specs]
    for source in sources:
        source.close()
    return devices_to_remember(specs, sources)


def test_devices_are_remembered_by_the_name_given_and_a_number_by_what_it_was(
    pulse: Pulse, tmp_path: Path
) -> None:
    assert opened(tmp_path, "headset:HEADSET,1") == {
        "headset": {"microphone": "HEADSET", "far_side": FAR_SIDE}
    }
    assert opened(tmp_path, f"desk=card:{CARD}") == {"card": {"device": CARD}}


def test_nothing_is_remembered_unless_one_line_of_a_kind_was_given_a_device(
    pulse: Pulse, tmp_path: Path
) -> None:
    file = Path(__file__).parents[2] / "audio_fixtures" / "en-order-missed.flac"
    assert opened(tmp_path, f"file:{file}") == {}
    assert opened(tmp_path, f"card:{CARD}", f"other=card:{CARD}") == {}
    assert opened(tmp_path, f"headset:,{FAR_SIDE}") == {"headset": {"far_side": FAR_SIDE}}
    remember_devices(tmp_path, {"headset": {"microphone": MICROPHONE, "far_side": FAR_SIDE}})
    assert opened(tmp_path, "headset") == {}
