"""Simultaneous SIP calls with prompts and voice detection, beside as many held by asyncio alone.

Part of `kikitori bench ivr`. House and callers are processes of their own on this machine.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kikitori.bench.columns import in_columns
from kikitori.wording import Wording
from speech.errors import KikitoriError

CALLS = 50
_HOST = "127.0.0.1"
_OURS, _PEER = "kikitori.bench.sip_our_house", "kikitori.bench.sip_bare_player"
_CALLERS = "kikitori.bench.sip_calls_made"


@dataclass(frozen=True, slots=True)
class HeldCalls:
    """Milliseconds between the packets all callers heard, and the CPU of what held them.

    `quiet_share` is that of packets in which nothing was said though a prompt always was to be;
    a prompt that a caller interrupts is quiet for one or two of them.
    """

    answered: int
    gap_p50_ms: float
    gap_p99_ms: float
    gap_longest_ms: float
    quiet_share: float
    cpu_ms_per_call_s: float


@dataclass(frozen=True, slots=True)
class CallsBench:
    calls: int
    seconds: float
    ours: HeldCalls
    asyncio_alone: HeldCalls
    gap_p99_to_asyncio: float
    cpu_to_asyncio: float
    latest_beat_ms: float


def measure(speech: Path, *, calls: int = CALLS, seconds: float = 20.0) -> CallsBench:
    """`speech` is a two-channel call: callers say its left side, and hear its right one."""
    task = {"host": _HOST, "calls": calls, "seconds": seconds, "speech": str(speech.resolve())}
    theirs, _ = _held(_PEER, task, name="asyncio alone")
    ours, told = _held(_OURS, task, name="the switchboard")
    return CallsBench(
        calls=calls,
        seconds=seconds,
        ours=ours,
        asyncio_alone=theirs,
        gap_p99_to_asyncio=ours.gap_p99_ms / theirs.gap_p99_ms,
        cpu_to_asyncio=ours.cpu_ms_per_call_s / theirs.cpu_ms_per_call_s,
        latest_beat_ms=1000 * told["latest_beat_s"],
    )


def table(bench: CallsBench, say: Wording) -> str:
    """The result for a person to read, on 80 columns."""
    heads = ("answered", "gap_p50", "p99", "longest", "quiet", "cpu_of_a_call")
    sides = ((say("bench.our_line"), bench.ours), (say("bench.asyncio"), bench.asyncio_alone))
    rows = [
        [
            name,
            str(held.answered),
            f"{held.gap_p50_ms:.1f}",
            f"{held.gap_p99_ms:.1f}",
            f"{held.gap_longest_ms:.0f}",
            f"{held.quiet_share:.1%}",
            f"{held.cpu_ms_per_call_s:.2f}",
        ]
        for name, held in sides
    ]
    ratios = ["", "", f"{bench.gap_p99_to_asyncio:.2f}", "", "", f"{bench.cpu_to_asyncio:.2f}"]
    return "\n".join(
        [
            say("bench.calls_at_once", calls=bench.calls, seconds=f"{bench.seconds:.0f}"),
            *in_columns(
                [
                    ["", *(say(f"bench.{head}") for head in heads)],
                    *rows,
                    [say("bench.ratio"), *ratios],
                ],
                indent=2,
            ),
            "  " + say("bench.latest_beat", ms=f"{bench.latest_beat_ms:.0f}"),
        ]
    )


def _held(module: str, task: dict[str, Any], *, name: str) -> tuple[HeldCalls, dict[str, Any]]:
    with _Side(module, task, name=name) as house:
        port = house.told()["port"]
        with _Side(_CALLERS, task | {"port": port}, name=f"callers of {name}") as callers:
            callers.told()
            house.tell()
            callers.told()
            house.tell()
            callers.tell()
            heard = callers.told()
        house.tell()
        used = house.told()
    if not heard["packets"]:
        raise KikitoriError(f"{name} could not be measured: its callers heard nothing")
    p50, p99, longest = heard["gaps_ms"]
    call_s = heard["answered"] * used["wall_s"]
    held = HeldCalls(
        heard["answered"],
        p50,
        p99,
        longest,
        heard["quiet_packets"] / heard["packets"],
        1000 * used["cpu_s"] / call_s,
    )
    return held, used


class _Side:
    """One process of the benchmark, told and telling by lines. Raises KikitoriError when it fails."""

    def __init__(self, module: str, task: dict[str, Any], *, name: str) -> None:
        self._name = name
        self._process = subprocess.Popen(  # noqa: S603 - modules of our own
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.tell(json.dumps(task))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def tell(self, line: str = "") -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def told(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise KikitoriError(f"{self._name} could not be measured: its process has failed")
        told: dict[str, Any] = json.loads(line)
        return told
