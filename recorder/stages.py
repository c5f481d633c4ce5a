"""The stages every call goes through, live or imported: hear, redact, bleep, score, keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from archive.call import Call, Status
from archive.records import ScoreRecord
from archive.store import CallStore, Kept
from privacy.bleep import bleep, masks
from privacy.redacted import RedactedAudio, RedactedTranscript
from privacy.redactor import Redactor
from recorder.soundfile_reading import resampled
from speech.audio import CallAudio, Channel, Span
from speech.errors import RedactionError, SoundError
from speech.hearing import Heard
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

Progress = Callable[[float], None]


class Hear(Protocol):
    """Turns 16 kHz sound into words and voice activity."""

    def __call__(self, audio: CallAudio, language: Language, *, progress: Progress) -> Heard: ...


class Evaluate(Protocol):
    """Scores a redacted call; None where nothing can be scored."""

    def __call__(
        self,
        call: Call,
        transcript: RedactedTranscript,
        audio: RedactedAudio,
        voiced: Mapping[Channel, tuple[Span, ...]],
    ) -> ScoreRecord | None: ...


@dataclass(frozen=True, slots=True)
class Stages:
    """The engines a call passes through, built once and shared by all calls."""

    hear: Hear
    redactor: Redactor
    evaluate: Evaluate
    store: CallStore
    tone: bool = True


def take_through(stages: Stages, call: Call, audio: CallAudio, *, progress: Progress) -> Status:
    """Take one call through all stages; it is kept redacted, or withheld if that fails.

    Raises SoundError when a side turns out to have no voice at all.
    """
    heard = stages.hear(resampled(audio, RECOGNIZER_RATE_HZ), call.language, progress=progress)
    _refuse_voiceless(call, heard)
    try:
        transcript = stages.redactor.redact(heard.transcript)
        redacted = bleep(audio, masks(transcript, end_of_call_s=audio.duration_s), tone=stages.tone)
    except Exception as error:  # noqa: BLE001 - whatever fails here, the call is withheld
        stages.store.withhold(call, _because(error))
        return Status.WITHHELD
    score = stages.evaluate(call, transcript, redacted, heard.voiced)
    stages.store.keep(
        call, Kept(transcript=transcript, audio=redacted, voiced=heard.voiced, score=score)
    )
    return Status.KEPT


def _because(error: Exception) -> str:
    """What may be kept of a failure: a text of our own, else only its type."""
    return str(error) if isinstance(error, RedactionError) else type(error).__name__


def _refuse_voiceless(call: Call, heard: Heard) -> None:
    voiceless = [side for side in call.channels if not heard.voiced.get(side)]
    if len(voiceless) > 1:
        raise SoundError("no voice on either channel")
    if voiceless:
        raise SoundError(f"one-sided: no voice on the {voiceless[0]} channel")
