"""Listens to a call again after masking, to prove that nothing personal is still audible."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from privacy.bleep import unclear_time
from privacy.covering import covered
from privacy.loudness import Loudness, loudnesses
from privacy.proof import Listened, Proof, Why
from privacy.redacted import RedactedAudio, RedactedTranscript
from privacy.redacting_again import asked_for, newly_personal
from privacy.redactor import Redactor
from privacy.still_audible import Reheard, memory
from privacy.surroundings import (
    Surroundings,
    kept_digits,
    kept_words,
    surroundings,
    unheard,
)
from speech.audio import CallAudio, Channel, Span, without
from speech.errors import RedactionError
from speech.reading import Reader
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Segment, no_progress
from speech.transcript import Transcript, Utterance, Word

_SECRET_KINDS = frozenset({"CARD", "CARD_EXP", "CVV", "PIN", "BANK"})
_LEAST_SOUND_S = 0.04
_MISTIMED_S = 0.1


@dataclass(frozen=True, slots=True)
class SecondListener:
    """The engines of the second listen; one instance serves any number of calls.

    `second` decodes calls with cards and secrets once more, in another way. `resampled` brings
    sound to another rate (`recorder.soundfile_reading.resampled`): the masked sound that is kept is
    what is listened to, at whatever rate it came. `engine` and `second_engine` say in the proof who
    listened and how ("whisper-base, beam 5").
    """

    recognizer: Recognizer
    second: Recognizer | None
    redactor: Redactor
    engine: str
    second_engine: str
    resampled: Callable[[CallAudio, int], CallAudio]
    reader: Reader | None = None

    def check(
        self,
        transcript: Transcript,
        redacted: RedactedTranscript,
        original: CallAudio,
        audio: RedactedAudio,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> Proof:
        """What is still audible in `audio`, the masked sound of `original`.

        `transcript` is the one before redaction; it and `original` live in memory only. `original`
        and `audio` come at the call's own rate. `progress` is told the seconds listened to so far.
        Raises RedactionError, which holds nothing of what was said.
        """
        spans = self.redactor.find_all(transcript)
        if [span.kind for span in spans] != [one.kind for one in redacted.redactions]:
            raise RedactionError("call.another_transcript")
        levels = loudnesses(original.channels, original.rate_hz)
        around = surroundings(
            audio.masks, list(kept_digits(redacted)), levels, end_of_call_s=audio.duration_s
        )
        kept = kept_words(redacted)
        around += unheard(kept, audio.masks, levels)
        masked = [one.span for one in redacted.redactions]
        remembered = memory(transcript, spans, masked, kept, self.reader)
        guesses = unclear_time(redacted, original)
        found = list(covered(transcript, spans, original, audio, unclear=guesses))
        pieces = _pieces(around, audio, self.resampled)
        done_s = 0.0
        for recognizer, engine in self._ears(redacted):
            said = recognizer.recognize(
                pieces, transcript.language, progress=partial(_further, progress, done_s)
            )
            done_s += sum(piece.span.duration for piece in pieces)
            again = (_sounding(said, one, levels[one.channel], audio.masks) for one in pieces)
            reheard = [one for one in again if one is not None]
            audible = [
                (one.channel, *known) for one in reheard for known in remembered.audible(one)
            ]
            if recognizer is self.recognizer:
                audible += newly_personal(self.redactor, redacted, remembered, reheard)
                audible += self._expected(redacted, around, reheard)
            found += _results(around, audible, engine)
        return Proof(tuple(sorted(found, key=lambda one: (one.span, one.channel))))

    def _ears(self, redacted: RedactedTranscript) -> Iterator[tuple[Recognizer, str]]:
        """Who listens; the second opinion only looks for what is known: it invents more."""
        yield self.recognizer, self.engine
        secret = any(one.kind in _SECRET_KINDS for one in redacted.redactions)
        if self.second is not None and secret:
            yield self.second, self.second_engine

    def _expected(
        self,
        redacted: RedactedTranscript,
        around: Sequence[Surroundings],
        reheard: Sequence[Reheard],
    ) -> Iterator[tuple[Channel, Span, str]]:
        """Speech that gave no words a second time either, where personal data was asked for."""
        for one in around:
            heard = any(
                again.channel is one.channel and again.span.overlap(one.span) > 0
                for again in reheard
            )
            if one.why is Why.UNHEARD and not heard:
                kind = asked_for(self.redactor, redacted, one.channel, one.span)
                if kind:
                    yield one.channel, one.span, kind


def _pieces(
    around: Sequence[Surroundings],
    audio: RedactedAudio,
    resampled: Callable[[CallAudio, int], CallAudio],
) -> list[Segment]:
    """The masked sound of all that is listened to, each stretch once, at the recognizers' rate."""
    wanted = {(one.channel, span) for one in around for span in one.bare}
    found = []
    for channel, span in sorted(wanted):
        cut = audio.channels[channel][span.samples(audio.rate_hz)]
        heard = resampled(CallAudio(audio.rate_hz, {channel: cut}), RECOGNIZER_RATE_HZ)
        found.append(Segment(channel, span, heard.channels[channel]))
    return found


def _further(progress: Callable[[float], None], before_s: float, done_s: float) -> None:
    progress(before_s + done_s)


def _sounding(
    said: Sequence[Utterance], piece: Segment, loudness: Loudness, masks: Sequence[Span]
) -> Reheard | None:
    """What was heard in a piece, without words that have no sound under them."""
    words = tuple(
        word
        for utterance in said
        if utterance.channel is piece.channel
        and utterance.span.overlap(piece.span) >= utterance.span.duration / 2
        for word in _words(utterance)
        if _audible_s(word.span.padded(_MISTIMED_S), loudness, masks) >= _LEAST_SOUND_S
    )
    return Reheard(piece.channel, piece.span, words) if words else None


def _audible_s(span: Span, loudness: Loudness, masks: Sequence[Span]) -> float:
    return sum(loudness.audible_s(free) for free in without(span, masks))


def _words(utterance: Utterance) -> Sequence[Word]:
    return utterance.words or (Word(utterance.text, utterance.span, utterance.confidence),)


def _results(
    around: Sequence[Surroundings], audible: Sequence[tuple[Channel, Span, str]], engine: str
) -> Iterator[Listened]:
    """One entry for each stretch; what is audible outside of all of them has its own."""
    left = list(audible)
    for one in around:
        inside = [said for said in audible if said[0] is one.channel and _touch(said[1], one.span)]
        left = [said for said in left if said not in inside]
        kind = inside[0][2] if inside else ""
        yield Listened(one.span, one.channel, one.why, engine, kind)
    for channel, time, kind in left:
        yield Listened(time, channel, Why.MASK, engine, kind)


def _touch(one: Span, other: Span) -> bool:
    """Whether two stretches meet; a word may have been given no time at all."""
    return one.start <= other.end and other.start <= one.end
