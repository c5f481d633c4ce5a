"""One utterance heard by Whisper while it is spoken, and decoded when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from models.whisper_packing import LONGEST_WINDOW_S, TAIL_S
from models.whisper_streaming import Agreement
from speech.audio import AudioFrame, Samples, Span
from speech.errors import ModelError
from speech.recognizing import RECOGNIZER_RATE_HZ, Segment
from speech.transcript import Language, Utterance

_CAPTION_EVERY_S = 1.0
_LONGEST_GUESS = round((LONGEST_WINDOW_S - TAIL_S) * RECOGNIZER_RATE_HZ)


class Writer(Protocol):
    """What decodes for a session."""

    def recognize(self, segments: Sequence[Segment], language: Language) -> list[Utterance]: ...

    def going_on(self, samples: Samples, language: Language, agreed: str) -> str | None: ...


@dataclass(slots=True)
class WhisperSession:
    """Collects the frames of one utterance and decodes them when it ends.

    With `captions` set it also tells after each further second what two guesses agree on.
    """

    recognizer: Writer
    language: Language
    captions: bool = False
    _frames: list[AudioFrame] = field(default_factory=list)
    _agreement: Agreement | None = None
    _window: int = 0
    _guessed: int = 0
    _new_s: float = 0.0

    def accept(self, frame: AudioFrame) -> str | None:
        if frame.rate_hz != RECOGNIZER_RATE_HZ:
            raise ModelError(f"whisper hears {RECOGNIZER_RATE_HZ} Hz, not {frame.rate_hz} Hz")
        self._frames.append(frame)
        self._new_s += frame.span.duration
        if not self.captions or self._new_s < _CAPTION_EVERY_S:
            return None
        return self._caption()

    def finish(self) -> Utterance | None:
        frames, self._frames = self._frames, []
        self._agreement, self._window, self._guessed, self._new_s = None, 0, 0, 0.0
        if not frames:
            return None
        samples = _joined(frames)
        start = frames[0].span.start
        span = Span(start, start + len(samples) / RECOGNIZER_RATE_HZ)
        segment = Segment(frames[0].channel, span, samples)
        heard = self.recognizer.recognize([segment], self.language)
        return heard[0] if heard else None

    def _caption(self) -> str | None:
        """The text agreed on, when there is more of it."""
        agreement = self._agreement = self._agreement or Agreement(self.language)
        before = agreement.text
        samples = _joined(self._frames[self._window :])
        if len(samples) > _LONGEST_GUESS:
            agreement.next_window()
            self._window = self._guessed
            samples = _joined(self._frames[self._window :])[-_LONGEST_GUESS:]
        guess = self.recognizer.going_on(samples, self.language, agreement.agreed)
        if guess is None:
            return None
        self._guessed, self._new_s = len(self._frames), 0.0
        agreement.hear(guess)
        return agreement.text if agreement.text != before else None


def _joined(frames: Sequence[AudioFrame]) -> Samples:
    return np.concatenate([frame.samples for frame in frames])
