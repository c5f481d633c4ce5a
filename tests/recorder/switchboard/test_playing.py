"""Prompts are played in their order and whole, and stop and go on without a click."""

import numpy as np
import pytest

from recorder.switchboard.orders import BargeIn, Speak
from recorder.switchboard.playing import DUCKED, Ended, Playing
from speech.audio import Samples

RATE_HZ = 8_000
SIZE = 160


def tone(seconds: float, *, hz: float = 200, loudness: float = 8_000) -> Samples:
    places = np.arange(round(seconds * RATE_HZ))
    return (loudness * np.sin(2 * np.pi * hz * places / RATE_HZ)).astype(np.int16)


def prompt(
    number: int, samples: Samples, bargein: BargeIn = BargeIn.SPEECH, **more: object
) -> Speak:
    return Speak("leg", number, samples, bargein, **more)  # type: ignore[arg-type]


def played(playing: Playing, frames: int) -> tuple[Samples, list[tuple[int, int]]]:
    """The sound of so many frames, and which prompts ended at which sample."""
    parts, ended = [], []
    for place in range(frames):
        frame, ends = playing.frame(SIZE)
        assert len(frame) == SIZE
        parts.append(frame)
        ended += [(one.number, place * SIZE + one.offset) for one in ends]
    return np.concatenate(parts), ended


def steepest(samples: Samples) -> int:
    return int(np.abs(np.diff(samples.astype(int))).max())


def test_prompts_follow_each_other_without_a_gap_and_each_end_is_told() -> None:
    playing = Playing(RATE_HZ)
    first, second = tone(0.11), tone(0.05, hz=300)
    playing.speak(prompt(1, first))
    playing.speak(prompt(2, second))
    sound, ended = played(playing, 10)
    assert (sound[: len(first) + len(second)] == np.concatenate([first, second])).all()
    assert not sound[len(first) + len(second) :].any()
    assert ended == [(1, len(first)), (2, len(first) + len(second))]
    assert playing.is_done


def test_a_prompt_without_sound_ends_at_once() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(0)))
    assert playing.frame(SIZE)[1] == [Ended(1, 0)]


def test_music_waits_for_what_is_said_and_ends_with_the_next_prompt() -> None:
    playing = Playing(RATE_HZ)
    music, said = tone(0.05, hz=400), tone(0.1)
    playing.speak(prompt(1, said))
    playing.loop(music)
    sound, _ = played(playing, 20)
    assert (sound[len(said) :] == np.resize(music, len(sound) - len(said))).all()
    playing.speak(prompt(2, said))
    sound, _ = played(playing, 20)
    assert steepest(sound) < 2 * steepest(music)
    assert (sound[SIZE : len(said)] == said[SIZE:]).all()
    assert not sound[len(said) :].any()


def test_a_ducked_prompt_is_12_db_softer_and_comes_back_without_a_click() -> None:
    playing = Playing(RATE_HZ)
    said = tone(2)
    playing.speak(prompt(1, said))
    parts = [played(playing, 10)[0]]
    playing.duck()
    parts.append(played(playing, 10)[0])
    playing.unduck()
    parts.append(played(playing, 30)[0])
    sound = np.concatenate(parts)
    assert steepest(sound) <= steepest(said) * 1.1
    ducked = slice(12 * SIZE, 20 * SIZE)
    assert np.abs(sound[ducked] - said[ducked] * DUCKED).max() <= 1
    assert pytest.approx(0.251, abs=0.001) == DUCKED
    back = slice(30 * SIZE, 50 * SIZE)
    assert (sound[back] == said[back]).all()


def test_a_prompt_held_by_voice_goes_on_where_its_sentence_began() -> None:
    playing = Playing(RATE_HZ)
    said = np.concatenate([tone(1), tone(1, hz=300)])
    playing.speak(prompt(1, said, sentences=(0, RATE_HZ)))
    played(playing, 60)
    held = playing.stop(by_key=False)
    assert held is not None
    assert held.number == 1
    silence, _ = played(playing, 10)
    assert not silence[SIZE:].any()
    playing.go_on()
    sound, ended = played(playing, 60)
    # It comes up within 100 ms, and is what it was from there on.
    assert (sound[5 * SIZE : RATE_HZ] == said[RATE_HZ + 5 * SIZE :]).all()
    assert ended == [(1, RATE_HZ)]


