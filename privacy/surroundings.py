"""Chooses what of a masked call is listened to again: around masks, and around digits that were kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from privacy.folding import folded
from privacy.hearing import SCANNERS
from privacy.loudness import Loudness
from privacy.numbers.tokens import runs
from privacy.proof import Why
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from speech.audio import Channel, Span, merged, without
from speech.transcript import Word

AROUND_S = 3.0
_LEAST_SOUND_S = 0.06
_PAUSE_S = 0.7
_BESIDE_S = 0.2
_LEAST_DIGITS = 3
_UNHEARD_S = 0.5
_WORD_TIMES_S = 0.3
_LOUDER = 2.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A stretch of one channel, and the pieces of sound outside all masks that reach into it."""

    span: Span
    channel: Channel
    why: Why
    bare: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class KeptWord:
    """A word that was recognized before masking and kept, or a tag in place of some."""

    channel: Channel
    utterance: int
    word: Word
    tag: Redaction | None = None


def kept_words(redacted: RedactedTranscript) -> list[KeptWord]:
    """Every word of a redacted call with its side; an utterance without words is one."""
    tags = {(one.utterance, one.start): one for one in redacted.redactions}
    kept = []
    for index, utterance in enumerate(redacted.utterances):
        place = 0
        for word in _words(utterance):
            first = place + len(word.text) - len(word.text.lstrip())
            kept.append(KeptWord(utterance.channel, index, word, tags.get((index, first))))
            place += len(word.text)
    return kept


def _words(utterance: RedactedUtterance) -> Sequence[Word]:
    return utterance.words or (Word(utterance.text, utterance.span, utterance.confidence),)


def kept_digits(redacted: RedactedTranscript) -> Iterator[Span]:
    """When numbers of three digits or more were said and kept."""
    for utterance in redacted.utterances:
        plain = folded(utterance.text)
        words = _words(utterance)
        for run in runs(SCANNERS[redacted.language](plain), plain):
            if len(run.digits) >= _LEAST_DIGITS:
                yield _time(words, run.start, run.end)


def _time(words: Sequence[Word], start: int, end: int) -> Span:
    place, inside = 0, []
    for word in words:
        if place < end and start < place + len(word.text):
            inside.append(word.span)
        place += len(word.text)
    return Span(inside[0].start, max(span.end for span in inside))


def surroundings(
    masks: Sequence[Span],
    digits: Sequence[Span],
    loudness: Mapping[Channel, Loudness],
    *,
    end_of_call_s: float,
) -> list[Surroundings]:
    """What is listened to: 3 s to both sides, in every channel that has sound there."""
    wanted = [(span, Why.MASK) for span in _around(masks, end_of_call_s)]
    wanted += [(span, Why.KEPT_DIGITS) for span in _around(digits, end_of_call_s)]
    listened = merged(span for span, _ in wanted)
    found = []
    for channel, level in loudness.items():
        pieces = [piece for span in listened for piece in _bare(span, masks, level)]
        for span, why in wanted:
            bare = tuple(piece for piece in pieces if piece.overlap(span) > 0)
            if bare:
                found.append(Surroundings(span, channel, why, bare))
    return found


def unheard(
    kept: Sequence[KeptWord], masks: Sequence[Span], loudness: Mapping[Channel, Loudness]
) -> list[Surroundings]:
    """Where a channel has sound for half a second or more that gave no word; echoes are left out.

    An IVR's own sound without words is ringing or music for those who wait, and no secret.
    """
    found = []
    for channel, level in loudness.items():
        if channel is Channel.IVR:
            continue
        words = [one.word.span.padded(_WORD_TIMES_S) for one in kept if one.channel is channel]
        known = merged([*words, *masks])
        others = [other for side, other in loudness.items() if side is not channel]
        for free in without(level.span, known):
            for sound in level.sounding(free, gap_s=_PAUSE_S):
                loud = level.audible_s(sound) >= _UNHEARD_S
                if loud and not any(o.power(sound) > _LOUDER * level.power(sound) for o in others):
                    found.append(Surroundings(sound, channel, Why.UNHEARD, (sound,)))
    return found


def _around(spans: Sequence[Span], end_of_call_s: float) -> list[Span]:
    return merged(
        Span(max(0.0, span.start - AROUND_S), min(end_of_call_s, span.end + AROUND_S))
        for span in spans
        if span.start < end_of_call_s
    )


def _bare(span: Span, masks: Sequence[Span], loudness: Loudness) -> Iterator[Span]:
    """The pieces of `span` between masks that hold sound, with a little quiet around it."""
    for free in without(span, masks):
        for sound in loudness.sounding(free, gap_s=_PAUSE_S):
            if loudness.audible_s(sound) >= _LEAST_SOUND_S:
                beside = sound.padded(_BESIDE_S)
                yield Span(max(free.start, beside.start), min(free.end, beside.end))
