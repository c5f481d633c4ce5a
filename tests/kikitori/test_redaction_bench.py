"""The redaction benchmark: the same dialogues for all, honest counts, readable in a terminal."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kikitori.bench import redaction
from kikitori.bench.own_process import result_of
from kikitori.bench.redaction_dialogues import dialogues_in, dialogues_of, turns_in
from kikitori.bench.redaction_run import digit_runs
from kikitori.bench.redaction_scoring import Score
from kikitori.wording import load_wording
from privacy.findings import PiiSpan
from speech.errors import DefinitionError, KikitoriError, ModelError
from speech.transcript import Language

DIALOGUES = Path(__file__).parents[1] / "privacy" / "dialogues"

# Presidio is not among what `make test` installs: it is large and nothing but a peer.
with_peers = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("presidio_analyzer", "ja_ginza")),
    reason="the peers are not installed: .venv/bin/pip install -e '.[bench]'",
)


def a_file(folder: Path, *turns: tuple[str, str], name: str = "some") -> Path:
    line = {
        "id": "one",
        "lang": "en",
        "tags": ["phone"],
        "turns": [{"speaker": speaker, "text": text} for speaker, text in turns],
    }
    file = folder / f"{name}.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return file


def test_one_digit_left_in_a_read_back_is_a_leak(tmp_path: Path) -> None:
    [call] = dialogues_of(
        a_file(
            tmp_path,
            ("caller", "my number is [[PHONE|555 0142]]"),
            ("operator", "[[PHONE|555 0142]], thank you"),
        )
    )
    assert call.transcript.utterances[0].text == "my number is 555 0142"
    first = PiiSpan(0, 13, 21, "PHONE", 1.0, "cue")
    for last_place, leaked in ((8, 0.0), (7, 1.0)):
        score = Score()
        score.add(call, [first, PiiSpan(1, 0, last_place, "NUMBER", 1.0, "run")])
        assert score.leak() == score.leak("PHONE") == score.leak("phone") == leaked
        assert (score.gross, score.precision, score.over) == (0.0, 1.0, 0.0)
    half = Score()
    half.add(call, [])
    assert half.gross == 1.0
    assert "left '55501425550142'" in half.failures[0]


def test_what_is_nobodys_data_counts_against_who_takes_it(tmp_path: Path) -> None:
    [call] = dialogues_of(a_file(tmp_path, ("operator", "that is 1200 yen")))
    score = Score()
    score.add(call, digit_runs(call.transcript))
    assert (score.precision, score.alarms, score.over) == (0.0, 1.0, 4 / 16)


def test_a_folder_without_dialogues_or_with_other_lines_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="they come with a checkout"):
        dialogues_in(tmp_path)
    a_file(tmp_path, ("somebody", "hello"))
    with pytest.raises(DefinitionError, match=r"some\.jsonl:1: not a marked dialogue"):
        dialogues_in(tmp_path)


def test_without_its_extra_the_benchmark_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    with pytest.raises(ModelError, match=r"pip install -e '\.\[bench\]'"):
        redaction.run(DIALOGUES)


def test_a_side_that_fails_is_named() -> None:
    with pytest.raises(KikitoriError, match=r"presidio could not be measured: .*no_such_side"):
        result_of("kikitori.bench.no_such_side", {}, name="presidio")


@with_peers
def test_a_folder_without_the_language_asked_for_is_named(tmp_path: Path) -> None:
    a_file(tmp_path, ("caller", "hello"))
    with pytest.raises(DefinitionError, match="no dialogue in ja"):
        redaction.run(tmp_path, Language.JA)


@with_peers
@pytest.mark.timeout(300)
def test_all_systems_are_scored_on_the_same_dialogues_in_one_run(tmp_path: Path) -> None:
    for name in ("ja_last", "en_last"):
        shutil.copy(DIALOGUES / f"{name}.jsonl", tmp_path)
    command = ["bench", "redaction", "--json", "--dialogues", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "kikitori", *command], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    bench = json.loads(done.stdout)
    assert set(bench["languages"]) == {"ja", "en"}
    for language, found in bench["languages"].items():
        calls = dialogues_of(DIALOGUES / f"{language}_last.jsonl")
        assert (found["dialogues"], found["turns"]) == (len(calls), turns_in(calls))
        systems = found["systems"]
        assert list(systems) == ["kikitori", "presidio", "presidio + dates", "digits"]
        ours, presidio, dates = (systems[name] for name in list(systems)[:3])
        assert ours["strict_leak"] < min(presidio["strict_leak"], dates["strict_leak"])
        assert dates["strict_leak"] <= presidio["strict_leak"] < 1
        for figures in systems.values():
            assert figures["turns_per_cpu_s"] > 0
            assert figures["leak_by_file"] == {f"{language}_last": figures["strict_leak"]}


def test_the_table_fits_a_terminal_and_names_systems_and_groups() -> None:
    groups = dict.fromkeys(redaction.GROUPS, 0.125)
    figures = redaction.Figures(0.25, 0.125, 0.5, 0.0, 0.001, groups, {}, 0.001, 563_376.0)
    systems = dict.fromkeys(["kikitori", "presidio + dates", "digits"], figures)
    one = redaction.LanguageBench(1_322, 10_825, 1_269, 189, systems)
    shown = redaction.table(
        redaction.RedactionBench({"presidio-analyzer": "2.2.364"}, {"ja": one}), load_wording("en")
    )
    assert max(len(line) for line in shown.splitlines()) <= 80
    for words in ("ja: 1322 dialogues", "presidio + dates", "address", "563,376", "2.2.364"):
        assert words in shown
