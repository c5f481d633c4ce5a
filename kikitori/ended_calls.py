"""The process that takes ended calls through the stages, behind all who are heard at the same time.

It is told ids of calls, one at a time, and ends as soon as the process that started it is gone.
"""

import os
import queue
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection as Wire
from threading import Thread

from archive.archive import open_archive
from kikitori.live_wiring import EndedCalls, wire
from kikitori.policies import read_policies
from recorder.beside import keep_records, leave_ending_to_main
from recorder.recovery import Recovery, take_out
from recorder.taking_elsewhere import Done, Failed, Ready
from speech.errors import KikitoriError

_NICE = 10


def main(descriptor: int) -> None:
    """Run on one end of a pipe."""
    leave_ending_to_main()
    give_way()
    records = keep_records()
    pipe = Wire(descriptor)
    try:
        start: EndedCalls = pipe.recv()
        take = partial(take_out, _recovery(start))
    except EOFError:
        return
    except KikitoriError as error:
        pipe.send(Failed(error))
        return
    pipe.send(Ready())
    calls: queue.SimpleQueue[str] = queue.SimpleQueue()
    Thread(target=_read, args=(pipe, calls), name="ended-calls", daemon=True).start()
    while True:
        pipe.send(Done(take(calls.get()), records.taken()))


def give_way() -> None:
    """Let whoever hears callers go before, as do threads begun later; a busy machine still gets round to it."""
    with suppress(OSError):
        os.nice(_NICE)


def _recovery(start: EndedCalls) -> Recovery:
    """The way out of the spool, with all engines loaded."""
    archive = open_archive(start.folder)
    policies = read_policies(start.config)
    wired = wire(start.config, policies, archive, start.models_in, captions=False)
    wired.stages()
    return wired.recovery()


def _read(pipe: Wire, calls: "queue.SimpleQueue[str]") -> None:
    """Take what is told, and leave at once with whoever tells it: what is not done lies sealed."""
    with suppress(EOFError, OSError):
        while True:
            calls.put(pipe.recv())
    os._exit(0)
