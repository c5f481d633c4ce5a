"""When personal data was audible: from the word before it to the word after it, and a bit more."""

from dataclasses import dataclass

from privacy.findings import PiiSpan, Reason
from speech.audio import Channel, Span
from speech.transcript import Transcript, Utterance

PADDING_S = 0.3
"""Recognizers end words up to 0.6 s early; neighbour to neighbour plus this covered 40 of 40 clips."""

DOUBTFUL_PADDING_S = 0.5
"""Words that were hardly understood are more often misplaced, too."""

WHOLE_CALL = Span(0.0, float("inf"))


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch to be masked in all channels, for something said on `channel`.

    `room` is how far its edges may move outwards: to the middle of the neighbour words. Of a
    `sounding` one only what has sound on its channel is masked.
    """

    span: Span
    channel: Channel | None = None
    room: Span = WHOLE_CALL
    sounding: bool = False


def masked_time(transcript: Transcript, span: PiiSpan) -> Span:
    """The stretch of call time to be masked for `span`.

    Without word times it is the whole utterance.
    """
    utterance = transcript.utterances[span.utterance]
    padding_s = DOUBTFUL_PADDING_S if span.reason == Reason.DOUBT else PADDING_S
    inside = _words_inside(utterance, span)
    if inside is None:
        return utterance.span.padded(padding_s)
    first, last = inside
    words = utterance.words
    start = words[first - 1].span.end if first > 0 else _end_before(transcript, span.utterance)
    end = (
        words[last + 1].span.start
        if last + 1 < len(words)
        else _start_after(transcript, span.utterance)
    )
    # A neighbour's time may overlap what is masked; the words themselves are always covered.
    start = min(start, words[first].span.start)
    end = max([end, *(word.span.end for word in words[first : last + 1])])
    return Span(start, max(start, end)).padded(padding_s)


def _words_inside(utterance: Utterance, span: PiiSpan) -> tuple[int, int] | None:
    """The first and last word that hold something of the span."""
    place = 0
    inside = []
    for number, word in enumerate(utterance.words):
        end = place + len(word.text)
        if place < span.end and span.start < end and word.text.strip():
            inside.append(number)
        place = end
    return (inside[0], inside[-1]) if inside else None


def _end_before(transcript: Transcript, index: int) -> float:
    """Where the utterance begins, or the last word before it on its channel where that is later."""
    utterance = transcript.utterances[index]
    ends = [
        other.words[-1].span.end if other.words else other.span.end
        for other in transcript.utterances[:index]
        if other.channel is utterance.channel
    ]
    return max([utterance.span.start, *(e for e in ends if e <= utterance.words[0].span.start)])


def _start_after(transcript: Transcript, index: int) -> float:
    """Where the utterance ends."""
    return transcript.utterances[index].span.end
