"""A caller speaks with the IVR through a headset of this machine."""

import subprocess
import threading

import numpy as np
import pytest
import soxr

from recorder.device import Device
from recorder.lines import headset
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions, Ending
from recorder.switchboard.news import Connected, Gone, KeyPressed, Load, Rang, SpeechEnded
from recorder.switchboard.orders import BargeIn, HangUp, Press, Speak
from speech.audio import Samples
from speech.errors import LineError
from tests.recorder.lines.pulse import FAR_SIDE, HEADPHONES, MICROPHONE, Pulse, eventually
from tests.recorder.switchboard.calls import Calls, likeness
from tests.recorder.switchboard.speech_sounds import spoken

RATE_HZ = 16_000


def at_16_khz(samples: Samples) -> Samples:
    louder: Samples = soxr.resample(samples, 8_000, RATE_HZ).astype(np.int16)
    return louder


def likeness_of_parts(heard: Samples, said: Samples) -> float:
    """Half second by half second: a busy machine may let a virtual device stutter between them."""
    firsts = range(0, len(said) - 8_000, 8_000)
    return float(np.median([likeness(heard, said[at : at + 8_000]) for at in firsts]))


class Ears:
    """What comes out of the headphones."""

    def __init__(self, pulse: Pulse) -> None:
        self._process = subprocess.Popen(
            ["parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
             "--latency-msec=20", f"--device={FAR_SIDE}"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._content = bytearray()
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()
        eventually(lambda: len(self._content) > 0, "the headphones are listened to")

    def _hear(self) -> None:
        assert self._process.stdout
        while part := self._process.stdout.read(640):
            self._content += part

    def heard(self) -> Samples:
        self._process.terminate()
        self._process.wait(10)
        self._thread.join(10)
        assert self._process.stdout
        self._process.stdout.close()
        return np.frombuffer(bytes(self._content), np.int16)


class Nothing:
    """A machine without sound devices."""

    def devices(self) -> list[Device]:
        return []

    def default_input(self) -> str:
        return ""

    default_output = default_input


def test_without_a_headset_it_is_said_what_is_missing_and_where_to_name_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(headset, "open_port", Nothing)
    with pytest.raises(LineError, match=r"no microphone .* \[doors.headset\] .* --typed"):
        headset.open_door(DoorOptions())


def test_a_caller_with_a_headset_hears_speaks_presses_and_hangs_up(pulse: Pulse) -> None:
    prompt = at_16_khz(spoken("en-order-missed", 1, 3))
    said = at_16_khz(spoken("en-billing-unchecked", 0, 3))
    options = DoorOptions(label="desk", devices=[MICROPHONE, HEADPHONES])
    board = Switchboard([DoorSpec("headset", options)])
    board.start()
    try:
        calls = Calls(board, 0)
        leg = calls.until(Rang).leg
        assert calls.until(Connected).rate_hz == RATE_HZ
        ears = Ears(pulse)
        board.order(Speak(leg, 1, prompt, BargeIn.NEVER))
        calls.until(SpeechEnded)
        pulse.say(MICROPHONE, said, RATE_HZ)
        board.order(Press(leg, "4"))
        assert calls.until(KeyPressed).key == "4"
        # What was said last is still under way.
        for _ in range(2):
            calls.until(Load)
        board.order(HangUp(leg))
        assert calls.until(Gone).ending is Ending.HUNG_UP
        assert likeness_of_parts(ears.heard(), prompt) > 0.95
        caller = np.concatenate([one.caller for one in calls.heard(leg)])
        assert likeness_of_parts(caller, said) > 0.95
    finally:
        board.close()
