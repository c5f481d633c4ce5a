import json
from datetime import datetime
from pathlib import Path

import pytest

from archive.call import Direction
from recorder.sidecar import CallFacts, read_sidecar
from speech.errors import DefinitionError
from speech.transcript import Language


def sidecar(folder: Path, content: object) -> Path:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / "call.json").write_text(text, encoding="utf-8")
    return folder / "call.wav"


def test_a_sidecar_says_what_the_sound_cannot(tmp_path: Path) -> None:
    sound = sidecar(
        tmp_path,
        {
            "id": "2026-04-01_17",
            "operator": "佐々木",
            "client": "みなと通販",
            "campaign": "spring",
            "direction": "outbound",
            "start": "2026-04-01T10:00:00+09:00",
            "language": "ja",
            "operator_side": "left",
        },
    )
    assert read_sidecar(sound) == CallFacts(
        id="2026-04-01_17",
        operator="佐々木",
        client="みなと通販",
        campaign="spring",
        direction=Direction.OUTBOUND,
        start=datetime.fromisoformat("2026-04-01T10:00:00+09:00"),
        language=Language.JA,
        operator_side="left",
    )


def test_a_call_without_sidecar_has_no_facts(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "call.wav") == CallFacts()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ([], "not an object"),
        ({"langauge": "ja"}, "unknown field 'langauge'"),
        ({"language": "fr"}, "language: 'fr' is none of ja, en, ko"),
        ({"direction": "sideways"}, "direction"),
        ({"start": "yesterday"}, "not an ISO date"),
        ({"start": "2026-04-01T10:00:00"}, "offset from UTC"),
        ({"id": "../../etc/passwd"}, "id: letters"),
        ({"operator": 7}, "operator must be text"),
        ({"client": "x" * 201}, "client: at most"),
        ({"operator_side": "up"}, "operator_side"),
    ],
)
def test_a_wrong_sidecar_names_the_field(tmp_path: Path, content: object, reason: str) -> None:
    with pytest.raises(DefinitionError, match=reason) as refusal:
        read_sidecar(sidecar(tmp_path, content))
    assert str(refusal.value).startswith("call.json: ")


def test_a_sidecar_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read_sidecar(sidecar(tmp_path, '\ufeff{"language": "ja"}')).language is Language.JA


def test_a_sidecar_nested_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"call\.json: not JSON"):
        read_sidecar(sidecar(tmp_path, "[" * 100_000))
