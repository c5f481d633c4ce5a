"""Callers interrupt prompts by key or voice; coughs, echoes and legal notices do not stop for it."""

import numpy as np
import pytest

from recorder.switchboard.leg import KeyWay
from recorder.switchboard.news import KeyPressed, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import BargeIn, GoOn, HangUp, Hush, Loop, Press, Speak
from speech.audio import Samples
from tests.recorder.switchboard.made_legs import Beats, MadeLeg
from tests.recorder.switchboard.speech_sounds import RATE_HZ, hiss, spoken, utterances

FRAME = RATE_HZ // 50
PROMPT = spoken("en-order-missed", 1, 6)
ANSWERS = [*utterances("en-billing-unchecked", 0)[:6], *utterances("ja-order-upsell", 0)[:6]]


def in_a_prompt(*, bargein: BargeIn = BargeIn.SPEECH) -> tuple[Beats, MadeLeg]:
    """A caller who listened to a line's hiss for a second, and to the prompt for another."""
    beats = Beats()
    leg = beats.caller()
    leg.say(hiss(60))
    beats.seconds(1)
    beats.order(Speak(leg.id, 1, PROMPT, bargein))
    beats.seconds(1)
    return beats, leg


def talking(leg: MadeLeg, said: Samples) -> None:
    """From now on the caller says this, into the hiss of the line."""
    leg._said = np.concatenate([said + hiss(len(said) / RATE_HZ)[: len(said)], hiss(20)])


def is_whole(prompt: Samples, leg: MadeLeg) -> bool:
    """Whether the caller heard every sample of it as it is."""
    return prompt.tobytes() in leg.all_heard.tobytes()


def levels(samples: Samples) -> list[float]:
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    return list(np.sqrt(np.mean(np.square(frames), axis=1)))


