"""The post-call benchmark: fair to the peers, and readable."""

import json
from pathlib import Path

import pytest
import soundfile

from kikitori.bench.error_rate import errors, units
from kikitori.bench.post_call import BATCHED, OURS, PLAIN, calls_in, run, table
from speech.errors import DefinitionError
from speech.transcript import Language

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("It's $45, OK?", "its forty five dollars ok"),
        ("503-555-0144", "five zero three, five five five, oh one four four."),
        ("The 7 key", "the seven key"),
        ("20% off", "twenty percent off"),
    ],
)
def test_english_counts_words_however_numbers_are_written(heard: str, said: str) -> None:
    assert errors(heard, said, Language.EN).edits == 0


def test_japanese_counts_characters_without_marks() -> None:
    found = errors("お電話　ありがとう。ございます", "お電話、ありがとうこざいます。", Language.JA)
    assert (found.edits, found.length) == (1, 13)
    assert units("ケーキ", Language.JA) == ["ケ", "ー", "キ"]


def test_the_fixtures_are_found_with_their_scripts_and_sides() -> None:
    calls = calls_in(FIXTURES)
    assert {call.language for call in calls} == {Language.JA, Language.EN}
    assert all(set(call.said) == {"operator", "caller"} for call in calls)


def test_a_folder_without_calls_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"no call with a \.gold\.json"):
        calls_in(tmp_path)


def test_all_three_ways_are_measured_on_the_same_call(tmp_path: Path) -> None:
    name = "en-helpdesk-identity"
    sound, rate_hz = soundfile.read(FIXTURES / f"{name}.flac", frames=16 * 8_000)
    soundfile.write(tmp_path / f"{name}.flac", sound, rate_hz)
    gold = json.loads((FIXTURES / f"{name}.gold.json").read_text("utf-8"))
    gold["lines"] = [line for line in gold["lines"] if line["end"] < 16]
    (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / f"{name}.json").write_text((FIXTURES / f"{name}.json").read_text("utf-8"), "utf-8")
    bench = run(calls_in(tmp_path), tmp_path)
    assert set(bench.costs) == {OURS, PLAIN, BATCHED}
    for cost in bench.costs.values():
        assert cost.cpu_s > 0
        assert cost.peak_mb > 100
        assert 0 <= cost.error_rate_all < 1
    assert bench.cpu_ratio_plain == bench.costs[PLAIN].cpu_s / bench.costs[OURS].cpu_s
    printed = table(bench)
    assert "cpu_ratio_plain" in printed
    assert all(way in printed for way in bench.costs)
