import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.clocks import Clock
from recorder.line import Lost
from speech.audio import Channel
from tests.recorder.lines.quartz import Quartz, apart_s, recorded

HOUR_S = 3_600.0


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("leader_ppm", "follower_ppm", "wander_ppm", "seconds"),
    [
        (-300, 300, 50, HOUR_S),
        (100, -100, 0, 600),
        (300, -300, 0, 600),
        (-100, 100, 30, 600),
    ],
)
def test_both_sides_stay_together_however_long_the_call(
    leader_ppm: float, follower_ppm: float, wander_ppm: float, seconds: float
) -> None:
    leader = Quartz(rate_hz=8_000, ppm=leader_ppm, starts_s=0.3, seed=1)
    follower = Quartz(rate_hz=8_000, ppm=follower_ppm, wander_ppm=wander_ppm, seed=2)
    sides, gaps = recorded(leader, follower, seconds=seconds, rate_hz=8_000)
    apart = apart_s(sides, 8_000)
    assert not gaps
    assert len(apart) > seconds - 3
    assert apart.max() < 0.020


def test_without_help_those_clocks_drift_apart() -> None:
    """What the test above is worth: the same devices, each by its own count."""
    heard = [
        sum(len(block.samples) for block in Quartz(rate_hz=8_000, ppm=ppm).blocks(600))
        for ppm in (300, -300)
    ]
    assert abs(heard[0] - heard[1]) / 8_000 > 0.29


@settings(max_examples=12, deadline=None)
@given(
    rates=st.tuples(*[st.sampled_from([8_000, 16_000, 22_050, 44_100, 48_000])] * 3),
    ppm=st.tuples(*[st.floats(-300, 300)] * 2),
    jitter_s=st.floats(0, 0.05),
    start_s=st.floats(0, 1.5),
    seed=st.integers(0, 1_000),
)
def test_two_devices_of_any_rates_are_heard_together(
    rates: tuple[int, int, int],
    ppm: tuple[float, float],
    jitter_s: float,
    start_s: float,
    seed: int,
) -> None:
    leader = Quartz(rate_hz=rates[0], ppm=ppm[0], jitter_s=jitter_s, block_s=0.02, seed=seed)
    follower = Quartz(
        rate_hz=rates[1], ppm=ppm[1], jitter_s=jitter_s, block_s=0.064, starts_s=start_s, seed=seed
    )
    sides, _ = recorded(leader, follower, seconds=25, rate_hz=rates[2])
    apart = apart_s(sides, rates[2])
    assert len(apart) >= 22
    assert apart.max() < 0.020


@pytest.mark.parametrize("who", ["leader", "follower"])
@pytest.mark.parametrize(("why", "what"), [(Lost.UNPLUGGED, "away"), (Lost.OVERFLOW, "drops")])
def test_sound_that_is_missing_moves_nothing_that_comes_after_it(
    who: str, why: Lost, what: str
) -> None:
    missing = {what: [(20.3, 24.1 if what == "away" else 20.72), (40.0, 43.0)]}
    leader = Quartz(rate_hz=16_000, ppm=120, **(missing if who == "leader" else {}))
    follower = Quartz(rate_hz=48_000, ppm=-80, **(missing if who == "follower" else {}))
    sides, gaps = recorded(leader, follower, seconds=70, rate_hz=16_000)
    channel = Channel.OPERATOR if who == "leader" else Channel.CALLER
    assert {gap.channel for gap in gaps} == {channel}
    assert why in {gap.why for gap in gaps}
    lost_s = sum(gap.span.duration for gap in gaps)
    assert lost_s == pytest.approx(sum(end - start for start, end in missing[what]), abs=0.25)
    apart = apart_s(sides, 16_000)
    assert len(apart) >= 60
    assert apart.max() < 0.030
    lengths = [len(side) / 16_000 for side in sides.values()]
    assert lengths == pytest.approx([70, 70], abs=0.7)


def test_a_spell_of_late_blocks_does_not_bend_a_clock() -> None:
    clock = Clock(16_000)
    for block in range(1, 6_000):
        spoken = block * 0.02
        clock.saw(320, spoken + (0.08 if 60 <= spoken < 70 else 0.001))
    assert clock.hz == pytest.approx(16_000, rel=2e-5)
    assert clock.time_of(clock.total) == pytest.approx(5_999 * 0.02, abs=0.005)


def test_the_time_of_a_sample_and_the_sample_of_a_time_agree() -> None:
    clock = Clock(8_000)
    for block in range(1, 3_000):
        clock.saw(160, 7.0 + block * 0.02 * (1 - 200e-6))
    assert clock.sample_at(clock.time_of(123_456)) == pytest.approx(123_456)
    assert clock.hz == pytest.approx(8_000 * (1 + 200e-6), rel=1e-6)
