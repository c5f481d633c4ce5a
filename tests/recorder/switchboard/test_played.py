"""How much of a prompt its caller heard is told to the sample, whatever ended it."""

from collections.abc import Callable

import numpy as np
import pytest

from recorder.switchboard.news import SpeechEnded, SpeechPlayed, SpeechStopped
from recorder.switchboard.orders import BargeIn, GoOn, Hush, Loop, Speak
from recorder.switchboard.playing import LOOP
from tests.recorder.switchboard.made_legs import Beats, MadeLeg
from tests.recorder.switchboard.speech_sounds import RATE_HZ, hiss, spoken, utterances

PROMPT = spoken("en-order-missed", 1, 6)
MUSIC = spoken("ja-order-upsell", 1, 2)


def a_prompt_ahead(*, bargein: BargeIn = BargeIn.SPEECH) -> tuple[Beats, MadeLeg]:
    beats = Beats()
    leg = beats.caller()
    leg.say(hiss(60))
    beats.seconds(0.5)
    beats.order(Speak(leg.id, 7, PROMPT, bargein))
    return beats, leg


def sounds_like(beats: Beats, leg: MadeLeg, played: SpeechPlayed) -> float:
    """How much of that stretch of the prompt really was in the call at that time."""
    line = np.concatenate([one.ivr for one in beats.heard(leg.id)])
    begin = played.sample - (played.last - played.first)
    there = line[begin : played.sample]
    return float(np.mean(there == PROMPT[played.first : played.last]))


def hush(beats: Beats, leg: MadeLeg) -> None:
    beats.order(Hush(leg.id))


def press(_beats: Beats, leg: MadeLeg) -> None:
    leg.press("1")


def hang_up(_beats: Beats, leg: MadeLeg) -> None:
    leg.hang_up()


@pytest.mark.parametrize("cut", [hush, press, hang_up])
def test_what_was_cut_is_told_to_where_it_was_heard(cut: Callable[[Beats, MadeLeg], None]) -> None:
    beats, leg = a_prompt_ahead()
    beats.seconds(1.5)
    cut(beats, leg)
    beats.seconds(0.1)
    (played,) = beats.played(leg.id)
    assert (played.number, played.first, played.last) == (7, 0, 1.5 * RATE_HZ)
    assert sounds_like(beats, leg, played) == 1.0
    beats.seconds(1)
    assert len(beats.played(leg.id)) == 1


def test_what_was_heard_to_its_end_is_told_whole() -> None:
    beats, leg = a_prompt_ahead(bargein=BargeIn.NEVER)
    beats.seconds(len(PROMPT) / RATE_HZ + 0.5)
    (played,) = beats.played(leg.id)
    assert (played.first, played.last) == (0, len(PROMPT))
    assert sounds_like(beats, leg, played) == 1.0


def test_a_prompt_that_goes_on_is_told_in_parts_with_the_words_that_came_twice() -> None:
    beats, leg = a_prompt_ahead()
    beats.seconds(1)
    leg._said = np.concatenate([utterances("en-billing-unchecked", 0)[1], hiss(40)])
    held = 0
    news = beats.run(1)
    while not any(isinstance(one, SpeechEnded) for one in news):
        if any(isinstance(one, SpeechStopped) for one in news):
            held += 1
            beats.order(GoOn(leg.id))
        news = beats.run(1)
    *parts, last = beats.played(leg.id)
    assert parts
    assert 1.0 * RATE_HZ < parts[0].last < len(PROMPT)
    assert {one.first for one in (*parts, last)} == {0}
    assert last.last == len(PROMPT)
    assert held == 2


def test_music_is_told_with_the_time_it_took() -> None:
    beats = Beats()
    leg = beats.caller()
    beats.order(Loop(leg.id, MUSIC))
    beats.seconds(2)
    beats.order(Speak(leg.id, 1, PROMPT))
    beats.seconds(0.1)
    (played,) = beats.played(leg.id)
    assert (played.number, played.last - played.first) == (LOOP, 2 * RATE_HZ)
    assert played.sample == beats.heard(leg.id)[-5].first_sample
