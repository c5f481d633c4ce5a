"""What the processes do that the crash test kills: record into a spool, recover from it."""

import os
import random
import struct
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from archive.archive import open_archive
from archive.call import Call, Status
from archive.spool import Spool, open_spool
from archive.spool_file import SpoolFile
from archive.spool_notes import Sensitive
from archive.spool_reading import Spooled
from recorder.recovery import Recovery, recover
from recorder.stages import Taken
from speech.audio import Samples, Span
from tests.archive.calls import kept
from tests.archive.spooling import FRAME_SAMPLES, RATE_HZ, SIDES, facts, frame

ACKNOWLEDGED = struct.Struct(">BI")
"""Place of the side, number of the frame."""

CANARY = "カナリアが鳴いた canary-4716"
FASTER = 50
FRAMES = 400


class SlowFile(SpoolFile):
    """A file whose every write is two, with time to die in between."""

    def write(self, content: bytes, at: int) -> int:
        half = random.randrange(1, len(content))
        super().write(content[:half], at)
        time.sleep(random.random() * 0.002)
        return half + super().write(content[half:], at + half)


def record(folder: Path, call_id: str, slow: bool, parent: Connection) -> None:
    """Record a call at 50 times the pace of talk and tell of every frame that was acknowledged."""
    spool = open_spool(folder)
    if slow:
        spool = Spool(spool.folder, spool.key, lambda path: SlowFile(path, new=True))
    parent.send_bytes(b"ready")
    writer = spool.begin(facts(call_id, campaign=CANARY))
    parent.send_bytes(b"begun")
    writer.note(Sensitive(Span(0, 0), "canary-4716"))
    began = time.monotonic()
    for number in range(FRAMES):
        for place, side in enumerate(SIDES):
            if writer.append(frame(side, number)) is None:
                parent.send_bytes(ACKNOWLEDGED.pack(place, number))
        due = began + number * FRAME_SAMPLES / RATE_HZ / FASTER
        time.sleep(max(0.0, due - time.monotonic()))
    writer.finish()


def recover_all(folder: Path, parent: Connection) -> None:
    """Take all calls out of the spool into the archive."""
    archive = open_archive(folder)

    def take(call: Call, spooled: Spooled) -> Taken:
        del spooled
        archive.store.keep(call, kept())
        # The worst moment to die: the call is kept and its original is still there.
        time.sleep(random.random() * 0.03)
        return Taken(Status.KEPT)

    recovery = Recovery(
        spool=open_spool(folder),
        store=archive.store,
        take=take,
        keep_until=lambda *_: None,
        today=date.today,
    )
    parent.send_bytes(b"ready")
    for one in recover(recovery):
        parent.send_bytes(f"{one.call_id} {one.status} {one.reason}".encode())
    parent.send_bytes(b"done")
    os._exit(0)


def needles() -> list[bytes]:
    """Pieces of the known sound as any program would write it, and the canary's words."""
    pieces = [frame(side, number).samples[40:56] for side in SIDES for number in (0, 17)]
    sound = [
        piece.astype(form).tobytes() if form else mu_law(piece)
        for piece in pieces
        for form in ("<i2", "<f4", None)
    ]
    floats = [(piece / 32768).astype("<f4").tobytes() for piece in pieces]
    return [*sound, *floats, CANARY.encode(), b"canary-4716"]


def mu_law(samples: Samples) -> bytes:
    """ITU-T G.711 mu-law."""
    coded = bytearray()
    for sample in samples.tolist():
        sign = 0x80 if sample < 0 else 0
        size = min(abs(sample), 32635) + 132
        exponent = size.bit_length() - 8
        coded.append(~(sign | exponent << 4 | size >> exponent + 3 & 0x0F) & 0xFF)
    return bytes(coded)
