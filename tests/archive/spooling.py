"""Made-up calls for the tests of the spool: every frame is different and can be made again."""

from datetime import UTC, datetime

import numpy as np

from archive.call import Direction
from archive.spool_chunks import MARK
from archive.spool_facts import SpooledCall
from archive.spool_writing import SpoolWriter
from speech.audio import AudioFrame, Channel, Samples
from speech.transcript import Language

RATE_HZ = 8_000
FRAME_SAMPLES = 160
SIDES = (Channel.CALLER, Channel.OPERATOR)


def facts(call_id: str = "call-1", **others: object) -> SpooledCall:
    values: dict[str, object] = {
        "id": call_id,
        "started_at": datetime(2026, 4, 1, 1, 0, tzinfo=UTC),
        "language": Language.JA,
        "direction": Direction.INBOUND,
        "channels": SIDES,
        "rate_hz": RATE_HZ,
        "line": "headset",
        "client": "みなと通販",
        "operator": "op-1",
    }
    return SpooledCall(**(values | others))  # type: ignore[arg-type]


def pcm(side: Channel, number: int) -> Samples:
    """The samples of one 20 ms frame."""
    random = np.random.default_rng([SIDES.index(side), number])
    return random.integers(-20_000, 20_000, FRAME_SAMPLES, dtype=np.int16)


def frame(side: Channel, number: int) -> AudioFrame:
    return AudioFrame(pcm(side, number), RATE_HZ, number * FRAME_SAMPLES, side)


def sound(side: Channel, count: int) -> Samples:
    """The first `count` frames of a channel."""
    return np.concatenate([pcm(side, number) for number in range(count)])


def record(writer: SpoolWriter, count: int, *, first: int = 0) -> None:
    """Both sides of `count` frame times; every one must be acknowledged."""
    for number in range(first, first + count):
        for side in SIDES:
            assert writer.append(frame(side, number)) is None


def chunk_ends(content: bytes) -> list[int]:
    """Where each chunk of a spool file ends, by its own lengths."""
    ends, at = [], len(MARK)
    while at < len(content):
        at += 8 + int.from_bytes(content[at : at + 4], "big")
        ends.append(at)
    return ends
