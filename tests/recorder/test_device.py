import itertools

import numpy as np
import pytest

from recorder.clocks import TimeLine
from recorder.device import Device, Intake, find_input
from recorder.device_check import TONE_HZ, sounded, tone
from recorder.device_track import Track
from recorder.line import Gap, Lost
from speech.audio import Channel
from speech.errors import LineError


def device(number: int, name: str, *, inputs: int = 1) -> Device:
    return Device(
        number=number, name=name, host_api="ALSA", inputs=inputs, outputs=0, rate_hz=48_000
    )


THERE = [
    device(0, "USB Headset"),
    device(1, "USB Headset Pro"),
    device(2, "Speakers", inputs=0),
    device(3, "Line tap 2", inputs=2),
]


@pytest.mark.parametrize(
    ("wanted", "number"), [("usb headset", 0), ("Pro", 1), ("3", 3), ("tap", 3), ("1", 1)]
)
def test_an_input_is_found_by_number_name_or_part_of_it(wanted: str, number: int) -> None:
    assert find_input(THERE, wanted, channels=1).number == number


@pytest.mark.parametrize(
    ("wanted", "channels", "said"),
    [
        ("usb", 1, "0 'USB Headset', 1 'USB Headset Pro'"),
        ("Speakers", 1, "no input"),
        ("headset pro", 2, "no input of 2 channels"),
        ("9", 1, "no input"),
        ("", 1, "may be"),
    ],
)
def test_an_input_that_cannot_be_told_is_refused(wanted: str, channels: int, said: str) -> None:
    with pytest.raises(LineError, match=said):
        find_input(THERE, wanted, channels=channels)


def test_what_finds_the_queue_full_becomes_a_gap_of_exactly_its_length() -> None:
    clock = itertools.count(1)
    intake = Intake(1, now=lambda: next(clock) * 0.02, most_s=3.0)
    deliver = intake.deliver_for(0, channels=1, rate_hz=8_000, opening=1)
    sound = np.random.default_rng(1).integers(-9_000, 9_000, (250, 160)).astype(np.int16)
    for block in sound[:170]:
        deliver(block.tobytes(), overflowed=False)
    taken = [intake.take(0) for _ in range(150)]
    assert intake.take(0) is None
    for block in sound[170:]:
        deliver(block.tobytes(), overflowed=False)
    taken += [intake.take(0) for _ in range(80)]
    track = Track([Channel.CALLER], 8_000, leads=True)
    came = []
    for one in taken:
        assert one is not None
        came += track.take(one[1])
        if track.position == 0 and track.begins_at_s is not None and not came:
            came += track.begin(TimeLine(8_000, track.begins_at_s))
    came += track.end()
    gaps = [one for one in came if isinstance(one, Gap)]
    assert gaps == [Gap(Channel.CALLER, 8_000, 150 * 160, 20 * 160, Lost.OVERFLOW)]
    heard = np.concatenate([one.samples for one in came if not isinstance(one, Gap)])
    assert np.array_equal(heard, np.concatenate([sound[:150].ravel(), sound[170:].ravel()]))


def test_the_tone_of_the_doctor_is_told_by_its_delay_and_level() -> None:
    noise = np.random.default_rng(2).normal(0, 30, 2 * TONE_HZ)
    place = round(0.62 * TONE_HZ)
    noise[place : place + len(tone())] += tone() * 0.5
    heard = sounded(noise.astype(np.int16), played_at_s=0.5)
    assert heard.tone_after_s == pytest.approx(0.12, abs=0.001)
    assert heard.tone_dbfs == pytest.approx(-26, abs=1)


def test_noise_speech_like_bursts_and_silence_are_no_tone() -> None:
    random = np.random.default_rng(3)
    hum = 3_000 * np.sin(2 * np.pi * 50 * np.arange(2 * TONE_HZ) / TONE_HZ)
    for sound in (random.normal(0, 3_000, 2 * TONE_HZ), hum, random.normal(0, 0.4, 2 * TONE_HZ)):
        assert sounded(np.rint(sound).astype(np.int16)).tone_after_s is None
    silence = sounded(np.zeros(TONE_HZ, np.int16))
    assert silence.is_silent
    assert silence.tone_after_s is None
    assert sounded(np.zeros(0, np.int16)).is_silent
