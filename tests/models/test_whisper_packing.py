"""Utterances share windows, and every word finds its way back."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.whisper_packing import (
    GAP_S,
    Piece,
    TimedWord,
    Window,
    cut_at_quiet,
    pack,
    words_by_piece,
)
from speech.audio import Span
from speech.recognizing import RECOGNIZER_RATE_HZ


def piece(number: int, duration_s: float) -> Piece:
    samples = np.full(round(duration_s * RECOGNIZER_RATE_HZ), number + 1, np.int16)
    return Piece(number, 10.0 * number, samples, (Span(0.2, max(0.3, duration_s - 0.2)),))


@given(st.lists(st.floats(0.5, 14.0), max_size=12))
def test_windows_hold_every_utterance_once_in_order_and_none_is_too_long(
    durations: list[float],
) -> None:
    windows = pack([piece(i, d) for i, d in enumerate(durations)], longest_s=15.0)
    numbers = [p.utterance for window in windows for p in window.pieces]
    assert numbers == list(range(len(durations)))
    assert all(window.duration_s <= 15.0 + 1e-6 for window in windows)


def test_windows_are_of_like_length_rather_than_full_and_empty() -> None:
    windows = pack([piece(i, 4.0) for i in range(4)], longest_s=15.0)
    assert [len(window.pieces) for window in windows] == [2, 2]


def test_each_utterance_keeps_its_samples_in_the_window() -> None:
    window = Window((piece(0, 1.0), piece(1, 2.0)))
    sound = window.sound(5 * RECOGNIZER_RATE_HZ) * 32768
    gap = round(GAP_S * RECOGNIZER_RATE_HZ)
    assert sound[:16000].tolist() == [1] * 16000
    assert not sound[16000 : 16000 + gap].any()
    assert sound[16000 + gap : 48000 + gap].tolist() == [2] * 32000
    assert not sound[48000 + gap :].any()


@given(
    st.lists(st.floats(0.6, 4.0), min_size=1, max_size=4),
    st.lists(st.floats(0.0, 15.0), max_size=20),
)
def test_no_word_is_lost_or_moved_past_another(durations: list[float], times: list[float]) -> None:
    window = Window(tuple(piece(i, d) for i, d in enumerate(durations)))
    starts = sorted(times)
    words = [
        TimedWord(f" w{i}", start, end, 1.0)
        for i, (start, end) in enumerate(zip(starts, [*starts[1:], 15.0], strict=False))
    ]
    shared = words_by_piece(words, window)
    assert [word.text for part in shared for word in part] == [word.text for word in words]
    for part, owner in zip(shared, window.pieces, strict=True):
        assert all(0 <= word.start <= word.end <= owner.duration_s for word in part)


def test_a_word_timed_into_the_silence_goes_to_the_sentence_it_begins() -> None:
    # "Yes." ends at 1.0 s, silence until 1.7 s; "How" is timed too early, "are" is not.
    window = Window((piece(0, 1.2), piece(1, 1.5)))
    words = [
        TimedWord(" Yes", 0.3, 0.6, 0.9),
        TimedWord(" indeed.", 0.6, 0.9, 0.9),
        TimedWord(" How", 0.9, 2.0, 0.9),
        TimedWord(" are", 2.0, 2.3, 0.9),
    ]
    shared = words_by_piece(words, window)
    assert [[word.text for word in part] for part in shared] == [
        [" Yes", " indeed."],
        [" How", " are"],
    ]


@given(st.integers(0, 60 * RECOGNIZER_RATE_HZ), st.integers(0, 5))
def test_a_monologue_is_cut_into_parts_that_fit_and_loses_nothing(length: int, seed: int) -> None:
    samples = np.zeros(length, np.int16)
    samples[seed :: seed + 1] = 1000
    parts = list(cut_at_quiet(samples, longest_s=14.0))
    assert parts[0].start == 0
    assert parts[-1].stop == length
    assert all(a.stop == b.start for a, b in itertools.pairwise(parts))
    assert all(part.stop - part.start <= 14 * RECOGNIZER_RATE_HZ for part in parts)


def test_a_monologue_is_cut_where_the_speaker_breathes() -> None:
    loud = np.random.default_rng(1).normal(0, 3000, 20 * RECOGNIZER_RATE_HZ).astype(np.int16)
    breath = slice(11 * RECOGNIZER_RATE_HZ, round(11.3 * RECOGNIZER_RATE_HZ))
    loud[breath] = 0
    first, _ = cut_at_quiet(loud, longest_s=14.0)
    assert breath.start <= first.stop <= breath.stop
