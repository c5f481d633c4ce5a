"""Two people who are joined hear each other at once, whatever their telephones can do."""

import numpy as np
import pytest

from recorder.switchboard.bridging import mixed
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import Connected, Gone
from recorder.switchboard.orders import Bridge, Dial, HangUp, Loop, Unbridge
from tests.recorder.switchboard.calls import likeness, noise, tone
from tests.recorder.switchboard.made_legs import Beats, MadeLeg


def test_both_at_once_never_wrap_around() -> None:
    loud = np.full(160, 30_000, np.int16)
    assert (mixed(loud, loud) == 32_767).all()


def joined(caller_hz: int, operator_hz: int) -> tuple[Beats, MadeLeg, MadeLeg]:
    beats = Beats()
    caller = beats.caller(rate_hz=caller_hz)
    beats.order(Dial("operator", "made", "sip:kasumi"))
    operator = beats.door.dialled["operator"]
    operator.rate_hz = operator_hz
    beats.order(Bridge("caller", "operator"))
    beats.run(5)
    operator.answer()
    beats.run(1)
    assert Connected("operator", operator_hz) in beats.told
    return beats, caller, operator


@pytest.mark.parametrize("caller_hz", [8_000, 16_000])
@pytest.mark.parametrize("operator_hz", [8_000, 16_000])
def test_joined_sides_hear_each_other_and_the_operator_has_a_channel(
    caller_hz: int, operator_hz: int
) -> None:
    beats, caller, operator = joined(caller_hz, operator_hz)
    asks = tone(500, caller_hz)
    answers = tone(800, operator_hz)
    caller.say(asks)
    operator.say(answers)
    beats.seconds(1.2)
    assert likeness(caller.all_heard, tone(800, caller_hz, 0.9)) > 0.999
    assert likeness(operator.all_heard, tone(500, operator_hz, 0.9)) > 0.999
    told = np.concatenate([one.operator for one in beats.heard("caller")])
    assert likeness(told, tone(800, caller_hz, 0.9)) > 0.999
    assert not beats.heard("operator")


def test_the_music_ends_when_somebody_is_there() -> None:
    beats = Beats()
    caller = beats.caller()
    beats.caller("operator")
    beats.order(Loop("caller", noise(1, seed=1)))
    beats.seconds(1)
    beats.order(Bridge("caller", "operator"))
    caller.heard.clear()
    beats.seconds(1)
    assert not caller.all_heard[160:].any()


def test_parted_sides_hear_each_other_no_more_and_may_be_joined_with_others() -> None:
    beats, caller, operator = joined(8_000, 8_000)
    beats.order(Unbridge("caller"))
    operator.say(noise(1, seed=1))
    caller.heard.clear()
    beats.seconds(1)
    assert not caller.all_heard.any()
    other = beats.caller("other")
    beats.order(Bridge("other", "operator"))
    said = noise(1, seed=2)
    operator.say(said)
    beats.seconds(1.1)
    assert said.tobytes() in other.all_heard.tobytes()
    assert not caller.all_heard.any()


def test_the_caller_goes_on_when_the_operator_hangs_up() -> None:
    beats, caller, operator = joined(8_000, 8_000)
    operator.leave(Ending.HUNG_UP)
    assert beats.seconds(1) == [Gone("operator", Ending.HUNG_UP)]
    assert len(beats.heard("caller")[-1].caller) == 160
    beats.order(HangUp("caller"))
    assert beats.seconds(1) == [Gone("caller", Ending.HUNG_UP)]
    assert caller.ending is Ending.HUNG_UP
