"""Callers reach the line's process by TCP, hear their prompts whole and are heard whole."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from kikitori.bench.line_phone import LinePhone
from kikitori.bench.ports import free_port
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions, Ending
from recorder.switchboard.news import Gone, Heard, KeyPressed, Load, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import BargeIn, Bridge, HangUp, Speak
from speech.audio import Samples
from speech.errors import LineError
from tests.recorder.switchboard.calls import likeness, noise, sounding, switchboard


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_a_caller_hears_the_prompt_and_is_heard(rate_hz: int) -> None:
    prompt, said = (noise(1, seed=seed, rate_hz=rate_hz) for seed in (1, 2))
    with switchboard() as calls:
        phone, leg = calls.phone(rate_hz=rate_hz)
        with phone:
            phone.say(said)
            calls.board.order(Speak(leg, 7, prompt, BargeIn.NEVER))
            assert calls.until(SpeechEnded).number == 7
            calls.board.order(HangUp(leg, after_speech=True))
            assert calls.until(Gone).ending is Ending.HUNG_UP
            phone.over.wait(5)
            assert likeness(phone.heard, prompt) > 0.999
        heard = calls.heard(leg)
        # A busy machine is late now and then: then there is silence between, and nothing is lost.
        caller = [one.caller[: len(one.caller) - one.missing_samples] for one in heard]
        assert likeness(sounding(caller), said) > 0.999
        assert likeness(sounding([one.ivr for one in heard]), prompt) > 0.999
        assert not any(one.operator.any() for one in heard)
        firsts = [one.first_sample for one in heard]
        assert firsts == list(range(0, len(heard) * rate_hz // 50, rate_hz // 50))


def test_a_key_silences_the_prompt_and_two_callers_are_joined() -> None:
    with switchboard() as calls:
        one, first = calls.phone()
        other, second = calls.phone(rate_hz=16_000)
        with one, other:
            calls.board.order(Speak(first, 1, noise(30, seed=1), marks=(("menu", 0),)))
            calls.until(Heard, lambda heard: heard.leg == first and bool(heard.ivr.any()))
            one.press("7")
            assert calls.until(KeyPressed).key == "7"
            stopped = calls.until(SpeechStopped)
            assert (stopped.number, stopped.by_key, stopped.mark) == (1, True, "menu")
            calls.board.order(Bridge(first, second))
            one.say(tones(500, 8_000))
            other.say(tones(800, 16_000))
            for _ in range(3):
                calls.until(Load)
            # The pitch is enough: a busy machine may let a telephone of a test stutter.
            assert pitch_hz(one.heard, 8_000) == pytest.approx(800, abs=5)
            assert pitch_hz(other.heard, 16_000) == pytest.approx(500, abs=5)
            operator = np.concatenate([heard.operator for heard in calls.heard(first)])
            assert pitch_hz(operator, 8_000) == pytest.approx(800, abs=5)


def tones(hz: float, rate_hz: int) -> Samples:
    places = np.arange(2 * rate_hz)
    sound: Samples = (12_000 * np.sin(2 * np.pi * hz * places / rate_hz)).astype(np.int16)
    return sound


def pitch_hz(heard: Samples, rate_hz: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(heard)))) * rate_hz / len(heard)


def test_a_call_goes_on_beside_strangers_and_ctrl_c() -> None:
    prompt = noise(2, seed=1)
    with switchboard(most_calls=2) as calls:
        phone, leg = calls.phone()
        with phone:
            calls.board.order(Speak(leg, 1, prompt, BargeIn.NEVER))
            assert calls.board.pid
            os.kill(calls.board.pid, signal.SIGINT)
            flood = [socket.create_connection(("127.0.0.1", calls.port)) for _ in range(60)]
            for place, one in enumerate(flood):
                with suppress(OSError):
                    one.sendall(np.random.default_rng(place).bytes(5_000))
            calls.until(SpeechEnded)
            calls.board.order(HangUp(leg, after_speech=True))
            calls.until(Gone, lambda gone: gone.leg == leg)
            phone.over.wait(5)
            assert likeness(phone.heard, prompt) > 0.999
            for one in flood:
                one.close()


_ORPHAN = """
import sys
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
Switchboard([DoorSpec("audiosocket", DoorOptions(port=int(sys.argv[1])))]).start()
print("open", flush=True)
sys.stdin.read()
"""


def test_nothing_is_left_when_the_main_process_is_killed() -> None:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", _ORPHAN, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as main:
        assert main.stdout
        assert main.stdout.readline() == b"open\n"
        phone = LinePhone(port)
        main.kill()
        assert phone.over.wait(10)
        phone.hang_up()
    end_s = time.monotonic() + 10
    while time.monotonic() < end_s:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    raise AssertionError("the line's process outlives the main process")


def test_a_port_that_is_taken_is_named_before_anybody_calls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        board = Switchboard([DoorSpec("audiosocket", DoorOptions(port=port))])
        with pytest.raises(LineError, match=f"port {port} .* another program"):
            board.start()
        board.close()


def test_who_orders_learns_once_that_the_process_died() -> None:
    with switchboard() as calls:
        phone, leg = calls.phone()
        with phone:
            assert calls.board.pid
            os.kill(calls.board.pid, signal.SIGKILL)
            with pytest.raises(LineError, match="SIGKILL"):
                calls.until(SpeechEnded)
            calls.board.order(HangUp(leg))
            assert calls.board.news(0.1) == ()
            assert phone.over.wait(5)
