"""Finds the speech in a caller's turn."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from speech.audio import AudioFrame, Channel, Samples, Span
from speech.detecting import VoiceDetector
from speech.endpointing import Endpointer, EndpointRules
from speech.hearing import ChannelDetector
from speech.recognizing import RECOGNIZER_RATE_HZ

NewDetector: TypeAlias = Callable[[], VoiceDetector]

RULES = EndpointRules(threshold=0.4, onset_s=0.064, end_silence_s=0.7)
"""Single digits are short, and people pause amid a number."""

_SHORT = replace(RULES, onset_s=0.032)
_FAINT = replace(_SHORT, threshold=0.25, murmur=0.15, longest_lead_s=2.0)
_AFTER_S = 0.25
_PEAK = 16_000
_HISS = 30.0


def spoken_part(samples: Samples, detector: VoiceDetector) -> Samples | None:
    """From where the caller begins to speak to where they end, at 16 kHz; None without voice.

    Detectors need some of what comes before a voice, which a turn cut tightly has not; where they find
    none, a shorter one is looked for, and then a fainter one, in quiet and in a line's hiss.
    """
    looks: tuple[tuple[Callable[[Samples], Samples], EndpointRules], ...] = (
        (lambda turn: _amid_quiet(turn, 0.3), RULES),
        (lambda turn: _amid_quiet(turn, 0.5), _SHORT),
        (lambda turn: _amid_quiet(turn, 1.0), _FAINT),
        (lambda turn: _amid_hiss(turn, 0.5), _FAINT),
    )
    found = (_spoken(around(samples), detector, rules) for around, rules in looks)
    return next((spoken for spoken in found if spoken is not None), None)


def _amid_quiet(samples: Samples, quiet_s: float) -> Samples:
    quiet = np.zeros(round(quiet_s * RECOGNIZER_RATE_HZ), np.int16)
    return np.concatenate([quiet, samples, quiet])


def _amid_hiss(samples: Samples, hiss_s: float) -> Samples:
    """At one level, as soft voices and loud ones come over a line that is never quiet."""
    loudest = max(1, int(np.max(np.abs(samples.astype(np.int32)), initial=0)))
    level = (samples * (_PEAK / loudest)).astype(np.int16)
    random = np.random.default_rng(0).standard_normal(round(hiss_s * RECOGNIZER_RATE_HZ))
    hiss = (random * _HISS).astype(np.int16)
    return np.concatenate([hiss, level, hiss])


def _spoken(samples: Samples, detector: VoiceDetector, rules: EndpointRules) -> Samples | None:
    ended: list[Span | None] = []
    length = detector.frame_samples(RECOGNIZER_RATE_HZ)
    frame_s = length / RECOGNIZER_RATE_HZ
    endpointer = Endpointer(rules)
    for number, probability in enumerate(_probabilities(samples, detector, length)):
        span = Span(number * frame_s, (number + 1) * frame_s)
        ended.append(endpointer.step(span, probability))
    spans = [span for span in (*ended, endpointer.finish()) if span is not None]
    if not spans:
        return None
    first, last = spans[0].start, spans[-1].end + _AFTER_S
    return samples[round(first * RECOGNIZER_RATE_HZ) : round(last * RECOGNIZER_RATE_HZ)]


def _probabilities(samples: Samples, detector: VoiceDetector, length: int) -> list[float]:
    """Of speech in each frame; at once where the detector can, which is cheaper."""
    if isinstance(detector, ChannelDetector):
        found: list[float] = detector.probabilities(samples, RECOGNIZER_RATE_HZ).tolist()
        return found
    starts = range(0, len(samples) - length + 1, length)
    frames = (
        AudioFrame(samples[start : start + length], RECOGNIZER_RATE_HZ, start, Channel.CALLER)
        for start in starts
    )
    return [detector.probability(frame) for frame in frames]
