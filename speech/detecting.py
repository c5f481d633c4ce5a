"""The seam of voice-activity detectors."""

from typing import Protocol

from speech.audio import AudioFrame


class VoiceDetector(Protocol):
    """Says how likely a frame holds speech. One instance hears one channel in order.

    Implementations live in `models/detectors/<name>.py`.
    """

    def frame_samples(self, rate_hz: int) -> int:
        """How many samples a frame must have at `rate_hz`; raises ModelError for other rates."""
        ...

    def probability(self, frame: AudioFrame) -> float:
        """Probability of speech in 0..1."""
        ...
