"""What was said to a caller of a prompt, in the words it is written in: whole, or up to where it was cut."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from ivr.answering.telling import PromptKnown
from recorder.switchboard.news import SpeechPlayed
from recorder.switchboard.playing import LOOP
from speech.audio import Channel, Span
from speech.transcript import Utterance

CUT = "…"
"""Stands where a sentence was broken off, or taken up again in its midst."""

_SENTENCE = re.compile(r"[^。．.!?！？]+[。．.!?！？]*")
_PIECE = re.compile(r"\s+|[A-Za-z0-9'’-]+|[々\u4e00-\u9fff]+|[ー\u30a1-\u30fa]+|.", re.DOTALL)
"""Words as far as the script shows them; hiragana one by one."""

_FIGURE = re.compile(r"\d(?:\D{0,2}\d){3,}")
_SLACK_S = 0.5


def words_played(
    prompt: PromptKnown | None, played: SpeechPlayed, rate_hz: int
) -> Iterator[Utterance]:
    """The sentences of a stretch with their times; one without text is sound without words.

    Where the cut falls within a sentence is reckoned by its letters, so the last word may be off by
    one. A sentence whose long figure had begun is told whole: what says that it is personal may stand
    behind it, and it is masked as one.
    """
    begin = played.sample - played.last
    if prompt is None:
        if played.number == LOOP:
            yield Utterance(Channel.IVR, _span(begin, played.first, played.last, rate_hz), "")
        return
    for sentence, first, last in _sentences(prompt):
        start, end = max(first, played.first), min(last, played.last)
        if end > start:
            size = last - first
            slack = _SLACK_S * rate_hz / size
            text = _said(sentence, (start - first) / size, (end - first) / size, slack)
            yield Utterance(Channel.IVR, _span(begin, start, end, rate_hz), text)


def _span(begin: int, start: int, end: int, rate_hz: int) -> Span:
    return Span(max(0, begin + start) / rate_hz, max(0, begin + end) / rate_hz)


def _sentences(prompt: PromptKnown) -> Iterator[tuple[str, int, int]]:
    """Each with the samples it takes; all as one where the sound has others than the text."""
    texts = [one for one in _SENTENCE.findall(prompt.text) if one.strip()]
    firsts = list(prompt.sentences)
    if len(texts) != len(firsts):
        texts, firsts = [prompt.text], [0]
    lasts = [*firsts[1:], prompt.length]
    for text, first, last in zip(texts, firsts, lasts, strict=True):
        if last > first:
            yield normalize("NFKC", text.strip()), first, last


def _said(sentence: str, start: float, end: float, slack: float) -> str:
    """The part between two shares of a sentence's time, in whole words."""
    letters = len(sentence)
    first, last = start * letters, end * letters
    before, behind = (CUT if first >= 1 else ""), (CUT if last <= letters - 1 else "")
    figures = (one.start() for one in _FIGURE.finditer(sentence))
    if any(at < (end + slack) * letters for at in figures) or not (before or behind):
        return f"{before}{sentence}{behind}"
    if last - first < 1:
        return ""
    pieces = [(one.start(), one.end()) for one in _PIECE.finditer(sentence)]
    begin = max(at for at, _ in pieces if at <= first)
    stop = min(at for _, at in pieces if at >= last)
    said = sentence[begin:stop]
    return f"{before}{said.rstrip(' 、,。.') if behind else said}{behind}"
