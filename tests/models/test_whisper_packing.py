"""Utterances share windows, and every word finds its way back."""

from itertools import pairwise

import numpy as np
import pytest
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


Heard = tuple[str, float, float]


def parted(heard: list[Heard], second: Piece | None = None) -> list[list[str]]:
    """Words of a window whose first piece has voice up to 1.0 s and the second from 1.7 s on."""
    window = Window((piece(0, 1.2), second or piece(1, 1.5)))
    shared = words_by_piece([TimedWord(*word, 0.9) for word in heard], window)
    return [[word.text for word in part] for part in shared]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        pytest.param(
            [(" Yes", 0.3, 0.6), (" indeed.", 0.6, 0.9), (" How", 0.9, 2.0), (" are", 2.0, 2.3)],
            [[" Yes", " indeed."], [" How", " are"]],
            id="a word that seems to last through the silence begins the next sentence",
        ),
        pytest.param(
            [("届け", 0.2, 0.6), ("します", 0.6, 0.95), ("総", 0.95, 1.68), ("料は", 1.68, 2.1)],
            [["届け", "します"], ["総", "料は"]],
            id="so does a syllable that ends just before its voice is heard",
        ),
        pytest.param(
            [("です", 0.4, 0.8), ("けど", 0.8, 1.25), ("はい", 1.25, 2.0)],
            [["です", "けど"], ["はい"]],
            id="a last syllable drawn out into the silence stays",
        ),
        pytest.param(
            [("ませ", 0.4, 1.0), ("ん", 1.0, 1.6), ("ご本人", 1.6, 2.0)],
            [["ませ", "ん"], ["ご本人"]],
            id="no utterance begins with a sound that begins no Japanese word",
        ),
        pytest.param(
            [(" is", 0.5, 0.9), (" 503", 0.9, 1.4), ("-555", 1.4, 1.7)],
            [[" is"], [" 503", "-555"]],
            id="times that fit either way leave a number whole",
        ),
    ],
)
def test_each_word_goes_to_the_utterance_it_was_said_in(
    heard: list[Heard], expected: list[list[str]]
) -> None:
    assert parted(heard) == expected


def test_however_long_the_silence_a_last_syllable_stays_with_its_utterance() -> None:
    late = Piece(1, 20.0, np.zeros(3 * RECOGNIZER_RATE_HZ, np.int16), (Span(1.0, 2.5),))
    heard = [("結構", 0.3, 0.7), ("です", 0.7, 1.8), ("いえ", 1.8, 2.6)]
    assert parted(heard, late) == [["結構", "です"], ["いえ"]]


def placed(heard: list[Heard], *voiced: Span) -> list[Heard]:
    """Words of a window that holds one piece of 3 s."""
    window = Window((Piece(0, 0.0, np.zeros(3 * RECOGNIZER_RATE_HZ, np.int16), voiced),))
    (words,) = words_by_piece([TimedWord(*word, 0.9) for word in heard], window)
    return [(word.text, word.start, word.end) for word in words]


def test_a_word_is_timed_where_its_sound_is_and_not_from_the_silence_before_it() -> None:
    heard = [("ご", 0.0, 0.5), ("住所", 0.5, 1.2), ("を", 1.2, 2.1), ("お願い", 2.1, 2.9)]
    assert placed(heard, Span(0.3, 1.0), Span(1.8, 2.6)) == [
        ("ご", 0.3, 0.5),
        ("住所", 0.5, 1.0),
        ("を", 1.8, 2.1),
        ("お願い", 2.1, 2.6),
    ]


@given(
    st.lists(st.floats(0.0, 3.0), max_size=12),
    st.lists(st.floats(0.0, 3.0), min_size=2, max_size=8),
)
def test_timing_a_word_on_its_sound_shortens_it_and_keeps_the_order(
    times: list[float], edges: list[float]
) -> None:
    heard = [(f" w{i}", start, end) for i, (start, end) in enumerate(pairwise(sorted(times)))]
    voiced = [Span(start, end) for start, end in list(pairwise(sorted(edges)))[::2]]
    found = placed(heard, *voiced)
    for (_, start, end), (_, begun, ended) in zip(heard, found, strict=True):
        assert start <= begun <= ended <= end
    starts = [start for _, start, _ in found]
    assert starts == sorted(starts)


def test_a_number_read_in_groups_keeps_the_pause_between_them() -> None:
    heard = [("-0144", 0.4, 2.4)]
    assert placed(heard, Span(0.2, 1.0), Span(1.6, 2.6)) == heard


def test_a_word_heard_where_the_detector_hears_no_voice_keeps_its_time() -> None:
    heard = [(" No,", 0.3, 0.7)]
    assert placed(heard, Span(1.0, 2.0)) == heard


@given(st.integers(0, 60 * RECOGNIZER_RATE_HZ), st.integers(0, 5))
def test_a_monologue_is_cut_into_parts_that_fit_and_loses_nothing(length: int, seed: int) -> None:
    samples = np.zeros(length, np.int16)
    samples[seed :: seed + 1] = 1000
    parts = list(cut_at_quiet(samples, longest_s=14.0))
    assert parts[0].start == 0
    assert parts[-1].stop == length
    assert all(a.stop == b.start for a, b in pairwise(parts))
    assert all(part.stop - part.start <= 14 * RECOGNIZER_RATE_HZ for part in parts)


def test_a_monologue_is_cut_where_the_speaker_breathes() -> None:
    loud = np.random.default_rng(1).normal(0, 3000, 20 * RECOGNIZER_RATE_HZ).astype(np.int16)
    breath = slice(11 * RECOGNIZER_RATE_HZ, round(11.3 * RECOGNIZER_RATE_HZ))
    loud[breath] = 0
    first, _ = cut_at_quiet(loud, longest_s=14.0)
    assert breath.start <= first.stop <= breath.stop
