"""Telephones at the line's own process: a caller and an operator of another make are joined by orders."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recorder.switchboard.orders import Bridge, Dial, HangUp
from tests.telephones.hall import likeness
from tests.telephones.phone import TONE_HZ, Phone
from tests.telephones.reception import Reception
from tests.telephones.test_sip_calls import speech_file

Phones = Callable[..., Phone]
Receptions = Callable[..., Reception]

_SCENARIO = Path(__file__).with_name("caller_with_keys.xml")


def test_a_caller_and_an_operator_are_joined_and_parted(
    receptions: Receptions, phones: Phones, tmp_path: Path
) -> None:
    file, said = speech_file(tmp_path)
    caller, operator = phones("caller"), phones("operator", answers=True, speech=file)
    reception = receptions(may_call=("127.0.0.1",))
    caller.dial(f"sip:5550100@127.0.0.1:{reception.port}")
    reception.wait_for(lambda: len(reception.there) == 1, "the caller is there")
    (leg,) = reception.there
    reception.board.order(Dial("to-operator", "sip", operator.address))
    reception.wait_for(lambda: "to-operator" in reception.there, "the operator answers")
    reception.board.order(Bridge(leg, "to-operator"))
    reception.wait_for(lambda: reception.operator_s > 2.2, "the operator is told of")
    reception.board.order(HangUp("to-operator"))
    operator.wait_for("CALL_CLOSED")
    caller.hang_up()
    reception.wait_for(lambda: len(reception.gone) == 2, "both are gone")
    assert set(reception.gone.values()) == {"hung-up"}
    assert likeness(caller.heard(), said) >= 0.99
    assert likeness(reception.operator, said) >= 0.99
    tone = operator.heard().astype(float)
    loudest_hz = np.argmax(np.abs(np.fft.rfft(tone))[1:]) + 1
    assert loudest_hz * 8_000 / len(tone) == pytest.approx(TONE_HZ, abs=3)


def test_calls_of_a_third_make_come_in_numbers(receptions: Receptions, tmp_path: Path) -> None:
    if shutil.which("sipp") is None:
        reason = "needs Debian's sip-tester"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    reception = receptions()
    calls = 20
    ran = subprocess.run(
        [
            "sipp", f"127.0.0.1:{reception.port}", "-sf", str(_SCENARIO), "-m", str(calls),
            "-r", "20", "-l", str(calls), "-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin",
            "-timeout", "20s", "-timeout_error",
        ],
        cwd=tmp_path,
        capture_output=True,
        timeout=30,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout.decode()[-2_000:]
    reception.wait_for(lambda: len(reception.gone) == calls, "all are gone")
    assert set(reception.gone.values()) == {"hung-up"}
    assert sorted(reception.keys) == ["5"] * calls + ["7"] * calls
