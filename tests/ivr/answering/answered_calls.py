"""A whole line for tests: telephones reach it by TCP, its calls are recorded and taken into an archive."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from archive.archive import Archive, open_archive
from ivr.answering.line_dialogue import LineDialogue, of_document
from ivr.dialogue.actions import Prompt
from ivr.hearing.ear import Ear
from ivr.speaking.rendered import Rendered
from kikitori.bench.line_phone import LinePhone
from kikitori.bench.ports import free_port
from kikitori.ivr_answering import Answered, AnsweringStation
from kikitori.ivr_settings import IvrSettings
from models.loading import load_detector
from recorder.recovery import Recovered
from recorder.switchboard.board import DoorSpec
from recorder.switchboard.leg import DoorOptions
from tests.recorder.live_lines import wired

PATIENCE_S = 20.0


def hum(prompt: Prompt, rate_hz: int) -> Rendered:
    """A tone a prompt, as long as its text, told apart by its height."""
    seconds = 0.2 + 0.02 * len(prompt.text)
    height = 300 + sum(map(ord, prompt.text)) % 500
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return Rendered((4000 * np.sin(2 * np.pi * height * times)).astype(np.int16), rate_hz)


@dataclass
class RunningLine:
    """A line that answers; `outcomes` are what became of its calls."""

    station: AnsweringStation
    archive: Archive
    port: int
    outcomes: list[Recovered] = field(default_factory=list)
    closed: bool = False

    def phone(self, *, rate_hz: int = 8_000, call: str = "") -> LinePhone:
        return LinePhone(self.port, rate_hz=rate_hz, call=call)

    def until(
        self, holds: Callable[[], bool], what: str = "", *, patience_s: float = PATIENCE_S
    ) -> None:
        """Wait for it."""
        end_s = time.monotonic() + patience_s
        while not holds():
            assert time.monotonic() < end_s, f"waited in vain: {what}"
            time.sleep(0.02)

    def close(self) -> None:
        """End all calls and have them dealt with; once is enough."""
        if self.closed:
            return
        self.closed = True
        self.station.hang_up()
        self.until(lambda: self.station.wait(0.1), "the line to close", patience_s=60)
        while (recovered := self.station.taking.outcomes.get(timeout=1)) is not None:
            self.outcomes.append(recovered)


@contextmanager
def answering(
    folder: Path,
    line: LineDialogue,
    *,
    ear: Ear | None = None,
    render: Callable[[Prompt, int], Rendered] = hum,
    settings: IvrSettings | None = None,
    door: str = "audiosocket",
) -> Iterator[RunningLine]:
    """A line at a free port of this machine; closed afterwards, with all calls dealt with."""
    archive = open_archive(folder)
    port = free_port()
    answered = Answered(
        line=line,
        ear=ear or Ear(load_detector("energy")),
        render=render,
        settings=settings or IvrSettings(),
        client="Kasumi",
    )
    doors = [DoorSpec(door, DoorOptions(port=port, may_call=("127.0.0.1",)))]
    station = AnsweringStation(wired(folder, archive), answered, doors)
    station.start()
    running = RunningLine(station, archive, port)
    try:
        yield running
    finally:
        running.close()


def document(folder: Path, text: str) -> LineDialogue:
    """A line that answers with this document."""
    from speech.transcript import Language

    file = folder / "line.vxml"
    file.write_text(text, encoding="utf-8")
    return of_document(file, (), Language.EN)
