"""What both ways to PortAudio share: a lock, quiet, the size of blocks and the words when it lacks."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from speech.errors import LineError

LOCK = threading.RLock()
"""PortAudio opens, closes and lists from one thread at a time, whoever asks."""

LATENCY_S = 0.2
"""Room for a busy machine: a card without a sound server has nothing but this while the interpreter
stands still, and drivers were seen to drop samples below 0.1 s. On PulseAudio, which keeps seconds of
its own, 0.05, 0.1, 0.2 and 0.4 s lost nothing at a load of 9 with stalls of 0.6 s, and sound came 9,
26, 42 and 74 ms (medians) behind a reader that asks for 10 ms."""


def refused(name: str, why: object) -> LineError:
    """The error for a device PortAudio does not open."""
    return LineError("device.refused", device=name, cause=str(why))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what ALSA and JACK write to the terminal from it while devices are looked for."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
