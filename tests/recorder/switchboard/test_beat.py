"""The beat keeps its time for hours, and makes up for what it missed."""

from recorder.switchboard.beat import BEAT_S, Beat


class Clock:
    def __init__(self) -> None:
        self.at_s = 1_000.0

    def __call__(self) -> float:
        return self.at_s


def test_late_beats_do_not_add_up() -> None:
    clock = Clock()
    beat = Beat(clock)
    done = 0
    for place in range(50_000):
        # The system wakes us up to 7 ms late.
        clock.at_s += beat.wait_s + (place % 8) / 1_000
        done += beat.due()
    assert abs(clock.at_s - 1_000.0 - done * BEAT_S) < BEAT_S
    assert done == 50_000
    assert 0.0069 < beat.latest_s() < 0.0071
    assert beat.latest_s() == 0.0


def test_missed_beats_are_made_up_for_at_once() -> None:
    clock = Clock()
    beat = Beat(clock)
    clock.at_s += 0.205
    assert beat.due() == 10
    assert 0.014 < beat.wait_s < 0.016


def test_what_a_machine_slept_through_is_over() -> None:
    clock = Clock()
    beat = Beat(clock)
    clock.at_s += 3_600
    assert beat.due() == 1
    assert 0.0 < beat.wait_s <= BEAT_S
