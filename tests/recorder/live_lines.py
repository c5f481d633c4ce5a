"""Lines made up for tests, and what records them without heavy engines."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from archive.archive import Archive
from archive.spool import open_spool
from kikitori.config import Config
from kikitori.live_wiring import LiveWiring
from kikitori.policies import read_policies
from kikitori.wiring import Engines, build_ears
from models.loading import load_detector, load_reader
from recorder.call_opening import CallOpening
from recorder.captions import CallCaptions
from recorder.line import Arrival, AudioSource, Gap, Lost
from recorder.live_reporting import LiveReporting
from recorder.recovery import Recovered
from recorder.station import Station
from speech.audio import AudioFrame, Channel, Samples
from speech.transcript import Language
from tests.kikitori.scripted import SMALL_TALK, Line, scripted_stages

RATE_HZ = 8_000
FRAME_SAMPLES = 160
SIDES = (Channel.CALLER, Channel.OPERATOR)
OPENING = CallOpening(language=Language.JA, client="みなと通販", operator="op-1")


class MadeLine:
    """Gives what a test puts together; `steps` run between arrivals, in the capturing thread."""

    def __init__(
        self,
        arrivals: Sequence[Arrival | Callable[[], object]],
        *,
        name: str = "made",
    ) -> None:
        self.name = name
        self.rate_hz = RATE_HZ
        self.channels = SIDES
        self.closed = threading.Event()
        self._arrivals = arrivals
        self._ears: CallCaptions | None = None

    def arrivals(self) -> Iterator[Arrival]:
        for arrival in self._arrivals:
            if callable(arrival):
                arrival()
            else:
                self._wait_for_ears(arrival.channel)
                yield arrival

    def heard_by(self, ears: CallCaptions) -> None:
        """Give nothing more while these have not heard what was given, as at the pace of speech."""
        self._ears = ears

    def _wait_for_ears(self, channel: Channel) -> None:
        while self._ears is not None and self._ears.hearing()[channel].lag_s > 0.1:
            threading.Event().wait(0.001)

    def close(self) -> None:
        self.closed.set()


def voice(seconds: float, *, seed: int = 1) -> dict[Channel, Samples]:
    """Both sides loud for so long, each sample its own."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    return {side: random.normal(0, 3000, count).astype(np.int16) for side in SIDES}


def silence(seconds: float) -> dict[Channel, Samples]:
    return {side: np.zeros(round(seconds * RATE_HZ), np.int16) for side in SIDES}


def joined(*parts: dict[Channel, Samples]) -> dict[Channel, Samples]:
    return {side: np.concatenate([part[side] for part in parts]) for side in SIDES}


def frames(sound: dict[Channel, Samples], *, first: int = 0) -> list[AudioFrame]:
    """Both sides in frames of 20 ms, as a line gives them; `first` is where they begin."""
    count = len(sound[SIDES[0]])
    return [
        AudioFrame(sound[side][at : at + FRAME_SAMPLES], RATE_HZ, first + at, side)
        for at in range(0, count, FRAME_SAMPLES)
        for side in SIDES
    ]


def gap(side: Channel, first: int, count: int, why: Lost = Lost.OVERFLOW) -> Gap:
    return Gap(side, RATE_HZ, first, count, why)


def wired(
    folder: Path, archive: Archive, lines: tuple[Line, ...] = SMALL_TALK, *, captions: bool = False
) -> LiveWiring:
    """What records below the archive's folder, with a script for what is said."""
    stages = scripted_stages(folder, archive, lines)
    config = Config(recognizer="scripted", model=str(folder / "script.json"), detector="energy")
    return LiveWiring(
        config=config,
        policies=read_policies(config),
        archive=archive,
        spool=open_spool(archive.folder),
        reporting=LiveReporting(archive.live),
        engines=lambda: Engines(build_ears(config, folder), load_reader("sudachi"), {}),
        stages=lambda: stages,
        new_detector=load_detector("energy"),
        quick_detector=load_detector("webrtc"),
        captions=captions,
    )


def outcomes(station: Station) -> list[Recovered]:
    """What became of all calls, when the lines are over."""
    station.finish()
    assert station.wait(60)
    told = []
    while (recovered := station.taking.outcomes.get(timeout=1)) is not None:
        told.append(recovered)
    return told


def record(wiring: LiveWiring, *sources: AudioSource) -> list[Recovered]:
    """Record a call from the first to the last arrival of each line."""
    station = wiring.station()
    lines = [wiring.line(source, OPENING, station, None) for source in sources]
    for line in lines:
        line.begin()
    station.start(lines)
    return outcomes(station)
