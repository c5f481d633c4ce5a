"""Loudness and pitch are those of the unmasked voice, and are never part of a score."""

import numpy as np
import pytest

from privacy.redacted import RedactedAudio
from qa.scorecard import check_names
from qa.voice import unmasked, voice_metrics
from speech.audio import Channel, Samples, Span

# Where librosa runs for the first time numba compiles it, which takes half a minute of a core.
pytestmark = pytest.mark.timeout(600)

RATE = 8000


def vowel(pitch_hz: float, seconds: float) -> Samples:
    """A buzz with falling harmonics, as a voice has."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * pitch_hz * n * time) / n for n in range(1, 6))
    return (wave / np.abs(wave).max() * 8000).astype(np.int16)


def audio(samples: Samples, *masks: Span) -> RedactedAudio:
    quiet = np.zeros_like(samples)
    return RedactedAudio(RATE, {Channel.OPERATOR: samples, Channel.CALLER: quiet}, masks)


def value(sound: RedactedAudio, key: str, voiced: Span, channel: Channel) -> float | None:
    metrics = voice_metrics(sound, {Channel.OPERATOR: (voiced,), Channel.CALLER: (voiced,)})
    return next(m.value for m in metrics if (m.key, m.channel) == (key, channel))


@pytest.mark.parametrize("pitch_hz", [110.0, 220.0])
def test_the_pitch_of_a_voice_is_found(pitch_hz: float) -> None:
    sound = audio(vowel(pitch_hz, 4.0))
    found = value(sound, "pitch", Span(0, 4), Channel.OPERATOR)
    assert found == pytest.approx(pitch_hz, rel=0.03)


def test_a_mask_tone_counts_neither_for_pitch_nor_for_loudness() -> None:
    samples = vowel(120.0, 6.0)
    masked = samples.copy()
    tone = np.sin(2 * np.pi * 350 * np.arange(2 * RATE) / RATE) * 30000
    masked[2 * RATE : 4 * RATE] = tone.astype(np.int16)
    bare, bleeped = audio(samples), audio(masked, Span(2, 4))
    for key in ("pitch", "loudness"):
        wanted = value(bare, key, Span(0, 6), Channel.OPERATOR)
        assert value(bleeped, key, Span(0, 6), Channel.OPERATOR) == pytest.approx(wanted, rel=0.02)
    assert len(unmasked(bleeped, Channel.OPERATOR, (Span(0, 6),))) == 4 * RATE


def test_a_side_that_hardly_speaks_has_no_figures() -> None:
    sound = audio(vowel(120.0, 3.0))
    assert value(sound, "loudness", Span(0, 0.5), Channel.OPERATOR) is None
    assert value(sound, "pitch", Span(0, 3), Channel.CALLER) is None


def test_no_check_can_score_a_voice() -> None:
    assert not {"voice", "pitch", "loudness"} & set(check_names())
