"""How loud and how high each side speaks, outside masks; shown, never scored (sex and age bias)."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from privacy.redacted import RedactedAudio
from qa.metrics import Metric
from speech.audio import Channel, Span

_LEAST_S = 1.0
_LONGEST_S = 60.0
_LOWEST_HZ = 65.0
_HIGHEST_HZ = 400.0
_FRAME_S = 0.064
_FULL_SCALE = 32768.0
_QUIET_DB = 25.0


def voice_metrics(
    audio: RedactedAudio, voiced: Mapping[Channel, tuple[Span, ...]]
) -> tuple[Metric, ...]:
    """Loudness, middle and spread of the pitch on each person's channel of a call's redacted sound.

    A value is None where less than a second of unmasked voice is there. The spread is half the
    distance between the 10th and the 90th percentile.
    """
    return tuple(
        metric
        for channel in audio.channels
        if channel is not Channel.IVR
        for metric in _of_channel(
            channel, unmasked(audio, channel, voiced.get(channel, ())), audio.rate_hz
        )
    )


def unmasked(audio: RedactedAudio, channel: Channel, voiced: Iterable[Span]) -> NDArray[np.float32]:
    """Samples of `channel` in -1..1 where it is voiced and not masked, at most a minute of them."""
    keep = np.zeros(len(audio.channels[channel]), dtype=bool)
    for span in voiced:
        keep[span.samples(audio.rate_hz)] = True
    for mask in audio.masks:
        keep[mask.samples(audio.rate_hz)] = False
    kept = audio.channels[channel][keep][: round(_LONGEST_S * audio.rate_hz)]
    return kept.astype(np.float32) / np.float32(_FULL_SCALE)


def _of_channel(channel: Channel, samples: NDArray[np.float32], rate_hz: int) -> Iterator[Metric]:
    enough = len(samples) >= _LEAST_S * rate_hz and samples.any()
    pitch = _pitch_hz(samples, rate_hz) if enough else np.empty(0)
    loudness = 20 * np.log10(np.sqrt(np.mean(np.square(samples)))) if enough else None
    yield Metric("loudness", channel, None if loudness is None else float(loudness), "dBFS")
    low, middle, high = np.percentile(pitch, [10, 50, 90]) if len(pitch) else (None, None, None)
    yield Metric("pitch", channel, None if middle is None else float(middle), "Hz")
    spread = None if low is None else float(6 * np.log2(high / low))
    yield Metric("pitch_spread", channel, spread, "semitones")


def _pitch_hz(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float64]:
    """The pitch of frames loud enough to be vowels, by YIN."""
    import librosa

    frame = 2 ** round(np.log2(_FRAME_S * rate_hz))
    hop = frame // 2
    if len(samples) < 2 * frame:
        return np.empty(0)
    pitch = librosa.yin(
        samples, fmin=_LOWEST_HZ, fmax=_HIGHEST_HZ, sr=rate_hz, frame_length=frame, hop_length=hop
    )
    level = librosa.feature.rms(y=samples, frame_length=frame, hop_length=hop)[0][: len(pitch)]
    loud = level > level.max() * 10 ** (-_QUIET_DB / 20)
    inside = (pitch > _LOWEST_HZ * 1.05) & (pitch < _HIGHEST_HZ * 0.95)
    found: NDArray[np.float64] = np.asarray(pitch, dtype=np.float64)[loud & inside]
    return found
