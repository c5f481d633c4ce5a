"""The terminal of a command that holds calls: lines that stay, a part drawn anew, what became of calls."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty

from rich.console import Console
from rich.live import Live

from archive.call import Status
from archive.reader import CallReader
from kikitori.commands.recording_screen import console, outcome_lines
from kikitori.wording import Wording
from recorder.call_taking import CallTaking
from recorder.recovery import Recovered
from speech.errors import ArchiveError, SoundError

LEFT = 130


@dataclass(slots=True)
class CallTerminal:
    """`code` is the exit code so far: that of the first call that was not kept."""

    reader: CallReader
    wording: Wording
    code: int = 0
    console: Console = field(default_factory=console)

    def say(self, told: str) -> None:
        """Print one line."""
        # Names of lines and clients may hold anything, also what would command the terminal.
        clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in told)
        self.console.print(clean, soft_wrap=True)
        self.console.file.flush()

    def tell_outcomes(self, taking: CallTaking) -> None:
        """What became of the calls that were dealt with since the last time."""
        for recovered in _arrived(taking):
            if recovered.status is None:
                self.code = self.code or ArchiveError.exit_code
            elif recovered.status is not Status.KEPT:
                self.code = self.code or SoundError.exit_code
            for told in outcome_lines(recovered, self.reader, self.wording):
                self.say(told)

    @contextmanager
    def drawn(self, *, per_second: int) -> Iterator[Live | None]:
        """The part of a terminal that is drawn anew; None where there is no terminal."""
        if not self.console.is_terminal:
            yield None
            return
        with Live(console=self.console, refresh_per_second=per_second, transient=True) as live:
            yield live

    def leave(self) -> None:
        """Go at once: threads deep in an engine cannot be asked to stop."""
        self.say(self.wording("record.left"))
        sys.stdout.flush()
        os._exit(LEFT)


def _arrived(taking: CallTaking) -> Iterator[Recovered]:
    while True:
        try:
            recovered = taking.outcomes.get_nowait()
        except Empty:
            return
        if recovered is not None:
            yield recovered