def test_a_long_sentence_goes_on_where_it_was_held() -> None:
    playing = Playing(RATE_HZ)
    said = tone(20)
    playing.speak(prompt(1, said))
    played(playing, 500)
    playing.stop(by_key=False)
    playing.go_on()
    sound, _ = played(playing, 20)
    assert (sound[5 * SIZE :] == said[505 * SIZE : 520 * SIZE]).all()


def test_holding_and_going_on_do_not_click() -> None:
    playing = Playing(RATE_HZ)
    said = tone(3)
    # A sentence that begins where the wave is at its height.
    playing.speak(prompt(1, said, sentences=(0, 810)))
    parts = [played(playing, 9)[0]]
    playing.stop(by_key=False)
    parts.append(played(playing, 5)[0])
    playing.go_on()
    parts.append(played(playing, 9)[0])
    playing.hush()
    parts.append(played(playing, 3)[0])
    assert steepest(np.concatenate(parts)) <= steepest(said) * 1.3


def test_a_key_throws_away_what_was_said_but_not_a_notice_that_waits() -> None:
    playing = Playing(RATE_HZ)
    notice = tone(0.1, hz=300)
    playing.speak(prompt(1, tone(1)))
    playing.speak(prompt(2, tone(1)))
    playing.speak(prompt(3, notice, BargeIn.NEVER))
    played(playing, 5)
    held = playing.stop(by_key=True)
    assert held is not None
    assert held.number == 1
    sound, ended = played(playing, 20)
    assert ended == [(3, len(notice))]
    assert (sound[SIZE : len(notice)] == notice[SIZE:]).all()


@pytest.mark.parametrize(
    ("bargein", "by_key", "stops"),
    [
        (BargeIn.NEVER, True, False),
        (BargeIn.NEVER, False, False),
        (BargeIn.KEYS, True, True),
        (BargeIn.KEYS, False, False),
        (BargeIn.SPEECH, True, True),
        (BargeIn.SPEECH, False, True),
    ],
)
def test_what_may_interrupt_a_prompt_is_up_to_the_prompt(
    bargein: BargeIn, by_key: bool, stops: bool
) -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(1), bargein))
    assert (playing.stop(by_key=by_key) is not None) == stops


def test_what_is_said_while_a_prompt_is_held_takes_its_place() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(1)))
    played(playing, 5)
    playing.stop(by_key=False)
    answer = tone(0.1, hz=300)
    playing.speak(prompt(2, answer))
    sound, ended = played(playing, 20)
    assert ended == [(2, len(answer))]
    assert (sound[SIZE : len(answer)] == answer[SIZE:]).all()
    playing.go_on()
    assert not played(playing, 5)[0].any()


def test_a_held_prompt_tells_which_mark_was_passed_and_how_long_ago() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(0.5), marks=(("one", 0), ("two", 2_000))))
    playing.speak(prompt(2, tone(1), marks=(("three", 6_000),)))
    played(playing, 30)
    held = playing.stop(by_key=False)
    assert held is not None
    assert (held.number, held.mark, held.since_mark_samples) == (2, "two", 30 * SIZE - 2_000)


def test_a_mark_that_is_not_reached_is_not_told() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(1), marks=(("later", 160),)))
    played(playing, 1)
    held = playing.stop(by_key=True)
    assert held is not None
    assert held.mark is None


def test_the_last_mark_of_a_prompt_may_stand_at_its_end() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(0.1), marks=(("end", 800),)))
    playing.speak(prompt(2, tone(1)))
    played(playing, 6)
    held = playing.stop(by_key=True)
    assert held is not None
    assert (held.mark, held.since_mark_samples) == ("end", 160)


def test_when_nobody_listens_any_more_everything_is_said_to_its_end() -> None:
    playing = Playing(RATE_HZ)
    playing.speak(prompt(1, tone(0.2)))
    playing.stop(by_key=False)
    playing.never_stop()
    assert playing.stop(by_key=True) is None
    assert [number for number, _ in played(playing, 20)[1]] == [1]
