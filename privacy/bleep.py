"""Replaces masked time in a call's sound by a soft tone or silence, in every channel."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from privacy.redacted import RedactedAudio, RedactedTranscript
from speech.audio import CallAudio, Channel, Samples, Span, merged

_TONE_HZ = 1000
_TONE_DBFS = -20.0
_FADE_S = 0.01
_WINDOW_S = 0.02
_SNAP_S = 0.15
# Masks nearer than this leave nothing between them that could be understood.
_GAP_S = 0.1
_QUIET_BELOW_MASK = 0.5


def masks(redacted: RedactedTranscript, *, end_of_call_s: float) -> tuple[Span, ...]:
    """The stretches to be masked in all channels: what one side says the other reads back or echoes."""
    inside = [
        Span(min(r.span.start, end_of_call_s), min(r.span.end, end_of_call_s))
        for r in redacted.redactions
    ]
    return tuple(merged((span for span in inside if span.duration > 0), gap_s=_GAP_S))


def bleep(audio: CallAudio, masks: Sequence[Span], *, tone: bool = True) -> RedactedAudio:
    """The call's sound with every mask replaced, never mixed, in all channels; nothing is cut.

    The edges move outwards to a quieter place near by, never inwards, so that a word is not torn.
    """
    snapped = merged(_snapped(span, audio) for span in masks)
    channels = {
        channel: _replaced(samples, snapped, audio.rate_hz, tone=tone)
        for channel, samples in audio.channels.items()
    }
    return RedactedAudio(audio.rate_hz, channels, tuple(snapped))


def _snapped(span: Span, audio: CallAudio) -> Span:
    start = _quiet_before(audio, span.start)
    end = _quiet_after(audio, span.end)
    return Span(min(start, span.start), max(end, span.end))


def _quiet_before(audio: CallAudio, edge_s: float) -> float:
    window = Span(max(0.0, edge_s - _SNAP_S), min(edge_s, audio.duration_s))
    levels = _levels(audio.channels, window, audio.rate_hz)
    if not len(levels) or levels[-1] <= 0:
        return window.end
    best = len(levels) - 1 - int(np.argmin(levels[::-1]))
    if levels[best] > levels[-1] * _QUIET_BELOW_MASK:
        return window.end
    return window.start + best * _WINDOW_S


def _quiet_after(audio: CallAudio, edge_s: float) -> float:
    window = Span(min(edge_s, audio.duration_s), min(audio.duration_s, edge_s + _SNAP_S))
    levels = _levels(audio.channels, window, audio.rate_hz)
    if not len(levels) or levels[0] <= 0:
        return window.start
    best = int(np.argmin(levels))
    if levels[best] > levels[0] * _QUIET_BELOW_MASK:
        return window.start
    return min(window.end, window.start + (best + 1) * _WINDOW_S)


def _levels(channels: Mapping[Channel, Samples], window: Span, rate_hz: int) -> NDArray[np.float64]:
    """The louder channel's level in windows of 20 ms."""
    size = max(1, round(_WINDOW_S * rate_hz))
    levels = []
    for samples in channels.values():
        piece = samples[window.samples(rate_hz)].astype(np.float64)
        count = len(piece) // size
        levels.append(np.sqrt(np.mean(piece[: count * size].reshape(count, size) ** 2, axis=1)))
    louder: NDArray[np.float64] = np.max(levels, axis=0)
    return louder


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
