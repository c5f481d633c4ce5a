"""Tokens become words with times, and words an utterance."""

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.whisper_packing import TimedWord
from models.whisper_text import as_utterance
from speech.audio import Channel, Span
from speech.recognizing import Segment

SEGMENT = Segment(Channel.CALLER, Span(10.0, 14.0), np.zeros(64_000, np.int16))


def words(*texts: str) -> list[TimedWord]:
    return [TimedWord(text, 10.5 + i, 11.5 + i, 0.8) for i, text in enumerate(texts)]


def test_the_first_word_loses_its_blank_and_the_others_keep_theirs() -> None:
    utterance = as_utterance(SEGMENT, words(" Good", " morning,", " Ms."))
    assert utterance is not None
    assert utterance.text == "Good morning, Ms."
    assert utterance.words[1].span == Span(11.5, 12.5)


def test_wide_letters_and_split_voicing_marks_are_normalised_once() -> None:
    utterance = as_utterance(SEGMENT, words("ＡＢＣ", "か", "\u3099", "ｶﾞ１２"))
    assert utterance is not None
    assert utterance.text == "ABCがガ12"


def test_blanks_and_lone_signs_are_no_utterance() -> None:
    for nothing in (words(), words(" "), words("…", "。"), words(" ♪")):
        assert as_utterance(SEGMENT, nothing) is None


def test_japanese_written_with_a_blank_after_every_word_reads_like_any_other() -> None:
    spaced = as_utterance(
        SEGMENT, words(" ご", " 本人", "さま ", "確認", " の", " 番号", " は 2", " 号")
    )
    assert spaced is not None
    assert spaced.text == "ご本人さま確認の番号は2号"
    assert [word.text for word in spaced.words][:3] == ["ご", "本人", "さま"]


def test_a_blank_where_a_japanese_sentence_ends_and_those_of_other_languages_stay() -> None:
    for heard, text in (
        (("です", " あおば", "食品", "です"), "です あおば食品です"),
        ((" 네,", " 그", " 번호", " 가", " 맞", " 아요"), "네, 그 번호 가 맞 아요"),
        ((" I", " am", " so", " sorry"), "I am so sorry"),
        (("090", " 0481", " 2963", " 7", " です"), "090 0481 2963 7 です"),
    ):
        utterance = as_utterance(SEGMENT, words(*heard))
        assert utterance is not None
        assert utterance.text == text


@given(st.lists(st.tuples(st.text(max_size=4), st.floats(8, 16), st.floats(0, 2)), max_size=8))
def test_words_join_to_a_normalised_text_and_stay_inside_the_utterance(
    heard: list[tuple[str, float, float]],
) -> None:
    timed = [TimedWord(text, start, start + length, 0.5) for text, start, length in heard]
    utterance = as_utterance(SEGMENT, timed)
    if utterance is not None:
        assert "".join(word.text for word in utterance.words) == utterance.text
        assert unicodedata.is_normalized("NFKC", utterance.text)
        assert all(10.0 <= w.span.start <= w.span.end <= 14.0 for w in utterance.words)
