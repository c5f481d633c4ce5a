"""Our side of `bench ivr`: calls held by the switchboard's own process; JSON in, JSON out."""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from kikitori.bench.mu_law import never_quiet
from kikitori.bench.ports import free_port
from recorder.soundfile_reading import read_call, resampled
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import Connected, Load, News, Rang, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import Answer, GoOn, Speak
from speech.audio import Channel, Samples

_TICKS = os.sysconf("SC_CLK_TCK")


class House:
    """Answers every call, says the prompt over and over, and goes on when a voice stops it."""

    def __init__(self, board: Switchboard, prompt: Samples) -> None:
        self._board, self._prompt = board, prompt
        self.latest_beat_s = 0.0
        self.stops = 0
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._leaving.set()
        self._thread.join(5)

    def _attend(self) -> None:
        while not self._leaving.is_set():
            for news in self._board.news(0.05):
                self._hear(news)

    def _hear(self, news: News) -> None:
        match news:
            case Rang():
                self._board.order(Answer(news.leg))
            case Connected() | SpeechEnded():
                self._board.order(Speak(news.leg, 1, self._prompt))
            case SpeechStopped():
                self.stops += 1
                self._board.order(GoOn(news.leg))
            case Load():
                self.latest_beat_s = max(self.latest_beat_s, news.latest_beat_s)


def serve(task: dict[str, Any]) -> dict[str, float]:
    """CPU and wall seconds of the line's process between two lines of input."""
    audio = resampled(
        read_call(Path(task["speech"]), operator_left=False, accept_mono=False), 8_000
    )
    port = free_port(task["host"])
    options = DoorOptions(host=task["host"], port=port, most_calls=task["calls"])
    before = _children()
    board = Switchboard([DoorSpec("sip", options)])
    board.start()
    (process,) = _children() - before
    house = House(board, never_quiet(audio.channels[Channel.OPERATOR]))
    print(json.dumps({"port": port}), flush=True)
    moments = []
    for _ in range(2):
        sys.stdin.readline()
        moments.append((_cpu_s(process), time.monotonic()))
        stops, house.stops = house.stops, 0
        latest_s, house.latest_beat_s = house.latest_beat_s, 0.0
    sys.stdin.readline()
    house.close()
    board.close()
    return {
        "cpu_s": moments[1][0] - moments[0][0],
        "wall_s": moments[1][1] - moments[0][1],
        "latest_beat_s": latest_s,
        "stops": stops,
    }


def _children() -> set[int]:
    of_threads = Path("/proc/self/task").glob("*/children")
    return {int(child) for one in of_threads for child in one.read_text().split()}


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    print(json.dumps(serve(json.loads(sys.stdin.readline()))))
