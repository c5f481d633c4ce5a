"""`kikitori bench live`: what capture costs, how late captions are, how many calls one machine holds.

Each measurement runs in a process of its own, one after the other.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from kikitori.bench.columns import in_columns
from kikitori.bench.own_process import result_of
from kikitori.wording import Wording
from speech.transcript import Language

THREADS = 2
RATE_HZ = 16_000
_TRIED = {False: (1, 2, 4, 8, 16, 32), True: (1, 2, 3, 4)}
_KEEPS_UP_S = 3.0


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds from the end of what was spoken."""

    count: int
    median_s: float
    p95_s: float


@dataclass(frozen=True, slots=True)
class Load:
    """So many two-channel calls at once, and how that went."""

    calls: int
    captions: bool
    dropped_frames: int
    hearing_behind_s: float
    cpu_share: float
    memory_early_mb: float
    memory_late_mb: float

    @property
    def held(self) -> bool:
        """Whether all calls were recorded without a dropped frame and hearing kept up."""
        return self.dropped_frames == 0 and self.hearing_behind_s < _KEEPS_UP_S


@dataclass(frozen=True, slots=True)
class LiveBench:
    """The figures; CPU is in milliseconds a second of one channel, in shares of one core.

    `model` is the one that captions.
    """

    model: str
    language: Language
    seconds: float
    capture_ms: float
    webrtcvad_ms: float
    capture_to_webrtcvad: float
    caption_delay: Delay
    final_delay: Delay
    shown_delay: Delay
    captioned_cpu_share: float
    loads: tuple[Load, ...]
    calls_without_captions: int
    calls_with_captions: int


def run(
    file: Path,
    data_folder: Path,
    *,
    operator_left: bool,
    language: Language,
    model: str,
    seconds: float,
    starting: Callable[[str, int], None],
) -> LiveBench:
    """Measure with a call that is given over and over at the pace of speech."""
    task = {
        "file": str(file.resolve()),
        "data_folder": str(data_folder.resolve()),
        "operator_left": operator_left,
        "language": language,
        "model": model,
        "rate_hz": RATE_HZ,
        "threads": THREADS,
        "seconds": seconds,
    }
    starting("capture", 0)
    cost = result_of("kikitori.bench.live_cost", task, name="the cost of capture")
    starting("captions", 0)
    longer = task | {"seconds": max(seconds, 60.0)}
    late = result_of("kikitori.bench.live_delay", longer, name="the delay of captions")
    loads = [*_loads(task, starting, captions=False), *_loads(task, starting, captions=True)]
    return LiveBench(
        model=model,
        language=language,
        seconds=seconds,
        capture_ms=cost["capture_ms"],
        webrtcvad_ms=cost["webrtcvad_ms"],
        capture_to_webrtcvad=cost["capture_ms"] / cost["webrtcvad_ms"],
        caption_delay=delay(late["caption_delay_s"]),
        final_delay=delay(late["final_delay_s"]),
        shown_delay=delay(late["shown_delay_s"]),
        captioned_cpu_share=late["cpu_share"],
        loads=tuple(loads),
        calls_without_captions=_most(loads, captions=False),
        calls_with_captions=_most(loads, captions=True),
    )


def delay(seconds: Sequence[float]) -> Delay:
    """The middle and the 95th percentile; nan where there is nothing."""
    if not seconds:
        return Delay(0, float("nan"), float("nan"))
    ordered = sorted(seconds)
    return Delay(len(ordered), median(ordered), ordered[int(0.95 * (len(ordered) - 1))])


def as_json(bench: LiveBench) -> str:
    return json.dumps(asdict(bench), indent=2)


def table(bench: LiveBench, say: Wording) -> str:
    """The result for a person to read, on 80 columns."""
    cost = [
        [say("bench.cpu_of_a_channel"), say("bench.ms")],
        [say("bench.capture"), f"{bench.capture_ms:.3f}"],
        [say("bench.webrtcvad"), f"{bench.webrtcvad_ms:.3f}"],
        [say("bench.ratio"), f"{bench.capture_to_webrtcvad:.2f}"],
    ]
    delays = [
        [say("bench.delay"), *(say(f"bench.{head}") for head in ("median", "p95", "count"))],
        *(
            [say(f"bench.{name}"), f"{one.median_s:.2f}", f"{one.p95_s:.2f}", str(one.count)]
            for name, one in (
                ("caption", bench.caption_delay),
                ("final", bench.final_delay),
                ("shown", bench.shown_delay),
            )
        ),
    ]
    heads = ("calls", "captions", "dropped", "behind", "cores", "memory")
    loads = [
        [say(f"bench.{head}") for head in heads],
        *(_load_row(one, say) for one in bench.loads),
    ]
    model = Path(bench.model).name
    held = {"without": bench.calls_without_captions, "with_them": bench.calls_with_captions}
    lines = [
        *in_columns(cost),
        "",
        say("bench.captions_in", language=bench.language.value, model=model),
        *in_columns(delays),
        say("bench.cpu_of_that_call", cores=f"{bench.captioned_cpu_share:.2f}"),
        "",
        say("bench.at_real_time", seconds=f"{bench.seconds:.0f}"),
        *in_columns(loads, indent=2),
        "  " + say("bench.held", **held),
    ]
    return "\n".join(lines)


def _load_row(load: Load, say: Wording) -> list[str]:
    return [
        str(load.calls),
        say("bench.yes" if load.captions else "bench.no"),
        str(load.dropped_frames),
        f"{load.hearing_behind_s:.1f}",
        f"{load.cpu_share:.2f}",
        f"{load.memory_early_mb:.0f}-{load.memory_late_mb:.0f}",
    ]


def _loads(
    task: dict[str, Any], starting: Callable[[str, int], None], *, captions: bool
) -> list[Load]:
    """Ever more calls at once, until one frame is lost."""
    loads: list[Load] = []
    for calls in _TRIED[captions]:
        starting("captioned_calls" if captions else "plain_calls", calls)
        loads.append(_load(task, calls, captions=captions))
        if not loads[-1].held:
            break
    return loads


def _load(task: dict[str, Any], calls: int, *, captions: bool) -> Load:
    told = result_of(
        "kikitori.bench.live_lines",
        task | {"lines": calls, "captions": captions},
        name=f"{calls} calls",
    )
    return Load(
        calls=calls,
        captions=captions,
        dropped_frames=told["dropped_frames"],
        hearing_behind_s=max(told["lag_s"][-3:], default=0.0),
        cpu_share=told["cpu_s"] / told["wall_s"],
        memory_early_mb=told["memory_early_mb"],
        memory_late_mb=told["memory_late_mb"],
    )


def _most(loads: Sequence[Load], *, captions: bool) -> int:
    """The most calls that were held; whoever tried none more may hold more."""
    return max((load.calls for load in loads if load.held and load.captions is captions), default=0)
