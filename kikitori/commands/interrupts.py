"""Signals that end a running command, noted instead of raised so that calls end whole."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """The signals that came while this lasts: Ctrl-C, `kill`, a terminal that was closed."""
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [(kind, signal.signal(kind, note)) for kind in kinds]
    try:
        yield came
    finally:
        for kind, earlier in before:
            signal.signal(kind, earlier)
