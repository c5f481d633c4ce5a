import json
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kikitori.commands.redact import redact_file
from kikitori.dialogues import read_dialogue, redact_lines, spans_of
from speech.errors import DefinitionError
from speech.transcript import Language
from tests.kikitori.scripted import shared_engines
from tests.kikitori.test_cli import kikitori

PHONE_OVER_TURNS = {
    "id": "split",
    "lang": "ja",
    "turns": [
        {"speaker": "operator", "text": "お電話番号をお願いします"},
        {"speaker": "caller", "text": "０９０の0123の"},
        {"speaker": "operator", "text": "はい"},
        {"speaker": "caller", "text": "4567です"},
    ],
}


def test_offsets_are_those_of_the_given_text_even_when_it_is_full_width() -> None:
    redactor = shared_engines()[0]
    found = list(spans_of(read_dialogue(json.dumps(PHONE_OVER_TURNS)), redactor))
    texts = [turn["text"] for turn in PHONE_OVER_TURNS["turns"]]  # type: ignore[index]
    taken = [(s["turn"], texts[s["turn"]][s["start"] : s["end"]]) for s in found]
    assert [(turn, text[:8]) for turn, text in taken] == [(1, "０９０の0123"), (3, "4567")]
    assert {s["type"] for s in found} == {"PHONE"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"lang": "ja", "turns": []}', "no id"),
        ('{"id": 1, "lang": "fr", "turns": []}', "lang is none of ja, en, ko"),
        ('{"id": 1, "lang": "ja", "turns": ["はい"]}', "turn 0: not an object"),
        ('{"id": 1, "lang": "ja", "turns": [{"speaker": "x", "text": "090"}]}', "turn 0: speaker"),
        ('{"id": 1, "lang": "ja", "turns": [{"speaker": [], "text": "090"}]}', "turn 0: speaker"),
        ("[" * 100_000, "not JSON"),
        ("9" * 5_000, "not JSON"),
    ],
)
def test_a_bad_dialogue_is_told_what_is_wrong_and_nothing_it_says(line: str, reason: str) -> None:
    with pytest.raises(DefinitionError, match=reason) as refusal:
        read_dialogue(line)
    assert "090" not in str(refusal.value)


def test_plain_text_keeps_its_lines() -> None:
    redactor = shared_engines()[0]
    text = ["ご注文は3点ですね\n", "電話は090-0123-4567です\n", "\n"]
    assert redact_lines(text, Language.JA, redactor) == [
        "ご注文は3点ですね",
        "電話は[電話1]です",
        "",
    ]


def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_done(tmp_path: Path) -> None:
    given, found = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = ["nonsense", json.dumps(PHONE_OVER_TURNS)]
    given.write_text("\n".join(lines), encoding="utf-8")
    done = kikitori("redact", "--in", str(given), "--out", str(found), data=tmp_path)
    assert done.returncode == DefinitionError.exit_code
    assert done.stderr.startswith("kikitori: in.jsonl:1: not JSON")
    assert len(found.read_text(encoding="utf-8").splitlines()) == 2


_KEYS = st.sampled_from(["id", "lang", "turns", "speaker", "text"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
_LINES = st.one_of(
    st.binary(max_size=60).filter(lambda line: b"\n" not in line),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.lists(
        st.fixed_dictionaries(
            {
                "speaker": st.sampled_from(["operator", "caller", "x"]),
                "text": st.text(alphabet="09０九〇のはい、 abx@.\ud800\u3000四番", max_size=30),
            }
        ),
        max_size=4,
    ).map(lambda turns: json.dumps({"id": "\udc00", "lang": "ja", "turns": turns}).encode()),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(_LINES, max_size=4))
def test_whatever_stands_in_a_file_each_line_is_done_or_told_in_a_line(
    lines: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_file, found_file = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given_file.write_bytes(b"\n".join(lines))
    with suppress(typer.Exit):
        redact_file(given_file, found_file, shared_engines()[0])
    told = capsys.readouterr().err.splitlines()
    assert all(line.startswith("kikitori: in.jsonl:") for line in told)
    assert len(told) <= sum(bool(line.strip()) for line in given_file.read_bytes().split(b"\n"))
    for line in found_file.read_text(encoding="utf-8").splitlines():
        span = json.loads(line)
        assert 0 <= span["start"] < span["end"]
