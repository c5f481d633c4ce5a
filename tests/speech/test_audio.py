from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import CallAudio, Channel, Span, merged

spans = st.builds(
    lambda start, length: Span(start, start + length),
    st.floats(0, 100, allow_nan=False),
    st.floats(0, 10, allow_nan=False),
)


def test_a_span_never_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="no such stretch"):
        Span(2.0, 1.0)


@given(st.lists(spans), st.floats(0, 3))
def test_a_union_covers_every_span_and_leaves_gaps_between(parts: list[Span], gap_s: float) -> None:
    union = merged(parts, gap_s=gap_s)
    for part in parts:
        assert any(whole.start <= part.start and part.end <= whole.end for whole in union)
    for before, after in pairwise(union):
        assert after.start > before.end + gap_s


@given(spans, spans)
def test_two_people_overlap_each_other_equally(one: Span, other: Span) -> None:
    assert one.overlap(other) == other.overlap(one) >= 0


def test_frames_count_call_time_in_samples_and_the_last_one_is_filled_up() -> None:
    samples = np.arange(250, dtype=np.int16)
    audio = CallAudio(8_000, {Channel.CALLER: samples, Channel.OPERATOR: samples})
    frames = list(audio.frames(Channel.CALLER, 100))
    assert [frame.first_sample for frame in frames] == [0, 100, 200]
    assert frames[1].span == Span(100 / 8_000, 200 / 8_000)
    assert list(frames[2].samples[48:52]) == [248, 249, 0, 0]


def test_the_channels_of_a_call_have_one_length() -> None:
    with pytest.raises(ValueError, match="one length"):
        CallAudio(
            8_000,
            {Channel.CALLER: np.zeros(3, np.int16), Channel.OPERATOR: np.zeros(4, np.int16)},
        )
