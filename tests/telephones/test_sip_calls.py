"""Telephones of another make call the SIP door and are called by it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from recorder.switchboard.leg import Ending, LegState
from speech.audio import Samples
from tests.telephones.hall import Hall, likeness
from tests.telephones.phone import Phone, gone

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"

Halls = Callable[..., Hall]
Phones = Callable[..., Phone]


def talk(side: int, rate_hz: int) -> Samples:
    """Three seconds of a caller (0) or an operator (1), loud enough to be told from noise."""
    both, rate = soundfile.read(FIXTURES / "en-billing-unchecked.flac", dtype="int16")
    samples = both[:, side]
    loudness = np.cumsum(np.abs(samples.astype(float)))
    loud = int(np.argmax(loudness[3 * rate :] - loudness[: -3 * rate]))
    return soxr.resample(samples[loud : loud + 3 * rate], rate, rate_hz).astype(np.int16)


def speech_file(folder: Path, rate_hz: int = 8_000, channels: int = 1) -> tuple[Path, Samples]:
    """A file a telephone says when it is connected: a little silence, then talk."""
    samples = talk(0, rate_hz)
    file = folder / f"speech-{rate_hz}.wav"
    quiet = np.zeros(rate_hz, np.int16)
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
    hall.serve(2.5)
    phone.hang_up()
    hall.run(lambda: gone(leg), "the caller's hanging up is noticed")
    assert leg.ending is Ending.HUNG_UP
    assert (leg.number, leg.dialled) == ("caller", "5550100")
    assert leg.rate_hz == ours_hz
    heard_by_caller = phone.heard()
    assert likeness(hall.heard(leg), soxr.resample(said, rate_hz, ours_hz)) >= 0.99
    assert likeness(heard_by_caller, soxr.resample(prompt, ours_hz, rate_hz)) >= 0.99
