"""The seam of speech recognizers: a shared model, sessions that hold all state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from speech.audio import AudioFrame, Channel, Samples, Span
from speech.transcript import Language, Utterance

RECOGNIZER_RATE_HZ = 16_000
"""Every recognizer is given 16 kHz sound; whoever owns the wire resamples."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a recognizer can do; an empty `languages` means whatever its model was made for.

    `end_silence_s` is how little quiet may end an utterance of a call that is still held, where
    the engine's text is ready when speech is; None leaves it to the endpoint rules.
    """

    languages: frozenset[Language]
    streaming: bool
    phrase_list: bool
    word_times: bool
    end_silence_s: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Samples of one channel between two endpoints, at `RECOGNIZER_RATE_HZ`."""

    channel: Channel
    span: Span
    samples: Samples


def no_progress(seconds_done: float) -> None:
    """Tell nobody how far recognition has come."""


class Session(Protocol):
    """One channel's recognition in progress."""

    def accept(self, frame: AudioFrame) -> str | None:
        """Take a frame; return the partial text if it changed. A partial may be rewritten later."""
        ...

    def finish(self) -> Utterance | None:
        """End the utterance at the last frame; None if no words. The session then starts anew."""
        ...


class Recognizer(Protocol):
    """A loaded model. Implementations live in `models/recognizers/<name>.py`."""

    @property
    def traits(self) -> Traits: ...

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> Session:
        """A fresh session; with `phrases` only these can be heard.

        Raises ModelError for a language or a phrase the model cannot hear.
        """
        ...

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        """Recognize finished segments of a call, in any order that is cheap.

        Returns utterances in order of their start; segments without words give none.
        `progress` is told the seconds of speech done so far.
        """
        ...


def recognize_one_by_one(
    recognizer: Recognizer,
    segments: Sequence[Segment],
    language: Language,
    *,
    progress: Callable[[float], None] = no_progress,
) -> list[Utterance]:
    """`Recognizer.recognize` for engines without a batch path: each segment through a session."""
    heard: list[Utterance] = []
    done_s = 0.0
    for segment in segments:
        session = recognizer.session(language)
        first = round(segment.span.start * RECOGNIZER_RATE_HZ)
        session.accept(AudioFrame(segment.samples, RECOGNIZER_RATE_HZ, first, segment.channel))
        utterance = session.finish()
        if utterance is not None:
            heard.append(utterance)
        done_s += segment.span.duration
        progress(done_s)
    return sorted(heard, key=lambda utterance: utterance.span.start)
