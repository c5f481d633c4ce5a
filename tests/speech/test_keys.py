"""A caller presses keys: each is heard, at the limits of ITU-T Q.24 too, and speech never is one."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from speech.audio import Samples
from speech.keys import KEYS, KeyDetector, KeyPress, key_presses
from tests.speech.keypad import ALL_KEYS, as_samples, pressed

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
CALLS = sorted(FIXTURES.glob("*.flac"))


def keys(samples: Samples, rate_hz: int = 8_000) -> str:
    return "".join(press.key for press in key_presses(samples, rate_hz))


def over_a_telephone(wave: NDArray[np.float64], law: str) -> Samples:
    """The wave after G.711."""
    file = io.BytesIO()
    soundfile.write(file, wave, 8_000, format="WAV", subtype=law)
    file.seek(0)
    decoded: Samples = soundfile.read(file, dtype="int16")[0]
    return decoded


def in_pieces(samples: Samples, sizes: Sequence[int]) -> list[KeyPress]:
    detector = KeyDetector(8_000)
    presses: list[KeyPress] = []
    first = number = 0
    while first < len(samples):
        size = sizes[number % len(sizes)]
        presses += detector.accept(samples[first : first + size])
        first, number = first + size, number + 1
    return presses + detector.finish()


@pytest.mark.parametrize(
    "rate_hz", [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
)
def test_all_sixteen_keys_of_forty_milliseconds_are_heard_at_any_rate(rate_hz: int) -> None:
    assert keys(as_samples(pressed(rate_hz=rate_hz)), rate_hz) == ALL_KEYS


@pytest.mark.parametrize("law", ["ULAW", "ALAW"])
@pytest.mark.parametrize("level_dbfs", [-7, -20, -30, -40])
def test_keys_are_heard_loud_and_soft_over_a_telephone_line(level_dbfs: int, law: str) -> None:
    wave = pressed(low_dbfs=level_dbfs, high_dbfs=level_dbfs)
    assert keys(as_samples(wave)) == ALL_KEYS
    assert keys(over_a_telephone(wave, law)) == ALL_KEYS


def test_keys_that_just_do_not_clip_are_heard() -> None:
    assert keys(as_samples(pressed(low_dbfs=-6.1, high_dbfs=-6.1))) == ALL_KEYS


@pytest.mark.parametrize("twist_db", [4, -8])
def test_the_high_tone_may_be_four_db_louder_or_eight_softer(twist_db: int) -> None:
    assert keys(as_samples(pressed(low_dbfs=-15, high_dbfs=-15 + twist_db))) == ALL_KEYS


@pytest.mark.parametrize("twist_db", [8, -12])
def test_two_tones_much_unlike_each_other_are_no_key(twist_db: int) -> None:
    assert keys(as_samples(pressed(low_dbfs=-15, high_dbfs=-15 + twist_db))) == ""


@pytest.mark.parametrize("low_off", [0.015, -0.015])
@pytest.mark.parametrize("high_off", [0.015, -0.015])
def test_a_telephone_that_is_one_and_a_half_percent_off_is_heard(
    low_off: float, high_off: float
) -> None:
    assert keys(as_samples(pressed(low_off=low_off, high_off=high_off))) == ALL_KEYS


@pytest.mark.parametrize("off", [0.035, -0.035])
def test_tones_three_and_a_half_percent_off_are_no_keys(off: float) -> None:
    for low_off, high_off in ((off, 0.0), (0.0, off), (off, off)):
        wave = pressed(on_s=0.2, low_off=low_off, high_off=high_off)
        assert keys(as_samples(wave)) == ""


@pytest.mark.parametrize("seed", range(4))
def test_keys_are_heard_in_noise(seed: int) -> None:
    wave = pressed(low_dbfs=-12, high_dbfs=-12)
    noise = np.random.default_rng(seed).normal(0, 10 ** (-24 / 20), len(wave))
    assert keys(as_samples(wave + noise)) == ALL_KEYS


@pytest.mark.parametrize("call", CALLS, ids=lambda path: path.stem)
def test_keys_are_heard_while_somebody_speaks(call: Path) -> None:
    stored = soundfile.read(call)[0]
    speech = stored[:, np.abs(stored).sum(axis=0).argmax()]
    speech = speech[np.abs(speech) > 0.01]
    wave = pressed(low_dbfs=-9, high_dbfs=-9, on_s=0.1, off_s=0.1)
    talk = 0.1 * speech[: len(wave)] / np.sqrt(np.mean(speech[: len(wave)] ** 2))
    assert keys(as_samples(wave + talk)) == ALL_KEYS


@pytest.mark.parametrize("call", CALLS, ids=lambda path: path.stem)
def test_no_key_is_heard_in_what_people_say_nor_in_music_on_hold(call: Path) -> None:
    samples, rate_hz = soundfile.read(call, dtype="int16")
    for side in samples.T:
        assert key_presses(np.ascontiguousarray(side), rate_hz) == []


def test_one_tone_dial_tone_ringing_noise_and_silence_are_no_keys() -> None:
    times = np.arange(24_000) / 8_000
    rng = np.random.default_rng(3)
    dial = 0.2 * (np.sin(2 * np.pi * 350 * times) + np.sin(2 * np.pi * 440 * times))
    one = 0.4 * np.sin(2 * np.pi * 770 * times)
    same_row = 0.3 * np.sin(2 * np.pi * 697 * times) + 0.3 * np.sin(2 * np.pi * 770 * times)
    for wave in (dial, one, same_row, rng.normal(0, 0.2, 24_000), np.zeros(24_000)):
        assert keys(as_samples(wave)) == ""


def test_a_held_key_is_one_press_and_a_key_twice_is_two() -> None:
    assert keys(as_samples(pressed("5", on_s=2.0))) == "5"
    assert keys(as_samples(pressed("55"))) == "55"


def test_a_press_says_when_its_tones_were_audible() -> None:
    presses = key_presses(as_samples(pressed("159", on_s=0.1, off_s=0.2, lead_s=1.0)), 8_000)
    for number, press in enumerate(presses):
        assert press.span.start == pytest.approx(1.0 + 0.3 * number, abs=0.015)
        assert press.span.end == pytest.approx(1.1 + 0.3 * number, abs=0.015)
    assert len(presses) == 3


def test_a_press_that_goes_on_when_the_call_ends_is_told() -> None:
    samples = as_samples(pressed("7", on_s=0.1, lead_s=0.5))[: round(0.55 * 8_000)]
    assert keys(samples) == "7"


def test_which_key_it_was_cannot_slip_into_a_log() -> None:
    (press,) = key_presses(as_samples(pressed("7")), 8_000)
    assert "7" not in repr(press).split("span")[0]


@settings(max_examples=20, deadline=None)
@given(st.text("".join(KEYS), min_size=1, max_size=8), st.lists(st.integers(1, 2000), min_size=1))
def test_keys_are_the_same_however_the_sound_arrives(said: str, sizes: list[int]) -> None:
    samples = as_samples(pressed(said))
    streamed = in_pieces(samples, sizes)
    assert "".join(press.key for press in streamed) == said
    assert streamed == key_presses(samples, 8_000)
