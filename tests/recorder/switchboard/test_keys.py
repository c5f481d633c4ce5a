"""Each press of a key counts once, however many ways a telephone tells it."""

import numpy as np

from recorder.switchboard.keys import KeyGathering
from recorder.switchboard.leg import KeyDown, KeyWay
from speech.audio import Samples
from speech.keys import KEYS
from speech.tones import HIGH_HZ, LOW_HZ

RATE_HZ = 8_000
FRAME = 160
QUIET = np.zeros(FRAME, np.int16)
RTP, INFO, IN_BAND = KeyWay.RTP_EVENT, KeyWay.INFO, KeyWay.IN_BAND


def tones(key: str, seconds: float) -> Samples:
    row = next(place for place, keys in enumerate(KEYS) if key in keys)
    hz = (LOW_HZ[row], HIGH_HZ[KEYS[row].index(key)])
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return sum(4_000 * np.sin(2 * np.pi * one * times) for one in hz).astype(np.int16)  # type: ignore[union-attr]


def told(
    downs: dict[int, list[KeyDown]], sound: Samples | None = None, *, ms: int = 2_000
) -> list[tuple[str, KeyWay, int]]:
    """What is told when these keys come at these milliseconds: key, way and millisecond."""
    keys = KeyGathering(RATE_HZ)
    presses = []
    for place in range(ms // 20):
        frame = QUIET if sound is None else sound[place * FRAME : (place + 1) * FRAME]
        frame = np.pad(frame, (0, FRAME - len(frame)))
        presses += keys.take(
            place * FRAME,
            downs.get(place * 20, []),
            frame,
            power=float(np.mean(frame.astype(float) ** 2)),
        )
    return [(press.key, press.way, press.sample * 1_000 // RATE_HZ) for press in presses]


def test_a_press_told_two_ways_counts_once() -> None:
    downs = {100: [KeyDown("1", RTP)], 180: [KeyDown("1", INFO)]}
    assert told(downs) == [("1", RTP, 100)]


def test_a_message_before_the_event_counts_once_too() -> None:
    downs = {100: [KeyDown("1", INFO)], 180: [KeyDown("1", RTP)]}
    assert told(downs) == [("1", INFO, 100)]


def test_a_key_pressed_twice_quickly_counts_twice_in_either_way() -> None:
    downs = {
        100: [KeyDown("1", RTP)],
        160: [KeyDown("1", INFO)],
        220: [KeyDown("1", RTP)],
        280: [KeyDown("1", INFO)],
    }
    assert told(downs) == [("1", RTP, 100), ("1", RTP, 220)]


def test_other_keys_within_200_ms_are_other_presses() -> None:
    downs = {100: [KeyDown("1", RTP), KeyDown("2", RTP)], 120: [KeyDown("3", RTP)]}
    assert [key for key, _, _ in told(downs)] == ["1", "2", "3"]


def test_a_late_message_counts_not_when_events_come() -> None:
    downs = {100: [KeyDown("1", RTP)], 500: [KeyDown("1", INFO)], 900: [KeyDown("2", RTP)]}
    assert told(downs) == [("1", RTP, 100), ("2", RTP, 900)]


def test_messages_count_where_nothing_else_comes() -> None:
    assert told({100: [KeyDown("7", INFO)], 500: [KeyDown("#", INFO)]}) == [
        ("7", INFO, 100),
        ("#", INFO, 500),
    ]


def test_tones_within_the_sound_count_where_nothing_else_comes() -> None:
    pause = np.zeros(RATE_HZ // 5, np.int16)
    sound = np.concatenate([pause, tones("5", 0.1), pause, tones("5", 0.1), pause, tones("#", 0.1)])
    heard = told({}, sound)
    assert [(key, way) for key, way, _ in heard] == [("5", IN_BAND), ("5", IN_BAND), ("#", IN_BAND)]
    for (_, _, ms), due in zip(heard, (200, 500, 800), strict=True):
        assert abs(ms - due) <= 30


def test_tones_count_no_more_once_a_key_came_another_way() -> None:
    pause = np.zeros(RATE_HZ // 5, np.int16)
    sound = np.concatenate([pause, tones("5", 0.2), pause, pause, tones("6", 0.2), pause])
    downs = {200: [KeyDown("5", RTP)], 800: [KeyDown("6", RTP)]}
    assert told(downs, sound) == [("5", RTP, 200), ("6", RTP, 800)]


def test_a_tone_and_its_message_that_comes_after_it_count_once() -> None:
    sound = np.concatenate([np.zeros(RATE_HZ // 5, np.int16), tones("5", 0.06)])
    heard = told({420: [KeyDown("5", INFO)]}, sound)
    assert [key for key, _, _ in heard] == ["5"]


def test_keys_do_not_show_where_they_are_printed() -> None:
    press = KeyGathering(RATE_HZ).take(0, [KeyDown("7", RTP)], QUIET, power=0.0)[0]
    assert "7" not in repr(press)
