"""The speech in a caller's turn is found, however tightly the turn was cut."""

import numpy as np

from ivr.hearing.turn import spoken_part
from kikitori.bench.ivr_accuracy import questions
from kikitori.bench.ivr_hearing import ANSWERS
from models.loading import load_detector
from speech.audio import Samples


def loud_part(samples: Samples) -> Samples:
    """From the first to the last 10 ms that come within 35 dB of the loudest."""
    frames = samples[: len(samples) // 160 * 160].astype(float).reshape(-1, 160)
    power = np.square(frames).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10**-3.5)
    return samples[loud[0] * 160 : (loud[-1] + 1) * 160]


def test_answers_cut_to_their_sound_are_heard() -> None:
    new_detector = load_detector("silero")
    for question in questions(ANSWERS):
        tight = spoken_part(loud_part(question.samples), new_detector())
        assert tight is not None, (question.voice, question.means)


def test_a_click_and_silence_are_no_speech() -> None:
    sound = np.zeros(16_000, np.int16)
    sound[8_000:8_080] = 20_000
    assert spoken_part(sound, load_detector("silero")()) is None
