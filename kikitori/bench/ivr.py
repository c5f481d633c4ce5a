"""`kikitori bench ivr`: how long answers take, what hearing costs, how even many calls sound, steps a second.

Each part is a function of its own module; this one puts them together.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kikitori.bench import ivr_calls, ivr_delay, ivr_hearing
from kikitori.bench.columns import in_columns
from kikitori.bench.ivr_calls import CallsBench
from kikitori.wording import Wording


class Part(StrEnum):
    WAITS = "waits"
    CALLS = "calls"
    HEARING = "hearing"


@dataclass(frozen=True, slots=True)
class IvrBench:
    """What was measured; None is a part that was not asked for."""

    waits: dict[str, Any] | None = None
    hearing: dict[str, Any] | None = None
    calls: CallsBench | None = None


def run(
    speech: Path,
    data_folder: Path,
    parts: Collection[Part],
    *,
    calls: int,
    seconds: float,
    starting: Callable[[Part], None],
) -> IvrBench:
    """`speech` is the two-channel call that callers and prompts are taken from."""
    waits = held = heard = None
    if Part.WAITS in parts:
        starting(Part.WAITS)
        waits = ivr_delay.measure(data_folder, ivr_hearing.ANSWERS)
    if Part.CALLS in parts:
        starting(Part.CALLS)
        held = ivr_calls.measure(speech, calls=calls, seconds=seconds)
    if Part.HEARING in parts:
        starting(Part.HEARING)
        heard = ivr_hearing.measure(data_folder)
    return IvrBench(waits=waits, hearing=heard, calls=held)


def as_json(bench: IvrBench) -> str:
    return json.dumps(asdict(bench), indent=2)


def table(bench: IvrBench, say: Wording) -> str:
    """The result for a person to read, on 80 columns."""
    parts = []
    if bench.waits is not None:
        parts.append(_waits_table(bench.waits, say))
    if bench.calls is not None:
        parts.append(ivr_calls.table(bench.calls, say))
    if bench.hearing is not None:
        parts.append(_hearing_table(bench.hearing, say))
    return "\n\n".join(parts)


def _waits_table(waits: dict[str, Any], say: Wording) -> str:
    head = [say("bench.answer_to_answer"), *_heads(say, "answers", "unheard", "median", "p95")]
    rows = [
        [
            say("bench.by_keys") if way == "keys" else way,
            str(one["answers"]),
            str(one["unheard"]),
            _seconds(one["median_s"]),
            _seconds(one["p95_s"]),
        ]
        for way, one in waits.items()
    ]
    return "\n".join(in_columns([head, *rows]))


def _heads(say: Wording, *names: str) -> list[str]:
    return [say(f"bench.{name}") for name in names]


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _hearing_table(hearing: dict[str, Any], say: Wording) -> str:
    heads = _heads(say, "answers", "median", "p95", "transcribe", "ratio")
    rows = [
        [
            kind,
            str(cost["answers"]),
            f"{cost['cpu_s']:.3f}",
            f"{cost['cpu_p95_s']:.3f}",
            f"{cost['transcribe_cpu_s']:.3f}",
            f"{cost['to_transcribe']:.2f}",
        ]
        for kind, cost in hearing["decode"].items()
    ]
    steps = hearing["steps"]
    without_sound = [
        [say("bench.steps"), f"{steps['steps_per_cpu_s']:.0f}"],
        [say("bench.bare_scripts"), f"{steps['scripts_per_cpu_s']:.0f}"],
        [say("bench.ratio"), f"{steps['to_scripts']:.2f}"],
    ]
    heard = in_columns([[say("bench.cpu_of_an_answer"), *heads], *rows])
    return "\n".join([*heard, "", *in_columns(without_sound)])
