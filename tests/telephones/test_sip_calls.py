"""Telephones of another make call the SIP door and are called by it."""

import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from kikitori.bench.ports import free_port
from recorder.lines.sip import open_door
from recorder.switchboard.leg import DoorOptions, Ending, Leg, LegState
from speech.audio import Samples
from speech.errors import LineError
from tests.telephones.hall import Hall, likeness
from tests.telephones.phone import TONE_HZ, Phone, gone

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"

Halls = Callable[..., Hall]
Phones = Callable[..., Phone]


def talk(side: int, rate_hz: int) -> Samples:
    """Two seconds of a caller (0) or an operator (1), loud enough to be told from noise."""
    both, rate = soundfile.read(FIXTURES / "en-billing-unchecked.flac", dtype="int16")
    samples = both[:, side]
    loudness = np.cumsum(np.abs(samples.astype(float)))
    loud = int(np.argmax(loudness[2 * rate :] - loudness[: -2 * rate]))
    return soxr.resample(samples[loud : loud + 2 * rate], rate, rate_hz).astype(np.int16)


def speech_file(folder: Path, rate_hz: int = 8_000, channels: int = 1) -> tuple[Path, Samples]:
    """A file a telephone says when it is connected: a little silence, then talk."""
    samples = talk(0, rate_hz)
    file = folder / f"speech-{rate_hz}.wav"
    quiet = np.zeros(rate_hz // 2, np.int16)
    said = np.concatenate([quiet, samples, quiet])
    soundfile.write(file, np.repeat(said[:, None], channels, axis=1), rate_hz)
    return file, samples


@pytest.mark.parametrize(
    ("codec", "rate_hz", "channels", "ours_hz"),
    [
        ("pcmu", 8_000, 1, 8_000),
        ("pcma", 8_000, 1, 8_000),
        ("g722/16000/1", 16_000, 1, 16_000),
        ("opus/48000/2", 48_000, 2, 16_000),
    ],
)
def test_caller_and_ivr_hear_each_other(
    halls: Halls,
    phones: Phones,
    tmp_path: Path,
    codec: str,
    rate_hz: int,
    channels: int,
    ours_hz: int,
) -> None:
    hall = halls()
    file, said = speech_file(tmp_path, rate_hz, channels)
    phone = phones("caller", codec=codec, speech=file)
    phone.dial(hall.address)
    hall.run(lambda: any(leg.state is LegState.CONNECTED for leg in hall.legs), "connected")
    leg = hall.legs[0]
    prompt = talk(1, ours_hz)
    hall.say(leg, prompt)
    hall.serve(0.1)
    hall.run(lambda: hall.has_said_all(leg), "said")
    hall.serve(0.8)
    phone.hang_up()
    hall.run(lambda: gone(leg), "the caller's hanging up is noticed")
    assert leg.ending is Ending.HUNG_UP
    assert (leg.number, leg.dialled) == ("caller", "5550100")
    assert leg.rate_hz == ours_hz
    heard_by_caller = phone.heard()
    assert likeness(hall.heard(leg), soxr.resample(said, rate_hz, ours_hz), ours_hz) >= 0.99
    assert likeness(heard_by_caller, soxr.resample(prompt, ours_hz, rate_hz), rate_hz) >= 0.99


def connected(hall: Hall, phone: Phone) -> Leg:
    """A call of `phone`, answered."""
    before = len(hall.legs)
    phone.dial(hall.address)
    hall.run(
        lambda: len(hall.legs) > before and hall.legs[-1].state is LegState.CONNECTED, "connected"
    )
    return hall.legs[-1]


@pytest.mark.parametrize("by_info", [False, True])
def test_keys_are_told_when_they_go_down_and_once_each(
    halls: Halls, phones: Phones, by_info: bool
) -> None:
    hall = halls()
    phone = phones("caller", keys_by_info=by_info)
    leg = connected(hall, phone)
    pressed = "5*550#"
    for count in range(1, len(pressed) + 1):
        phone.hold_key(pressed[count - 1])
        said = f"{count} keys, the last of which is still held"
        hall.run(lambda count=count: len(hall.pressed(leg)) >= count, said)  # type: ignore[misc]
        hall.serve(0.1)
        phone.release_key()
        hall.serve(0.2)
    assert hall.pressed(leg) == pressed


def test_the_ivr_hangs_up_and_the_caller_knows(halls: Halls, phones: Phones) -> None:
    hall, phone = halls(), phones("caller")
    leg = connected(hall, phone)
    leg.hang_up()
    leg.hang_up()
    hall.run(lambda: gone(leg), "hung up")
    assert leg.ending is Ending.HUNG_UP
    phone.wait_for("CALL_CLOSED")
    leg.give(talk(0, 8_000))
    leg.flush()
    leg.answer()
    assert leg.waiting_samples == 0
    assert leg.state is LegState.GONE


def test_what_was_to_be_said_is_thrown_away_and_what_follows_is_heard(
    halls: Halls, phones: Phones
) -> None:
    hall, phone = halls(), phones("caller")
    leg = connected(hall, phone)
    prompt, answer = talk(0, 8_000), talk(1, 8_000)
    leg.give(prompt)
    hall.serve(0.3)
    leg.flush()
    leg.give(answer)
    assert leg.waiting_samples >= len(answer) - 4_000
    hall.run(lambda: leg.waiting_samples == 0, "said")
    hall.serve(0.3)
    leg.hang_up()
    phone.wait_for("CALL_CLOSED")
    heard = phone.heard()
    assert likeness(heard, answer) >= 0.99
    assert likeness(heard, prompt[8_000:]) < 0.5


def test_a_caller_on_hold_is_silent_and_nothing_of_it_is_missing(
    halls: Halls, phones: Phones
) -> None:
    hall, phone = halls(), phones("caller")
    leg = connected(hall, phone)
    hall.run(lambda: hall.heard(leg).any(), "the caller's tone")
    phone.hold()
    hall.run(lambda: not hall.heard(leg)[-1_600:].any(), "silence")
    came = len(hall.heard(leg))
    hall.serve(0.5)
    assert len(hall.heard(leg)) - came > 1_600
    phone.resume()
    hall.run(lambda: bool(hall.heard(leg)[-1_600:].any()), "the caller's tone again")


def test_a_caller_is_turned_away_as_busy(halls: Halls, phones: Phones) -> None:
    hall, phone = halls(), phones("caller")
    hall.answering = False
    phone.dial(hall.address)
    hall.run(lambda: len(hall.legs) == 1, "rings")
    hall.legs[0].refuse()
    hall.run(lambda: gone(hall.legs[0]), "refused")
    assert hall.legs[0].ending is Ending.REFUSED
    phone.wait_for("CALL_CLOSED")
    assert phone.why_closed().startswith("486")


def test_a_full_house_is_busy_and_those_inside_go_on(halls: Halls, phones: Phones) -> None:
    hall = halls(most_calls=1)
    first, second = phones("first"), phones("second")
    leg = connected(hall, first)
    second.dial(hall.address)
    second.wait_for("CALL_CLOSED")
    assert second.why_closed().startswith("486")
    hall.serve(0.2)
    assert len(hall.legs) == 1
    assert leg.state is LegState.CONNECTED
    leg.hang_up()
    hall.run(lambda: gone(leg), "hung up")
    assert connected(hall, second).number == "second"


def test_a_caller_who_rings_off_is_gone(halls: Halls, phones: Phones) -> None:
    hall, phone = halls(), phones("caller")
    hall.answering = False
    phone.dial(hall.address)
    hall.run(lambda: len(hall.legs) == 1, "rings")
    phone.hang_up()
    hall.run(lambda: gone(hall.legs[0]), "gone")
    hall.legs[0].answer()
    assert hall.legs[0].ending is Ending.HUNG_UP


def test_an_operator_answers_and_both_hear_each_other(
    halls: Halls, phones: Phones, tmp_path: Path
) -> None:
    hall = halls()
    file, said = speech_file(tmp_path)
    caller, operator = phones("caller"), phones("operator", answers=True, speech=file)
    one = connected(hall, caller)
    other = hall.dial(operator.address, "to-operator")
    assert other.state is LegState.RINGING
    hall.run(lambda: other.state is LegState.CONNECTED, "the operator answers")
    hall.bridge(one, other)
    hall.serve(3.5)
    operator.hang_up()
    hall.run(lambda: gone(other), "the operator hangs up")
    assert other.ending is Ending.HUNG_UP
    assert one.state is LegState.CONNECTED
    caller.hang_up()
    hall.run(lambda: gone(one), "the caller hangs up")
    assert likeness(hall.heard(other), said) >= 0.99
    assert likeness(caller.heard(), said) >= 0.99
    tone = operator.heard()
    assert np.argmax(np.abs(np.fft.rfft(tone))) * 8_000 / len(tone) == pytest.approx(TONE_HZ, abs=2)


def test_an_operator_is_busy_or_does_not_answer(halls: Halls, phones: Phones) -> None:
    hall, operator = halls(), phones("operator")
    leg = hall.dial(operator.address, "one")
    operator.wait_for("CALL_INCOMING")
    operator.hang_up()
    hall.run(lambda: gone(leg), "busy")
    assert leg.ending in (Ending.BUSY, Ending.REFUSED)
    leg = hall.dial(operator.address, "two")
    hall.serve(0.5)
    assert leg.state is LegState.RINGING
    leg.hang_up()
    hall.run(lambda: gone(leg), "given up")
    assert leg.ending is Ending.NO_ANSWER
    leg = hall.dial(operator.address, "three")
    leg.hang_up()
    hall.run(lambda: gone(leg), "given up at once")
    hall.run(lambda: operator.has_seen("CALL_CLOSED") and operator.calls == 0, "silent again")


def test_nobody_at_the_address_is_a_failure_and_not_a_wait(halls: Halls) -> None:
    hall = halls()
    with_a_hang_up = hall.dial("sip:nobody@127.0.0.1:9", "one")
    with_a_hang_up.hang_up()
    hall.run(lambda: gone(with_a_hang_up), "gone")


def test_a_caller_is_referred_to_another_telephone(halls: Halls, phones: Phones) -> None:
    hall = halls()
    caller, operator = phones("caller"), phones("operator", answers=True)
    leg = connected(hall, caller)
    leg.refer("sip:operator@192.0.2.7")
    assert leg.not_referred
    leg.refer(operator.address)
    hall.run(lambda: gone(leg), "referred")
    assert leg.ending is Ending.REFERRED
    operator.wait_for("CALL_ESTABLISHED")


@pytest.mark.parametrize(
    "destination",
    [
        "sip:operator@192.0.2.7",
        "sip:operator@127.0.0.1.example.com",
        "sip:operator@127.0.0.1:5060;maddr=192.0.2.7",
        "sip:operator@127.0.0.1?Route=%3Csip:192.0.2.7%3E",
        "sip:operator@127.0.0.1\r\nRoute: <sip:192.0.2.7>",
        "https://127.0.0.1",
        "tel:+81312345678",
        "5550100",
        "",
    ],
)
def test_nobody_is_called_whom_the_settings_do_not_name(halls: Halls, destination: str) -> None:
    hall = halls()
    with pytest.raises(LineError, match="door sip"):
        hall.door.dial(destination, id="one")


def test_a_door_says_why_it_cannot_be_opened(halls: Halls) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(LineError, match="another program"):
            open_door(DoorOptions(port=taken.getsockname()[1]))
    with pytest.raises(LineError, match="no address of this machine"):
        open_door(DoorOptions(host="192.0.2.7"))
    with pytest.raises(LineError, match="no file"):
        open_door(DoorOptions(ca_file="/nowhere.pem"))
    with pytest.raises(LineError, match="off, offered, required"):
        open_door(DoorOptions(srtp="sometimes"))
    with pytest.raises(LineError, match="121 calls"):
        open_door(DoorOptions(most_calls=121))
    with pytest.raises(LineError, match="user"):
        open_door(DoorOptions(registrar="127.0.0.1"))
    for named in ("everybody", "2001:db8::/129", "192.0.2.7/8"):
        with pytest.raises(LineError, match="callers_from"):
            open_door(DoorOptions(port=free_port(), callers_from=(named,)))
    hall = halls()
    with pytest.raises(LineError, match="door sip"):
        open_door(DoorOptions(port=free_port()))
    hall.serve(0.1)


def test_calls_of_a_dead_stack_are_gone_and_the_door_says_that_it_is_lost(
    halls: Halls, phones: Phones
) -> None:
    hall = halls()
    leg = connected(hall, phones("caller"))
    hall.door._stack._died()  # type: ignore[attr-defined]
    with pytest.raises(LineError, match="died"):
        hall.door.arrivals()
    assert gone(leg)
    assert leg.ending is Ending.FAILED
    assert len(leg.take()) >= 0
