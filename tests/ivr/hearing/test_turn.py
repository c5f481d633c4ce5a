"""The speech in a caller's turn is found, however tightly the turn was cut."""

import numpy as np

from ivr.hearing.turn import spoken_part
from kikitori.bench.ivr_accuracy import questions
from kikitori.bench.ivr_hearing import ANSWERS
from models.loading import load_detector
from tests.ivr.hearing.voices import at_peak, loud_part


def test_answers_cut_to_their_sound_are_heard_however_soft_they_are() -> None:
    new_detector = load_detector("silero")
    for question in questions(ANSWERS):
        tight = loud_part(question.samples)
        for softer in (tight, at_peak(tight, -30), at_peak(tight, -45)):
            assert spoken_part(softer, new_detector()) is not None, (question.voice, question.means)


def test_hiss_and_hum_are_no_speech() -> None:
    seconds = np.arange(24_000) / 16_000
    hiss = np.random.default_rng(1).standard_normal(24_000)
    for sound in (hiss, np.sin(2 * np.pi * 50 * seconds), np.zeros(24_000), hiss[:3000]):
        for level in (30, 3000):
            assert spoken_part((sound * level).astype(np.int16), load_detector("silero")()) is None


def test_a_click_and_silence_are_no_speech() -> None:
    sound = np.zeros(16_000, np.int16)
    sound[8_000:8_080] = 20_000
    assert spoken_part(sound, load_detector("silero")()) is None
