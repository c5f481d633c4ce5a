"""`kikitori bench post-call`: what transcribing recorded calls costs, beside faster-whisper's own ways.

Each way runs in a process of its own, on the same calls, weights, threads and compute type, with
word times; reading, resampling and voice detection are counted, loading the model is not.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kikitori.bench.error_rate import Errors, errors
from kikitori.bench.own_process import result_of
from kikitori.bench.post_call_path import BATCHED, OURS, PLAIN
from models.weights import whisper_base
from speech.errors import DefinitionError
from speech.transcript import Language

PATHS = (OURS, PLAIN, BATCHED)
THREADS = 2


@dataclass(frozen=True, slots=True)
class BenchCall:
    """A two-channel call with what is said on each channel, by channel name."""

    file: Path
    language: Language
    operator_left: bool
    said: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way took, and its error rate by language (words in English, else characters)."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    error_rate: dict[str, float]
    error_rate_all: float


@dataclass(frozen=True, slots=True)
class PostCallBench:
    """All ways side by side; the ratios are theirs divided by ours, so more is better for us."""

    calls: int
    threads: int
    costs: dict[str, Cost]
    cpu_ratio_plain: float
    cpu_ratio_batched: float


def run(calls: Sequence[BenchCall], data_folder: Path, *, threads: int = THREADS) -> PostCallBench:
    """Measure every way on `calls`, one after another so that none disturbs another."""
    whisper_base(data_folder / "models")
    costs = {path: _measure(path, calls, data_folder, threads) for path in PATHS}
    ours = costs[OURS].cpu_s
    return PostCallBench(
        len(calls), threads, costs, costs[PLAIN].cpu_s / ours, costs[BATCHED].cpu_s / ours
    )


def command(fixtures: Path, data_folder: Path, *, as_json: bool = False) -> str:
    """Run on every call of `fixtures` and return what to print."""
    bench = run(calls_in(fixtures), data_folder)
    return json.dumps(asdict(bench), indent=2) if as_json else table(bench)


def calls_in(fixtures: Path) -> list[BenchCall]:
    """The calls of a folder: <name>.flac with <name>.json and <name>.gold.json beside it."""
    calls = [_call(gold) for gold in sorted(fixtures.glob("*.gold.json"))]
    if not calls:
        raise DefinitionError(f"{fixtures}: no call with a .gold.json beside it")
    return calls


def table(bench: PostCallBench) -> str:
    """The result for a person to read."""
    languages = sorted(next(iter(bench.costs.values())).error_rate)
    head = ["", "CPU s", "wall s", "peak MB", *(f"errors {language} %" for language in languages)]
    rows = [head] + [
        [
            path,
            f"{cost.cpu_s:.1f}",
            f"{cost.wall_s:.1f}",
            f"{cost.peak_mb:.0f}",
            *(f"{100 * cost.error_rate[language]:.1f}" for language in languages),
        ]
        for path, cost in bench.costs.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    ratios = (
        f"cpu_ratio_plain {bench.cpu_ratio_plain:.2f}",
        f"cpu_ratio_batched {bench.cpu_ratio_batched:.2f}",
    )
    return "\n".join([*lines, *ratios])


def _call(gold_file: Path) -> BenchCall:
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    sidecar = gold_file.with_name(gold_file.name.replace(".gold.json", ".json"))
    facts = json.loads(sidecar.read_text(encoding="utf-8"))
    said: dict[str, str] = {}
    for line in gold["lines"]:
        said[line["channel"]] = f"{said.get(line['channel'], '')} {line['text']}".strip()
    sound = gold_file.with_name(gold_file.name.replace(".gold.json", ".flac"))
    return BenchCall(sound, Language(gold["language"]), facts["operator_side"] == "left", said)


def _measure(path: str, calls: Sequence[BenchCall], data_folder: Path, threads: int) -> Cost:
    task = {
        "path": path,
        "data_folder": str(data_folder.resolve()),
        "threads": threads,
        "calls": [
            {
                "file": str(call.file.resolve()),
                "language": call.language.value,
                "operator_left": call.operator_left,
            }
            for call in calls
        ],
    }
    took = result_of("kikitori.bench.post_call_path", task, name=f"the way {path!r}")
    by_language = _errors(calls, took["texts"])
    rates = {language: found.rate for language, found in by_language.items()}
    whole = sum(by_language.values(), start=Errors(0, 0))
    return Cost(took["cpu_s"], took["wall_s"], took["peak_mb"], rates, whole.rate)


def _errors(calls: Sequence[BenchCall], texts: Sequence[dict[str, str]]) -> dict[str, Errors]:
    found: dict[str, Errors] = {}
    for call, heard in zip(calls, texts, strict=True):
        for channel, reference in call.said.items():
            language = call.language
            here = errors(heard.get(channel, ""), reference, language)
            found[language.value] = found.get(language.value, Errors(0, 0)) + here
    return found
