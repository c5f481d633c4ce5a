"""Makes simultaneous calls to a SIP house and tells how even what they hear is; JSON in, JSON out."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from kikitori.bench.mu_law import encoded
from kikitori.bench.sip_caller import PACKET_S, Caller
from recorder.soundfile_reading import read_call, resampled
from speech.audio import Channel

_SETTLE_S = 1.0
_BETWEEN_S = 0.02


async def measure(task: dict[str, Any]) -> dict[str, Any]:
    """`gaps_ms` are p50, p99 and the longest between packets, by the kernel's clock."""
    audio = resampled(
        read_call(Path(task["speech"]), operator_left=False, accept_mono=False), 8_000
    )
    speech = encoded(audio.channels[Channel.CALLER])
    # Each begins elsewhere, so that they do not speak and pause together.
    begins = [len(speech) * number // task["calls"] for number in range(task["calls"])]
    callers = [
        Caller(
            (task["host"], task["port"]),
            name=f"555{number:04d}",
            speech=speech[begin:] + speech[:begin],
        )
        for number, begin in enumerate(begins)
    ]
    leaving = asyncio.Event()
    pacing = asyncio.create_task(_pace(callers, leaving))
    answered = 0
    for caller in callers:
        answered += await caller.call()
        if not answered:
            break
        await asyncio.sleep(_BETWEEN_S)
    await asyncio.sleep(_SETTLE_S)
    for caller in callers:
        caller.heard_at_s.clear()
        caller.quiet_packets = 0
    print(json.dumps({"answered": answered}), flush=True)
    await asyncio.sleep(task["seconds"])
    heard = [np.diff(caller.heard_at_s) for caller in callers]
    quiet = sum(caller.quiet_packets for caller in callers)
    print(json.dumps({"measured": True}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    leaving.set()
    await pacing
    for caller in callers:
        caller.hang_up()
    await asyncio.sleep(_SETTLE_S / 2)
    for caller in callers:
        caller.close()
    gaps_ms = 1000 * np.concatenate(heard) if heard else np.zeros(0)
    return {
        "answered": answered,
        "packets": len(gaps_ms),
        "quiet_packets": quiet,
        "gaps_ms": [
            float(np.percentile(gaps_ms, 50)),
            float(np.percentile(gaps_ms, 99)),
            float(gaps_ms.max()),
        ]
        if len(gaps_ms)
        else [],
    }


async def _pace(callers: list[Caller], leaving: asyncio.Event) -> None:
    due_s = time.monotonic()
    while not leaving.is_set():
        for caller in callers:
            caller.pace()
        due_s += PACKET_S
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.stdin.readline())))))
