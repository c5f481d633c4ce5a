"""What both ways to PortAudio share: a lock, quiet, the size of blocks and the words when it lacks."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from speech.errors import LineError

LOCK = threading.RLock()
"""PortAudio opens, closes and lists from one thread at a time, whoever asks."""

LATENCY_S = 0.2
"""Room for a busy machine; below 0.1 s drivers were seen to drop samples."""

NO_PORTAUDIO = (
    "PortAudio is not installed, so no sound device can be heard; install it with"
    " `apt install libportaudio2`, `dnf install portaudio` or `brew install portaudio`"
)
NO_PYAUDIO = (
    "PyAudio is not installed, which telephony cards need; install PortAudio's headers with"
    " `apt install portaudio19-dev gcc`, `dnf install portaudio-devel gcc` or"
    " `brew install portaudio`, then `pip install 'kikitori[cards]'`"
)


def refused(name: str, why: object) -> LineError:
    """The error for a device PortAudio does not open."""
    return LineError(f"{name!r} cannot be opened: {why}; is it plugged in, and free?")


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