def test_a_key_stops_the_prompt_in_the_frame_in_which_it_goes_down() -> None:
    beats, leg = in_a_prompt()
    leg.press("5")
    pressed, stopped = beats.run(1)
    assert isinstance(pressed, KeyPressed)
    assert isinstance(stopped, SpeechStopped)
    assert (pressed.key, pressed.way) == ("5", KeyWay.RTP_EVENT)
    assert (stopped.number, stopped.by_key, stopped.began_sample) == (1, True, pressed.sample)
    # What is left are 10 ms in which it dies away.
    assert not leg.heard[-1][FRAME // 2 :].any()
    beats.seconds(1)
    assert not np.concatenate(leg.heard[-50:]).any()


@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_a_voice_stops_the_prompt_after_200_ms_and_ducks_it_before(number: int) -> None:
    beats, leg = in_a_prompt()
    began = beats.heard(leg.id)[-1].first_sample + FRAME
    said = ANSWERS[number]
    talking(leg, said)
    stopped = next(one for one in beats.seconds(4) if isinstance(one, SpeechStopped))
    assert not stopped.by_key
    heard = beats.heard(leg.id)
    silent = next(
        one.first_sample
        for one in heard
        if one.first_sample >= began and not one.ivr[FRAME // 2 :].any()
    )
    assert silent - began >= 0.16 * RATE_HZ
    # Short words with stops between them take longer than 200 ms to hold that much voice.
    assert silent - began <= 0.6 * RATE_HZ
    # 40 ms of packets wait for their beat.
    assert abs(stopped.began_sample - began) <= 0.1 * RATE_HZ


def test_most_voices_stop_the_prompt_within_300_ms() -> None:
    delays = []
    for said in ANSWERS:
        beats, leg = in_a_prompt()
        talking(leg, said)
        began = beats.heard(leg.id)[-1].first_sample + FRAME
        beats.seconds(2)
        silent = next(
            one.first_sample
            for one in beats.heard(leg.id)
            if one.first_sample >= began and not one.ivr[FRAME // 2 :].any()
        )
        delays.append((silent - began) / RATE_HZ)
    assert np.median(delays) <= 0.3


@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_a_cough_of_100_ms_ducks_the_prompt_and_does_not_stop_it(number: int) -> None:
    beats, leg = in_a_prompt()
    before = len(beats.heard(leg.id))
    # The loudest tenth of a second of a word is the most like a voice that a cough can be.
    count = RATE_HZ // 10
    loudness = np.convolve(np.abs(ANSWERS[number].astype(int)), np.ones(count), "valid")
    first = int(np.argmax(loudness))
    talking(leg, ANSWERS[number][first : first + count])
    assert not any(isinstance(one, SpeechStopped) for one in beats.seconds(2))
    ivr = np.concatenate([one.ivr for one in beats.heard(leg.id)[before:]])
    shares = [
        heard / said
        for heard, said in zip(levels(ivr), levels(PROMPT[50 * FRAME : 150 * FRAME]), strict=True)
        if said > 200
    ]
    assert min(shares) < 0.3
    assert max(shares[-20:]) == pytest.approx(1, abs=0.01)


def test_a_prompt_goes_on_from_its_sentence_when_nothing_was_said_and_ends() -> None:
    beats, leg = in_a_prompt()
    talking(leg, ANSWERS[0])
    assert any(isinstance(one, SpeechStopped) for one in beats.seconds(3))
    talking(leg, hiss(1))
    beats.order(GoOn(leg.id))
    leg.heard.clear()
    assert [one for one in beats.seconds(7) if isinstance(one, SpeechEnded)]
    assert (leg.all_heard[5 * FRAME : len(PROMPT)] == PROMPT[5 * FRAME :]).all()


def test_talk_in_the_street_stops_a_prompt_twice_at_most_and_a_key_still_does() -> None:
    beats = Beats()
    leg = beats.caller()
    prompt = np.concatenate([PROMPT, PROMPT])
    talking(leg, np.tile(spoken("ja-complaint-hold", 1, 20), 4))
    beats.order(Speak(leg.id, 1, prompt))
    stopped = 0
    for _ in range(400):
        if any(isinstance(one, SpeechStopped) for one in beats.seconds(0.1)):
            stopped += 1
            beats.order(GoOn(leg.id))
    assert stopped == 2
    assert any(isinstance(one, SpeechEnded) for one in beats.told)
    for number in (2, 3, 4):
        # Whatever is said next may be interrupted again.
        beats.order(Hush(leg.id), Speak(leg.id, number, prompt))
        assert any(isinstance(one, SpeechStopped) for one in beats.seconds(2))
        beats.order(GoOn(leg.id))
    beats.run(1)
    leg.press("1")
    assert [type(one) for one in beats.run(1)] == [KeyPressed, SpeechStopped]


def test_a_voice_interrupts_wideband_calls_and_their_echo_does_not() -> None:
    beats = Beats()
    leg = beats.caller(rate_hz=16_000)
    prompt, said = (np.repeat(part, 2) for part in (PROMPT, ANSWERS[1]))
    echo = np.concatenate([np.zeros(800, np.int16), (prompt * 0.1).astype(np.int16)])
    beats.order(Speak(leg.id, 1, prompt))
    leg.say(echo)
    assert [type(one) for one in beats.seconds(6.5)] == [SpeechEnded]
    beats.order(Speak(leg.id, 2, prompt))
    beats.seconds(1)
    leg.say(said)
    stopped = next(one for one in beats.seconds(2) if isinstance(one, SpeechStopped))
    assert abs(stopped.began_sample - 7.5 * 16_000) <= 0.1 * 16_000


@pytest.mark.parametrize("bargein", [BargeIn.NEVER, BargeIn.KEYS])
def test_a_voice_changes_nothing_in_a_prompt_it_may_not_interrupt(bargein: BargeIn) -> None:
    beats, leg = in_a_prompt(bargein=bargein)
    talking(leg, ANSWERS[0])
    assert [type(one) for one in beats.seconds(6)] == [SpeechEnded]
    assert is_whole(PROMPT, leg)


def test_a_legal_notice_is_not_softer_because_somebody_coughed_before_it() -> None:
    beats, leg = in_a_prompt()
    beats.order(Speak(leg.id, 2, PROMPT, BargeIn.NEVER))
    beats.seconds(4.8)
    talking(leg, np.clip(hiss(0.12).astype(int) * 200, -9_000, 9_000).astype(np.int16))
    told = beats.seconds(7)
    assert [type(one) for one in told] == [SpeechEnded, SpeechEnded]
    assert beats.heard(leg.id)
    assert PROMPT[RATE_HZ // 4 :].tobytes() in leg.all_heard.tobytes()
    assert not is_whole(np.concatenate([PROMPT, PROMPT[: RATE_HZ // 4]]), leg)


def test_a_legal_notice_is_heard_whole_whatever_is_pressed() -> None:
    beats, leg = in_a_prompt(bargein=BargeIn.NEVER)
    for key in "0#12":
        leg.press(key)
        beats.seconds(0.5)
    told = [one for one in beats.told if isinstance(one, KeyPressed)]
    assert "".join(one.key for one in told) == "0#12"
    beats.seconds(6)
    assert is_whole(PROMPT, leg)


@pytest.mark.parametrize("late_ms", [20, 47, 133, 290])
@pytest.mark.parametrize("call", ["en-order-missed", "ja-complaint-hold"])
def test_the_prompts_own_echo_does_not_touch_it(late_ms: int, call: str) -> None:
    beats = Beats()
    leg = beats.caller()
    prompt = spoken(call, 1, 5)
    echo = np.concatenate([np.zeros(late_ms * 8), prompt * 0.1]).astype(np.int16)
    leg.say(hiss(1))
    beats.seconds(1)
    beats.order(Speak(leg.id, 1, prompt))
    talking(leg, echo)
    assert [type(one) for one in beats.seconds(5.5)] == [SpeechEnded]
    assert is_whole(prompt, leg)


def test_a_caller_is_heard_above_the_echo_of_the_prompt() -> None:
    beats = Beats()
    leg = beats.caller()
    leg.say(hiss(1))
    beats.seconds(1)
    beats.order(Speak(leg.id, 1, PROMPT))
    both = (PROMPT * 0.1).astype(np.int16)
    said = ANSWERS[1][: len(both) - 2 * RATE_HZ]
    both[2 * RATE_HZ :][: len(said)] += said
    talking(leg, np.concatenate([np.zeros(320, np.int16), both]))
    began = 3 * RATE_HZ
    stopped = next(one for one in beats.seconds(6) if isinstance(one, SpeechStopped))
    assert abs(stopped.began_sample - began) <= 0.2 * RATE_HZ


def test_what_a_caller_said_before_a_prompt_does_not_stop_it() -> None:
    beats = Beats()
    leg = beats.caller()
    leg.say(np.concatenate([hiss(1), ANSWERS[1][: RATE_HZ // 2], hiss(9)]))
    beats.seconds(1.5)
    beats.order(Speak(leg.id, 1, PROMPT))
    assert [type(one) for one in beats.seconds(7)] == [SpeechEnded]


def test_nobody_interrupts_the_last_words_of_a_call() -> None:
    beats, leg = in_a_prompt()
    beats.order(HangUp(leg.id, after_speech=True))
    talking(leg, ANSWERS[0])
    leg.press("1")
    told = [type(one).__name__ for one in beats.seconds(7)]
    assert told == ["KeyPressed", "SpeechEnded", "Gone"]
    assert is_whole(PROMPT, leg)


def test_music_is_no_prompt_and_goes_on_while_the_caller_talks() -> None:
    beats = Beats()
    leg = beats.caller()
    beats.order(Loop(leg.id, PROMPT))
    talking(leg, ANSWERS[0])
    leg.press("1")
    assert [type(one) for one in beats.seconds(3)] == [KeyPressed]
    assert (leg.all_heard[FRAME : 2 * RATE_HZ] == PROMPT[: 2 * RATE_HZ - FRAME]).all()
    beats.order(Hush(leg.id))
    leg.heard.clear()
    beats.seconds(1)
    assert not leg.all_heard[FRAME:].any()


def test_a_key_of_a_headset_counts_like_any_other() -> None:
    beats, leg = in_a_prompt()
    beats.order(Press(leg.id, "3"))
    pressed, stopped = beats.run(1)
    assert isinstance(pressed, KeyPressed)
    assert isinstance(stopped, SpeechStopped)
    assert pressed.key == "3"
