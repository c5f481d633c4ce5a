from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speech.audio import Span
from speech.endpointing import Endpointer, EndpointRules

FRAME_S = 0.032


def utterances(pattern: list[tuple[float, float]], rules: EndpointRules) -> list[Span]:
    """Run (seconds, probability) stretches through an endpointer."""
    endpointer = Endpointer(rules)
    found: list[Span] = []
    number = 0
    for seconds, probability in pattern:
        for _ in range(round(seconds / FRAME_S)):
            span = Span(number * FRAME_S, (number + 1) * FRAME_S)
            number += 1
            if (ended := endpointer.step(span, probability)) is not None:
                found.append(ended)
    if (last := endpointer.finish()) is not None:
        found.append(last)
    return found


def test_a_callers_sentence_becomes_one_utterance_with_its_onset() -> None:
    (said,) = utterances([(1.0, 0.1), (2.0, 0.9), (1.0, 0.1)], EndpointRules())
    assert 0.75 <= said.start <= 0.85
    assert 3.0 <= said.end <= 3.3


def test_a_short_first_word_the_detector_is_unsure_of_belongs_to_the_utterance() -> None:
    pattern = [(1.0, 0.0), (0.2, 0.4), (0.2, 0.05), (2.0, 0.9), (1.0, 0.0)]
    (said,) = utterances(pattern, EndpointRules())
    assert said.start <= 1.0


def test_a_murmur_long_before_an_utterance_is_no_part_of_it() -> None:
    pattern = [(1.0, 0.0), (0.2, 0.4), (0.6, 0.05), (2.0, 0.9), (1.0, 0.0)]
    (said,) = utterances(pattern, EndpointRules())
    assert said.start >= 1.5
    (drawn,) = utterances([(0.5, 0.0), (4.0, 0.3), (2.0, 0.9), (1.0, 0.0)], EndpointRules())
    assert drawn.start >= 3.0


def test_a_short_pause_does_not_end_an_utterance_and_a_long_one_does() -> None:
    rules = EndpointRules(end_silence_s=0.5)
    assert len(utterances([(1, 0.9), (0.3, 0.1), (1, 0.9), (1, 0.1)], rules)) == 1
    assert len(utterances([(1, 0.9), (0.8, 0.1), (1, 0.9), (1, 0.1)], rules)) == 2


def test_a_click_is_no_utterance() -> None:
    assert utterances([(0.5, 0.1), (FRAME_S * 2, 0.9), (1.0, 0.1)], EndpointRules()) == []


def test_an_utterance_still_open_at_the_end_of_the_call_is_not_lost() -> None:
    (said,) = utterances([(0.5, 0.1), (1.0, 0.9)], EndpointRules())
    assert said.end > 1.4


def test_a_long_monologue_is_cut_where_it_is_quietest() -> None:
    rules = EndpointRules(longest_s=10.0)
    first, second = utterances([(8, 0.9), (FRAME_S * 3, 0.55), (8, 0.9), (1, 0.1)], rules)
    assert 7.9 < first.end < 8.2
    assert second.start == first.end


@given(st.lists(st.floats(0, 1), max_size=1200))
def test_utterances_stand_in_order_and_never_exceed_the_longest(probabilities: list[float]) -> None:
    rules = EndpointRules(longest_s=5.0)
    found = utterances([(FRAME_S, p) for p in probabilities], rules)
    for said in found:
        assert 0 < said.duration <= rules.longest_s + rules.post_roll_s + FRAME_S
    for before, after in pairwise(found):
        assert before.end <= after.start
