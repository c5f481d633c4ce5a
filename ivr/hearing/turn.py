"""Finds the speech in a caller's turn."""

from collections.abc import Callable
from typing import TypeAlias

from speech.audio import AudioFrame, Channel, Samples
from speech.detecting import VoiceDetector
from speech.endpointing import EndpointRules, utterance_spans
from speech.recognizing import RECOGNIZER_RATE_HZ

NewDetector: TypeAlias = Callable[[], VoiceDetector]

RULES = EndpointRules(threshold=0.4, onset_s=0.064, end_silence_s=0.7)
"""Single digits are short, and people pause amid a number."""


def spoken_part(samples: Samples, detector: VoiceDetector) -> Samples | None:
    """From where the caller begins to speak to where they end, at 16 kHz; None without voice."""
    length = detector.frame_samples(RECOGNIZER_RATE_HZ)
    starts = range(0, len(samples) - length + 1, length)
    frames = (
        AudioFrame(samples[start : start + length], RECOGNIZER_RATE_HZ, start, Channel.CALLER)
        for start in starts
    )
    spans = list(utterance_spans(frames, detector, RULES))
    if not spans:
        return None
    first, last = spans[0].start, spans[-1].end
    return samples[round(first * RECOGNIZER_RATE_HZ) : round((last + 0.1) * RECOGNIZER_RATE_HZ)]
