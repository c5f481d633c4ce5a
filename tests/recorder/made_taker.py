"""A process that takes calls out of the spool without hearing them, and dies of those it is told to."""

import os
import signal
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection as Wire
from pathlib import Path

from archive.archive import open_archive
from archive.call import Call, Status
from archive.spool import open_spool
from archive.spool_reading import Spooled
from recorder.recovery import Recovery, take_out
from recorder.stages import Taken
from recorder.taking_elsewhere import Done, Failed, Ready
from speech.errors import ModelError
from tests.archive.calls import kept


@dataclass(frozen=True, slots=True)
class Made:
    """Dies in the midst of each of these calls so many times; cannot begin where `broken` says why."""

    folder: Path
    dies_of: tuple[tuple[str, int], ...] = ()
    broken: str = ""


def main(descriptor: int) -> None:
    pipe = Wire(descriptor)
    made: Made = pipe.recv()
    if made.broken:
        pipe.send(Failed(ModelError("model.no_grammar", engine=made.broken)))
        return
    archive = open_archive(made.folder)

    def take(call: Call, _spooled: Spooled) -> Taken:
        for number in range(dict(made.dies_of).get(call.id, 0)):
            tombstone = made.folder / f"{call.id}-{number}"
            if not tombstone.exists():
                tombstone.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        archive.store.keep(call, kept())
        return Taken(Status.KEPT)

    recovery = Recovery(
        spool=open_spool(made.folder),
        store=archive.store,
        take=take,
        keep_until=lambda *_: None,
        today=lambda: date(2026, 4, 1),
    )
    pipe.send(Ready())
    try:
        while True:
            pipe.send(Done(take_out(recovery, pipe.recv())))
    except EOFError:
        return
