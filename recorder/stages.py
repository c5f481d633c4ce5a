"""The stages every call goes through, live or imported: hear, redact, bleep, listen again, keep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Protocol, TypeAlias

from archive.call import Call, Status
from archive.records import ScoreRecord
from archive.spool_notes import Sensitive
from archive.store import CallStore, Kept
from privacy.bleep import bleep, masks
from privacy.key_masks import key_masks, when_keys_were_pressed
from privacy.kind import kind_words
from privacy.proof import Proof
from privacy.redacted import RedactedAudio, RedactedTranscript
from privacy.redactor import Redactor
from privacy.second_listen import SecondListener
from recorder.operators import who_spoke_most
from recorder.soundfile_reading import resampled
from speech.audio import CallAudio, Channel, Span
from speech.errors import RedactionError, SoundError
from speech.hearing import Heard
from speech.judging import other_language
from speech.reasons import Reason, reason
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language, Transcript, Utterance

KEYS = "keys"
"""Why a stretch is noted as sensitive in which tones of keys were masked."""


class Stage(StrEnum):
    """The two stages that take their time; both tell how many seconds of sound they have done."""

    HEAR = "hear"
    LISTEN_AGAIN = "listen_again"


Progress: TypeAlias = Callable[[Stage, float], None]


class Hear(Protocol):
    """Turns 16 kHz sound into words and voice activity."""

    def __call__(
        self,
        audio: CallAudio,
        language: Language,
        *,
        known: Sequence[Utterance] = (),
        progress: Callable[[float], None],
    ) -> Heard: ...


class Evaluate(Protocol):
    """Scores a redacted call; None where nothing can be scored."""

    def __call__(
        self,
        call: Call,
        transcript: RedactedTranscript,
        audio: RedactedAudio,
        voiced: Mapping[Channel, tuple[Span, ...]],
    ) -> ScoreRecord | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How a client's calls are cleared of personal data, and what that is called beside them."""

    policy: str
    redactor: Redactor
    second_listen: SecondListener
    tone: bool = True


@dataclass(frozen=True, slots=True)
class Stages:
    """The engines a call passes through, built once and shared by all calls.

    `protection` gives that of the client a call belongs to.
    """

    hear: Hear
    protection: Callable[[str], Protection]
    evaluate: Evaluate
    store: CallStore


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a call, and why it is not kept."""

    status: Status
    because: Reason | None = None


@dataclass(frozen=True, slots=True)
class Cleared:
    """A call after redaction, with what the second listen says of it."""

    transcript: RedactedTranscript
    audio: RedactedAudio
    proof: Proof
    keys_pressed: tuple[Span, ...] = ()


def take_through(
    stages: Stages,
    call: Call,
    audio: CallAudio,
    *,
    progress: Progress,
    known: Sequence[Utterance] = (),
) -> Taken:
    """Take one call through all stages; it is kept redacted, or withheld, or quarantined.

    `known` is what need not be recognized, as the prompts of an IVR; it is redacted like all else.

    Raises SoundError when a side turns out to have no voice at all, or most of the call is clearly
    in another language than it is said to be.
    """
    heard = stages.hear(
        resampled(audio, RECOGNIZER_RATE_HZ),
        call.language,
        known=known,
        progress=partial(progress, Stage.HEAR),
    )
    _refuse_voiceless(call, heard)
    # An IVR may greet in several languages: that says nothing about the people in the call.
    people = [one for one in heard.impressions if one.channel is not Channel.IVR]
    foreign = other_language(people, call.language)
    if foreign is not None and foreign.channel is None:
        heard_as = foreign.against(call.language)
        raise SoundError("call.other_language", heard=heard_as, language=foreign.language)
    protection = stages.protection(call.client)
    call = replace(call, engines=call.engines | {"policy": protection.policy})
    if foreign is not None:
        # What was heard of that side is nonsense to every rule, and the other may repeat it.
        return _withhold(stages, call, foreign.against(call.language))
    try:
        cleared = _clear(protection, heard.transcript, audio, progress)
    except Exception as error:  # noqa: BLE001 - whatever fails here, the call is withheld
        return _withhold(stages, call, _because(error))
    return _settle(stages, call, cleared, heard.voiced)


def _clear(
    protection: Protection, said: Transcript, audio: CallAudio, progress: Progress
) -> Cleared:
    transcript = protection.redactor.redact(said)
    keyed = key_masks(audio)
    spoken = masks(transcript, end_of_call_s=audio.duration_s)
    redacted = bleep(audio, [*spoken, *keyed], tone=protection.tone)
    proof = protection.second_listen.check(
        said, transcript, audio, redacted, progress=partial(progress, Stage.LISTEN_AGAIN)
    )
    return Cleared(transcript, redacted, proof, tuple(when_keys_were_pressed(keyed)))


def _withhold(stages: Stages, call: Call, because: Reason) -> Taken:
    stages.store.withhold(call, because.kept())
    return Taken(Status.WITHHELD, because)


def _settle(
    stages: Stages, call: Call, cleared: Cleared, voiced: Mapping[Channel, tuple[Span, ...]]
) -> Taken:
    pressed = (Sensitive(span, KEYS) for span in cleared.keys_pressed)
    call = replace(call, notes=(*call.notes, *pressed), operator=who_spoke_most(call, voiced))
    if cleared.proof.audible:
        because = _audible(cleared.proof)
        stages.store.quarantine(call, cleared.proof, because.kept())
        return Taken(Status.QUARANTINED, because)
    score = stages.evaluate(call, cleared.transcript, cleared.audio, voiced)
    kept = Kept(
        transcript=cleared.transcript,
        audio=cleared.audio,
        proof=cleared.proof,
        voiced=voiced,
        score=score,
    )
    stages.store.keep(call, kept)
    return Taken(Status.KEPT)


def _audible(proof: Proof) -> Reason:
    """What is still audible and where, without a word of it."""
    found = dict.fromkeys((one.found, round(one.span.start)) for one in proof.audible)
    places = [reason("call.audible_place", kind=kind_words(kind), at_s=at) for kind, at in found]
    return reason("call.audible", places=places)


def _because(error: Exception) -> Reason:
    """What may be kept of a failure: a reason of our own, else only its type."""
    if isinstance(error, RedactionError):
        return error.reason
    return reason("call.not_redacted", error=type(error).__name__)


def _refuse_voiceless(call: Call, heard: Heard) -> None:
    if Channel.IVR in call.channels:
        # Who presses keys, or hangs up during the greeting, says nothing; the call is one all the same.
        return
    voiceless = [side for side in call.channels if not heard.voiced.get(side)]
    if len(voiceless) > 1:
        raise SoundError("call.voiceless")
    if voiceless:
        raise SoundError("call.one_side_voiceless", side=reason(f"side.{voiceless[0]}"))
