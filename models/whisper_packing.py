"""Packs a channel's short utterances into recognition windows and gives each word back to its own.

A Whisper window costs by its length, whatever is in it, and utterances are short: joined with a
little silence between them they cost half of what they cost alone, and context helps the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples, Span, merged
from speech.recognizing import RECOGNIZER_RATE_HZ

LONGEST_WINDOW_S = 15.0
TAIL_S = 0.5
"""Quiet behind the last word of a window, without which it may go unheard."""

GAP_S = 0.3
"""Silence between two utterances in a window, beside the quiet each brings along."""

_QUIETEST_STRETCH_S = 0.1
_SENTENCE_ENDS = tuple(".?!,;:。？！、…")
_SENTENCE_END_WORTH_S = 0.3
_BLANK_WORTH_S = 0.2
_SHORT_STOP_S = 0.2
_LONGEST_DOUBT_S = 0.6
_MISTIMED_S = 0.25
# No Japanese word begins with these: the sound before them is always in the same utterance.
_NEVER_FIRST = tuple("んンっッぁぃぅぇぉゃゅょァィゥェォャュョーをヲ々")
_NEVER_FIRST_WORTH_S = -1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound to be recognized at once: a whole utterance, or a part of one too long for a window.

    `utterance` is the index of the utterance it belongs to, `start_s` the call time of its first
    sample, `voiced` where it holds voice, in seconds from its own start.
    """

    utterance: int
    start_s: float
    samples: Samples
    voiced: tuple[Span, ...]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / RECOGNIZER_RATE_HZ


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word's text as the recognizer wrote it, its seconds in the window and its probability."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of one channel in the order they were spoken, with `GAP_S` between them."""

    pieces: tuple[Piece, ...]

    @property
    def duration_s(self) -> float:
        return sum(piece.duration_s for piece in self.pieces) + GAP_S * (len(self.pieces) - 1)

    def offsets_s(self) -> list[float]:
        """Where in the window each piece begins."""
        ends = np.cumsum([piece.duration_s + GAP_S for piece in self.pieces])
        return [0.0, *(float(end) for end in ends[:-1])]

    def sound(self, length: int) -> NDArray[np.float32]:
        """The window's samples in -1..1, filled up with silence to `length`."""
        joined = np.zeros(length, np.float32)
        for piece, offset_s in zip(self.pieces, self.offsets_s(), strict=True):
            first = round(offset_s * RECOGNIZER_RATE_HZ)
            joined[first : first + len(piece.samples)] = piece.samples / np.float32(32768)
        return joined


def pack(pieces: Sequence[Piece], *, longest_s: float) -> list[Window]:
    """Put consecutive pieces of one channel into windows of at most `longest_s` and like length.

    As few windows as can be, and of those the division with the smallest sum of squared lengths:
    a window's cost grows faster than its length, and windows decoded together are filled up to
    the longest. (Each piece fits a window of its own.)
    """
    ends = np.cumsum([0.0, *(piece.duration_s + GAP_S for piece in pieces)])
    # best[n]: for the first n pieces, how many windows, their squares, where the last begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        choices = []
        for begin in range(end - 1, -1, -1):
            length_s = float(ends[end] - ends[begin]) - GAP_S
            if length_s > longest_s and begin < end - 1:
                break
            windows, squares, _ = best[begin]
            choices.append((windows + 1, squares + length_s**2, begin))
        best.append(min(choices))
    windows_back: list[Window] = []
    end = len(pieces)
    while end:
        begin = best[end][2]
        windows_back.append(Window(tuple(pieces[begin:end])))
        end = begin
    return windows_back[::-1]


def cut_at_quiet(samples: Samples, *, longest_s: float) -> Iterator[slice]:
    """Parts of at most `longest_s`, cut where the last two fifths of each are quietest."""
    longest = round(longest_s * RECOGNIZER_RATE_HZ)
    stretch = round(_QUIETEST_STRETCH_S * RECOGNIZER_RATE_HZ)
    first = 0
    while len(samples) - first > longest:
        late = samples[first + longest * 3 // 5 : first + longest].astype(np.float64)
        loudness = (
            np.square(late[: len(late) // stretch * stretch]).reshape(-1, stretch).sum(axis=1)
        )
        cut = first + longest * 3 // 5 + int(loudness.argmin()) * stretch + stretch // 2
        yield slice(first, cut)
        first = cut
    yield slice(first, len(samples))


def words_by_piece(words: Sequence[TimedWord], window: Window) -> list[list[TimedWord]]:
    """The words of each piece, their times counted from the piece's own start."""
    shared = []
    first = 0
    offsets = window.offsets_s()
    for number, (piece, offset) in enumerate(zip(window.pieces, offsets, strict=True)):
        last = len(words)
        if number + 1 < len(window.pieces):
            following = window.pieces[number + 1].voiced[0].start + offsets[number + 1]
            last = _parting(words, first, Span(offset + piece.voiced[-1].end, following))
        shared.append([_placed(word, offset, piece) for word in words[first:last]])
        first = last
    return shared


def _parting(words: Sequence[TimedWord], first: int, silence: Span) -> int:
    """The index, `first` or later, of the word that begins what comes after the silence.

    Words touch in time, so the one after a silence seems to begin with it: only its end tells. Of
    two partings that fit the times alike, the one at a sentence's end or a blank is better.
    """
    # A last word may be drawn out far into the silence; a first one ends when its voice is heard.
    begins = max(silence.start, silence.end - _LONGEST_DOUBT_S)

    def misfit(index: int) -> float:
        early = sum(max(0.0, word.end - begins) for word in words[first:index])
        late = sum(max(0.0, silence.end - word.end) for word in words[index:])
        return early + late - _worth(words, index)

    return min(range(first, len(words) + 1), key=misfit)


def _worth(words: Sequence[TimedWord], index: int) -> float:
    """What the text says for a parting before the word of this index, in seconds."""
    if not 0 < index < len(words):
        return 0.0
    earlier, later = words[index - 1].text, words[index].text
    if later.startswith(_NEVER_FIRST):
        return _NEVER_FIRST_WORTH_S
    if earlier.rstrip().endswith(_SENTENCE_ENDS):
        return _SENTENCE_END_WORTH_S
    return _BLANK_WORTH_S if earlier[-1:].isspace() or later[:1].isspace() else 0.0


def _placed(word: TimedWord, offset_s: float, piece: Piece) -> TimedWord:
    """The word in the piece's own time, without the silence it stretches into.

    A word with much voice on both sides of a silence keeps it: long numbers are read in groups.
    """
    start = min(max(0.0, word.start - offset_s), piece.duration_s)
    end = min(max(start, word.end - offset_s), piece.duration_s)
    for pause in _pauses(piece):
        before_s, after_s = pause.start - start, end - pause.end
        if min(before_s, after_s) > _MISTIMED_S or max(before_s, after_s) <= 0:
            continue
        if after_s >= before_s:
            start = max(start, pause.end)
        else:
            end = min(end, pause.start)
    return TimedWord(word.text, start, end, word.probability)


def _pauses(piece: Piece) -> list[Span]:
    """Where the piece is silent, short stops inside words left out."""
    voiced = merged(piece.voiced, gap_s=_SHORT_STOP_S)
    edges = [0.0, *(edge for span in voiced for edge in (span.start, span.end)), piece.duration_s]
    return [
        Span(start, max(start, end)) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
