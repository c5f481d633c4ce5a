"""Callers reach the line's process by TCP, hear their prompts whole and are heard whole."""

import socket

import pytest

from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions, Ending
from recorder.switchboard.news import Gone, SpeechEnded
from recorder.switchboard.orders import BargeIn, HangUp, Speak
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
            assert calls.board._process
            calls.board._process.kill()
            with pytest.raises(LineError, match="SIGKILL"):
                calls.until(SpeechEnded)
            calls.board.order(HangUp(leg))
            assert calls.board.news(0.1) == ()
            assert phone.over.wait(5)
