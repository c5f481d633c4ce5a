"""Replaces masked time in a call's sound by a soft tone or silence, in every channel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from privacy.adjoining import adjoining, time_of
from privacy.edges import widened
from privacy.loudness import Loudness, loudnesses
from privacy.masking import PADDING_S, Mask
from privacy.redacted import RedactedAudio, RedactedTranscript, Redaction
from speech.audio import CallAudio, Channel, Samples, Span, merged

_TONE_HZ = 1000
_TONE_DBFS = -20.0
_FADE_S = 0.01
# Between masks nearer than this there is a syllable or two, as often as not a part of the secret.
_GAP_S = 0.5


def masks(redacted: RedactedTranscript, *, end_of_call_s: float) -> tuple[Mask, ...]:
    """What is to be masked for each redaction, in order of time; stretches may overlap.

    All channels are masked alike: what one side says the other reads back or echoes.
    """
    found = []
    for redaction in redacted.redactions:
        start, end = adjoining(redacted, redaction)
        span = _with_adjoining(redacted, redaction, start, end)
        inside = Span(min(span.start, end_of_call_s), min(span.end, end_of_call_s))
        if inside.duration > 0:
            channel = redacted.utterances[redaction.utterance].channel
            room = _room(redacted, redaction.utterance, start, end, span)
            found.append(Mask(inside, channel, room))
    found += _unclear(redacted, end_of_call_s)
    return tuple(sorted(found, key=lambda mask: mask.span))


def _unclear(redacted: RedactedTranscript, end_of_call_s: float) -> Iterator[Mask]:
    """What nobody understood, with no room to spare where there are no words."""
    for one in redacted.unclear:
        span = Span(min(one.span.start, end_of_call_s), min(one.span.end, end_of_call_s))
        if span.duration > 0:
            yield Mask(span, one.channel, span, sounding=one.sounding)


def _with_adjoining(
    redacted: RedactedTranscript, redaction: Redaction, start: int, end: int
) -> Span:
    """The redaction's stretch with the words before and behind its tag up to [start, end)."""
    span, index = redaction.span, redaction.utterance
    before = time_of(redacted, index, start, redaction.start)
    behind = time_of(redacted, index, redaction.end, end)
    first = span.start if before is None else before.padded(PADDING_S).start
    last = span.end if behind is None else behind.padded(PADDING_S).end
    return Span(min(first, span.start), max(last, span.end))


def _room(redacted: RedactedTranscript, utterance: int, start: int, end: int, span: Span) -> Span:
    """From the middle of the word before to the middle of the word behind on the same channel."""
    before, after = 0.0, float("inf")
    for place, word in _words(redacted, redacted.utterances[utterance].channel):
        middle = (word.start + word.end) / 2
        if place < (utterance, start):
            before = max(before, min(middle, span.end))
        elif place >= (utterance, end):
            after = min(after, max(middle, span.start))
    return Span(min(before, after), max(before, after))


def _words(
    redacted: RedactedTranscript, channel: Channel
) -> Iterator[tuple[tuple[int, int], Span]]:
    """Each word of a channel, or utterance without words, with its place in the transcript."""
    for index, utterance in enumerate(redacted.utterances):
        if utterance.channel is not channel:
            continue
        place = 0
        for word in utterance.words:
            yield (index, place + len(word.text) - len(word.text.lstrip())), word.span
            place += len(word.text)
        if not utterance.words:
            yield (index, 0), utterance.span


def bleep(audio: CallAudio, masks: Sequence[Mask], *, tone: bool = True) -> RedactedAudio:
    """The call's sound with every mask replaced, never mixed, in all channels; nothing is cut.

    The edges move outwards to where it is quiet, never inwards, so that a word is not torn and
    speech beside it that nobody recognized goes too.
    """
    heard = loudnesses(audio.channels, audio.rate_hz)
    there = [part for mask in masks for part in _sounding(mask, heard, audio.duration_s)]
    quiet = [_widened(mask, heard, audio.duration_s) for mask in there]
    spans = merged(quiet, gap_s=_GAP_S)
    channels = {
        channel: _replaced(samples, spans, audio.rate_hz, tone=tone)
        for channel, samples in audio.channels.items()
    }
    return RedactedAudio(audio.rate_hz, channels, tuple(spans))


def unclear_time(redacted: RedactedTranscript, audio: CallAudio) -> list[Span]:
    """The stretches to be masked because nobody understood what was said there."""
    heard, end_s = loudnesses(audio.channels, audio.rate_hz), audio.duration_s
    wanted = _unclear(redacted, end_s)
    return [part.span for mask in wanted for part in _sounding(mask, heard, end_s)]


def _sounding(
    mask: Mask, heard: Mapping[Channel, Loudness], end_of_call_s: float
) -> Iterator[Mask]:
    """The mask, or of one that is meant for sound alone the parts that have it."""
    if not mask.sounding or mask.channel is None:
        yield mask
    elif mask.channel in heard:
        for part in heard[mask.channel].spoken(mask.span):
            span = part.padded(PADDING_S, end_of_call_s=end_of_call_s)
            yield replace(mask, span=span, sounding=False)


def _widened(mask: Mask, heard: Mapping[Channel, Loudness], end_of_call_s: float) -> Span:
    """The mask's stretch with its edges where its own channel is quiet, else where all are."""
    sides = [mask.channel] if mask.channel in heard else list(heard)
    spans = [widened(mask, heard[side], end_of_call_s=end_of_call_s) for side in sides if side]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _replaced(samples: Samples, spans: Sequence[Span], rate_hz: int, *, tone: bool) -> Samples:
    replaced = samples.copy()
    for span in spans:
        # Half a sample of rounding must not leave one of the secret's own.
        first = max(0, int(np.floor(span.start * rate_hz)))
        last = min(len(samples), int(np.ceil(span.end * rate_hz)))
        replaced[first:last] = replacement(last - first, rate_hz, tone=tone)
    return replaced


def replacement(count: int, rate_hz: int, *, tone: bool) -> Samples:
    """The samples of a mask: a tone, or silence."""
    return _tone(count, rate_hz) if tone else np.zeros(count, dtype=np.int16)


def _tone(count: int, rate_hz: int) -> Samples:
    """A 1 kHz tone that fades in and out inside the mask, so that it begins and ends without a click."""
    amplitude = 10 ** (_TONE_DBFS / 20) * 32767
    wave = amplitude * np.sin(2 * np.pi * _TONE_HZ * np.arange(count) / rate_hz)
    fade = min(round(_FADE_S * rate_hz), count // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade)
        wave[:fade] *= ramp
        wave[count - fade :] *= ramp[::-1]
    return np.round(wave).astype(np.int16)
