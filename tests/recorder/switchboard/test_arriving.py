"""A caller's time goes on evenly, however unevenly the packets come."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recorder.switchboard.arriving import Arriving
from speech.audio import Samples
from tests.recorder.switchboard.calls import noise

RATE_HZ = 8_000
FRAME = 160


def through(packets: list[Samples], *, frames: int) -> tuple[Samples, int, Arriving]:
    """What comes out when one of these comes before each frame."""
    arriving = Arriving(FRAME, RATE_HZ)
    parts, missing = [], 0
    for place in range(frames):
        if place < len(packets):
            arriving.put(packets[place])
        frame, late = arriving.frame()
        assert len(frame) == FRAME
        parts.append(frame)
        missing += late
    return np.concatenate(parts), missing, arriving


def packets_of(sound: Samples) -> list[Samples]:
    return [sound[first : first + FRAME] for first in range(0, len(sound), FRAME)]


def test_even_packets_come_out_as_they_came() -> None:
    said = noise(1, seed=1)
    heard, missing, _ = through(packets_of(said), frames=50)
    assert (heard == np.concatenate([np.zeros(FRAME), said[:-FRAME]])).all()
    assert missing == 0


def test_packets_that_come_two_by_two_lose_nothing() -> None:
    said = noise(1, seed=1)
    pairs = packets_of(said)
    twos = [
        np.concatenate(pairs[place - 1 : place + 1]) if place % 2 else pairs[0][:0]
        for place in range(50)
    ]
    heard, missing, _ = through(twos, frames=50)
    assert (heard == np.concatenate([np.zeros(FRAME), said[:-FRAME]])).all()
    assert missing == 0


def test_a_packet_that_is_late_is_silence_once_and_its_sound_follows() -> None:
    said = noise(1, seed=1)
    packets = packets_of(said)
    late = [*packets[:20], *[packets[0][:0]] * 3, np.concatenate(packets[20:24]), *packets[24:]]
    heard, missing, _ = through(late, frames=len(late))
    assert 0 < missing <= 2 * FRAME
    there = heard.tobytes()
    assert said[: 20 * FRAME].tobytes() in there
    assert said[20 * FRAME : 46 * FRAME].tobytes() in there


def test_a_side_that_sends_nothing_while_it_says_nothing_is_not_late() -> None:
    said = packets_of(noise(0.2, seed=1))
    nothing = [said[0][:0]] * 500
    _, missing, _ = through([*nothing, *said, *nothing, *said], frames=1_030)
    assert missing <= 2 * 10 * FRAME


def test_a_faster_clock_is_made_up_for_where_nothing_is_said() -> None:
    talk, pause = noise(2, seed=1), np.zeros(RATE_HZ // 4, np.int16)
    said = np.concatenate([talk, pause] * 4)
    faster = [said[first : first + 162] for first in range(0, len(said), 162)]
    heard, missing, arriving = through(faster, frames=len(faster))
    assert missing == 0
    assert arriving.lost_samples == 0
    assert heard.tobytes().count(talk.tobytes()) == 4


def test_what_is_far_too_much_loses_its_oldest_sound_and_says_so() -> None:
    said = noise(5, seed=1)
    heard, _, arriving = through([said], frames=50)
    assert arriving.lost_samples >= 4 * RATE_HZ
    assert said[-3 * FRAME :].tobytes() in heard.tobytes()


def test_what_came_while_beats_were_missed_is_kept_for_them_with_its_pauses() -> None:
    said = noise(1, seed=1)
    said[2_000:6_000] //= 1_000
    arriving = Arriving(FRAME, RATE_HZ)
    arriving.put(said)
    heard = np.concatenate([arriving.frame(behind=behind)[0] for behind in reversed(range(50))])
    assert (heard == said).all()


@given(st.lists(st.integers(0, 700), max_size=60))
def test_every_frame_is_whole_whatever_comes(sizes: list[int]) -> None:
    packets = [noise(1, seed=2)[:size] for size in sizes]
    heard, missing, arriving = through(packets, frames=len(packets) + 5)
    assert len(heard) == (len(packets) + 5) * FRAME
    assert 0 <= missing <= len(heard)
    assert arriving.waiting_samples <= 26 * FRAME
