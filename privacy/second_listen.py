"""Listens to a call again after masking, to prove that nothing personal is still audible."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from privacy.covering import covered
from privacy.findings import PiiSpan
from privacy.folding import folded
from privacy.hearing import SCANNERS
from privacy.numbers.tokens import runs
from privacy.proof import Listened, Proof, Why
from privacy.redacted import RedactedAudio, RedactedTranscript
from privacy.redactor import Redactor
from speech.audio import CallAudio, Channel, Span, merged
from speech.errors import RedactionError
from speech.reading import Reader
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Segment, no_progress
from speech.transcript import Language, Transcript, Utterance

AROUND_S = 3.0
_GRAM = 3


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
        spans = self.redactor.find(transcript)
        if [span.kind for span in spans] != [redaction.kind for redaction in redacted.redactions]:
            raise RedactionError("the redacted transcript is not that of the call; it is withheld")
        found = list(covered(transcript, spans, original, audio))
        found += self._listened(transcript, spans, audio, progress)
        return Proof(tuple(sorted(found, key=lambda one: (one.span, one.channel))))

    def _listened(
        self,
        transcript: Transcript,
        spans: Sequence[PiiSpan],
        audio: RedactedAudio,
        progress: Callable[[float], None],
    ) -> Iterator[Listened]:
        end_s = audio.duration_s
        stretches = merged(mask.padded(AROUND_S, end_of_call_s=end_s) for mask in audio.masks)
        masked = self.resampled(CallAudio(audio.rate_hz, audio.channels), RECOGNIZER_RATE_HZ)
        segments = [
            Segment(channel, span, samples[span.samples(RECOGNIZER_RATE_HZ)])
            for channel, samples in masked.channels.items()
            for span in stretches
        ]
        heard = self.recognizer.recognize(segments, transcript.language, progress=progress)
        secrets = list(_secrets(transcript, spans))
        for segment in segments:
            kind = _audible(segment.channel, segment.span, heard, secrets, transcript.language)
            yield Listened(segment.span, segment.channel, Why.MASK, self.engine, kind)


def _secrets(transcript: Transcript, spans: Sequence[PiiSpan]) -> Iterator[tuple[str, str]]:
    """Kind and digits of what was redacted."""
    for span in spans:
        text = transcript.utterances[span.utterance].text[span.start : span.end]
        yield span.kind, _digits(text, transcript.language)


def _audible(
    channel: Channel,
    span: Span,
    heard: Sequence[Utterance],
    secrets: Sequence[tuple[str, str]],
    language: Language,
) -> str:
    for utterance in heard:
        if utterance.channel is channel and utterance.span.overlap(span):
            digits = _digits(utterance.text, language)
            grams = {digits[n : n + _GRAM] for n in range(len(digits) - _GRAM + 1)}
            for kind, secret in secrets:
                if any(gram in secret for gram in grams):
                    return kind
    return ""


def _digits(text: str, language: Language) -> str:
    plain = folded(text)
    return "".join(run.digits for run in runs(SCANNERS[language](plain), plain))
