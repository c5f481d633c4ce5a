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
from kikitori.bench.ivr_calls import CallsBench


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
    starting: Callable[[str], None],
) -> IvrBench:
    """`speech` is the two-channel call that callers and prompts are taken from."""
    waits = held = heard = None
    if Part.WAITS in parts:
        starting("waits")
        waits = ivr_delay.measure(data_folder, ivr_hearing.ANSWERS)
    if Part.CALLS in parts:
        starting(f"{calls} calls")
        held = ivr_calls.measure(speech, calls=calls, seconds=seconds)
    if Part.HEARING in parts:
        starting("hearing")
        heard = ivr_hearing.measure(data_folder)
    return IvrBench(waits=waits, hearing=heard, calls=held)


def as_json(bench: IvrBench) -> str:
    return json.dumps(asdict(bench), indent=2)


def table(bench: IvrBench) -> str:
    """The result for a person to read, on 80 columns."""
    parts = []
    if bench.waits is not None:
        parts.append(_waits_table(bench.waits))
    if bench.calls is not None:
        parts.append(ivr_calls.table(bench.calls))
    if bench.hearing is not None:
        parts.append(_hearing_table(bench.hearing))
    return "\n\n".join(parts)


def _waits_table(waits: dict[str, Any]) -> str:
    return "\n".join(
        [
            "s from the end of an answer    answers  unheard   median    p95",
            *(
                f"  {way:<30}{one['answers']:6d}{one['unheard']:9d}"
                f"{_seconds(one['median_s']):>9}{_seconds(one['p95_s']):>7}"
                for way, one in waits.items()
            ),
        ]
    )


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _hearing_table(hearing: dict[str, Any]) -> str:
    steps = hearing["steps"]
    return "\n".join(
        [
            "CPU s to hear an answer        answers  median    p95  transcribe  ratio",
            *(
                f"  {kind:<28}{cost['answers']:8d}{cost['cpu_s']:8.3f}{cost['cpu_p95_s']:7.3f}"
                f"{cost['transcribe_cpu_s']:12.3f}{cost['to_transcribe']:7.2f}"
                for kind, cost in hearing["decode"].items()
            ),
            "",
            f"Dialogue steps a CPU second, without sound  {steps['steps_per_cpu_s']:9.0f}",
            f"  bare scripts, a context a call            {steps['scripts_per_cpu_s']:9.0f}",
            f"  ratio                                     {steps['to_scripts']:9.2f}",
        ]
    )
