"""Hears a whole call: where each side speaks, and what it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from speech.audio import CallAudio, Channel, Samples, Span, merged
from speech.detecting import VoiceDetector
from speech.endpointing import Endpointer, EndpointRules
from speech.judging import Impression, LanguageJudge
from speech.known_words import QUIETEST_DBFS, known_words
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Segment, no_progress
from speech.transcript import Language, Transcript, Utterance

PAUSE_S = 0.3
"""A shorter pause belongs to the speech around it, in metrics of who spoke when."""

_LEAST_VOICE_S = 0.05


@runtime_checkable
class ChannelDetector(Protocol):
    """A voice detector that can also take a whole channel at once, which is cheaper."""

    def probabilities(self, samples: Samples, rate_hz: int) -> NDArray[np.float32]:
        """The probability of speech in each frame; the last frame is filled up with zeros."""
        ...


NewDetector: TypeAlias = Callable[[], VoiceDetector]
"""Gives a fresh detector for one channel."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, and where each channel holds voice (frame by frame, pauses under 0.3 s closed).

    Talk time and silences are measured on `voiced`, never on words. `impressions` say in which
    language it was said; a recognizer that cannot tell gives none.
    """

    transcript: Transcript
    voiced: Mapping[Channel, tuple[Span, ...]]
    impressions: tuple[Impression, ...] = ()


def hear(
    audio: CallAudio,
    language: Language,
    recognizer: Recognizer,
    new_detector: NewDetector,
    *,
    known: Sequence[Utterance] = (),
    rules: EndpointRules | None = None,
    progress: Callable[[float], None] = no_progress,
) -> Heard:
    """Everything said in a call at 16 kHz; all channels' utterances are recognized together.

    Raises ValueError for another sample rate. Text without voice under it is dropped, whatever
    recognizer it comes from. `progress` is told the seconds of speech done so far.

    `known` utterances are taken as they are where their channel has sound, and what else is said
    there is recognized; one without text is sound in which nobody speaks.
    """
    if audio.rate_hz != RECOGNIZER_RATE_HZ:
        raise ValueError(f"recognizers take {RECOGNIZER_RATE_HZ} Hz, not {audio.rate_hz} Hz")
    rules = rules or EndpointRules()
    voiced: dict[Channel, tuple[Span, ...]] = {}
    segments: list[Segment] = []
    kept: list[Utterance] = []
    for channel, samples in audio.channels.items():
        frames = list(_probabilities(audio, channel, new_detector()))
        told = known_words(known, channel, audio)
        kept += told.utterances
        voiced[channel] = told.voiced(_voiced(frames, rules.threshold, audio.duration_s))
        segments += [
            Segment(channel, span, samples[span.samples(audio.rate_hz)])
            for span in told.left(_utterances(frames, rules, audio.duration_s))
        ]
    impressions: list[Impression] = []
    if isinstance(recognizer, LanguageJudge):
        said, impressions = recognizer.recognize_and_judge(segments, language, progress=progress)
    else:
        said = recognizer.recognize(segments, language, progress=progress)
    kept += [utterance for utterance in said if _has_voice(utterance, audio, voiced)]
    kept.sort(key=lambda utterance: utterance.span.start)
    return Heard(Transcript(language, tuple(kept)), voiced, tuple(impressions))


def _probabilities(
    audio: CallAudio, channel: Channel, detector: VoiceDetector
) -> Iterator[tuple[Span, float]]:
    """Each frame's span with its probability of speech."""
    length = detector.frame_samples(audio.rate_hz)
    if isinstance(detector, ChannelDetector):
        values = detector.probabilities(audio.channels[channel], audio.rate_hz).tolist()
        for number, value in enumerate(values):
            first = number * length
            yield Span(first / audio.rate_hz, (first + length) / audio.rate_hz), value
    else:
        for frame in audio.frames(channel, length):
            yield frame.span, detector.probability(frame)


def _utterances(
    frames: list[tuple[Span, float]], rules: EndpointRules, end_of_call_s: float
) -> Iterator[Span]:
    endpointer = Endpointer(rules)
    ended = [endpointer.step(span, probability) for span, probability in frames]
    for utterance in [*ended, endpointer.finish()]:
        if utterance is not None and utterance.start < end_of_call_s:
            yield Span(utterance.start, min(utterance.end, end_of_call_s))


def _voiced(
    frames: list[tuple[Span, float]], threshold: float, end_of_call_s: float
) -> tuple[Span, ...]:
    spoken = merged((span for span, p in frames if p >= threshold), gap_s=PAUSE_S)
    return tuple(
        Span(s.start, min(s.end, end_of_call_s)) for s in spoken if s.start < end_of_call_s
    )


def _has_voice(
    utterance: Utterance, audio: CallAudio, voiced: Mapping[Channel, tuple[Span, ...]]
) -> bool:
    """Whether the utterance's own channel holds audible voice under it."""
    samples = audio.channels[utterance.channel]
    heard_s = power = 0.0
    for span in voiced[utterance.channel]:
        common_s = utterance.span.overlap(span)
        if common_s > 0:
            both = Span(max(utterance.span.start, span.start), min(utterance.span.end, span.end))
            part = samples[both.samples(audio.rate_hz)].astype(np.float64) / 32768
            heard_s += common_s
            power = max(power, float(np.mean(part**2)) if len(part) else 0.0)
    return heard_s >= _LEAST_VOICE_S and 10 * np.log10(power + 1e-12) > QUIETEST_DBFS
