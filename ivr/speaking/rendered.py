"""A prompt as sound, ready to be played."""

from dataclasses import dataclass

from speech.audio import Samples


@dataclass(frozen=True, slots=True)
class Rendered:
    """int16 mono samples, the samples at which marks stand and sentences begin (the first at 0)."""

    samples: Samples
    rate_hz: int
    marks: tuple[tuple[str, int], ...] = ()
    sentences: tuple[int, ...] = (0,)

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.rate_hz
