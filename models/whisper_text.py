"""From Whisper's tokens to words with times, and from words to an utterance."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from models.whisper_packing import TimedWord
from speech.audio import Span
from speech.recognizing import Segment
from speech.transcript import Utterance, Word

_POSITIONS_PER_S = 50
_UNDECODABLE = "\ufffd"
_BLANK_IN_JAPANESE = re.compile(
    r"(?<=[ぁ-ヿ一-鿿々]) (?=[ぁ-ヿ一-鿿々0-9])|(?<=[0-9]) (?=[ぁ-ヿ一-鿿々])"
)
_FEW_BLANKS = 2
_SPACED_OUT = 0.25


def timed_words(tokenizer: Any, tokens: Sequence[int], alignment: Any) -> list[TimedWord]:  # noqa: ANN401
    """Words of one window; `alignment` is CTranslate2's, of text tokens to encoder positions.

    Signs of punctuation belong to the word before them.
    """
    texts, groups = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    places, positions = np.array(alignment.alignments).reshape(-1, 2).T
    firsts = np.flatnonzero(np.diff(places, prepend=-1))
    times = positions[firsts] / _POSITIONS_PER_S
    words: list[TimedWord] = []
    begin = 0
    for text, group in zip(texts[:-1], groups[:-1], strict=True):
        end = begin + len(group)
        probability = float(np.mean(alignment.text_token_probs[begin:end]))
        word = TimedWord(
            text.replace(_UNDECODABLE, ""), float(times[begin]), float(times[end]), probability
        )
        begin = end
        if words and not any(c.isalnum() for c in text):
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return words


def as_utterance(segment: Segment, words: Iterable[TimedWord]) -> Utterance | None:
    """The utterance of a segment from words in call time; None when there is nothing to read."""
    spoken: list[Word] = []
    for word in _unspaced(sorted(words, key=lambda word: word.start)):
        text = unicodedata.normalize("NFKC", word.text)
        text = text if spoken else text.lstrip()
        if not text.strip() or not (spoken or any(c.isalnum() for c in text)):
            continue
        spoken.append(Word(text, _inside(word, segment.span), min(1.0, word.probability)))
        _compose(spoken)
    if not spoken:
        return None
    confidence = sum(word.confidence for word in spoken) / len(spoken)
    text = "".join(word.text for word in spoken)
    return Utterance(segment.channel, segment.span, text, tuple(spoken), confidence)


def _unspaced(words: Sequence[TimedWord]) -> Sequence[TimedWord]:
    """Japanese without the blanks that Whisper at times writes between all words.

    A few blanks stand where sentences end, and stay.
    """
    text = "".join(word.text for word in words)
    blanks = {found.start() for found in _BLANK_IN_JAPANESE.finditer(text)}
    if len(blanks) <= _FEW_BLANKS or len(blanks) < _SPACED_OUT * len(words):
        return words
    places = [0, *accumulate(len(word.text) for word in words)]
    return [
        replace(word, text="".join(text[i] for i in range(begin, end) if i not in blanks))
        for word, (begin, end) in zip(words, pairwise(places), strict=True)
    ]


def _joined(earlier: TimedWord, later: TimedWord) -> TimedWord:
    """A sign adds no sound: the word keeps its own end and probability."""
    return TimedWord(earlier.text + later.text, earlier.start, earlier.end, earlier.probability)


def _compose(spoken: list[Word]) -> None:
    """Join the last two words where only together they are normalised (a kana and its voicing)."""
    if len(spoken) < 2:
        return
    earlier, later = spoken[-2:]
    both = earlier.text + later.text
    if not unicodedata.is_normalized("NFKC", both):
        span = Span(earlier.span.start, later.span.end)
        text = unicodedata.normalize("NFKC", both)
        spoken[-2:] = [Word(text, span, min(earlier.confidence, later.confidence))]


def _inside(word: TimedWord, span: Span) -> Span:
    start = min(max(span.start, word.start), span.end)
    return Span(start, min(max(start, word.end), span.end))
