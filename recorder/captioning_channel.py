"""Hears one channel as it is spoken: at 16 kHz, from voice to utterances, with captions between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from recorder.captioning_sound import LineSound
from recorder.line import Arrival
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.captioning import CaptionsOnRequest, StreamingDetector
from speech.detecting import VoiceDetector
from speech.endpointing import Endpointer, EndpointRules
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Session
from speech.transcript import Language, Utterance

_FRAMES_AT_ONCE = 4
_FRAMES_AT_ONCE_QUICK = 2
_BEHIND_S = 1.5
_CAUGHT_UP_S = 0.5
_NOTHING = np.zeros(0, np.int16)


@dataclass(frozen=True, slots=True)
class Caption:
    """What is understood so far of speech that goes on; empty when it has just begun."""

    channel: Channel
    span: Span
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Final:
    """Speech that has ended; without an utterance no words were in it."""

    span: Span
    utterance: Utterance | None = field(repr=False)


class ChannelEars:
    """Everything heard on a channel; give it what a line gives, in order.

    All times are audio time. Readers in other threads may look at the plain numbers at any time.
    """

    def __init__(
        self,
        channel: Channel,
        recognizer: Recognizer | None,
        detector: VoiceDetector,
        language: Language,
        *,
        rules: EndpointRules,
        partials: bool,
    ) -> None:
        self._channel = channel
        self._recognizer = recognizer
        self._detector = detector
        self._language = language
        quick_s = recognizer.traits.end_silence_s if recognizer is not None else None
        self._rules = rules = rules if quick_s is None else _ending_after(rules, quick_s)
        self._at_once = _FRAMES_AT_ONCE if quick_s is None else _FRAMES_AT_ONCE_QUICK
        self._partials = partials
        self._line = LineSound()
        self._endpointer = Endpointer(rules)
        self._session: Session | None = None
        self._recent = _NOTHING
        self._recent_from = 0
        self._heard = 0
        self._last_end_s = 0.0
        self.behind = False
        self.taken_until_s = 0.0
        self.uncaptioned_s = 0.0
        self.talk_s = 0.0
        self.voice_until_s = 0.0

    @property
    def heard_until_s(self) -> float:
        """Every utterance that began before this has been given out."""
        if self._endpointer.begun_s is not None:
            return self._endpointer.begun_s
        return max(self._last_end_s, self._heard / RECOGNIZER_RATE_HZ - self._lead_s)

    def hear(self, arrival: Arrival, *, waiting_s: float = 0.0) -> Iterator[Caption | Final]:
        """Take the next arrival, while `waiting_s` of sound wait behind it."""
        # Captions are the first to go: a final text still comes when it comes late.
        self.behind = waiting_s > (_CAUGHT_UP_S if self.behind else _BEHIND_S)
        for samples in self._line.at_recognizer_rate(arrival):
            yield from self._take(samples)
        self.taken_until_s = arrival.span.end

    def finish(self) -> Iterator[Caption | Final]:
        """The channel is over; whatever was begun ends here."""
        yield from self._take(self._line.rest())
        span = self._endpointer.finish()
        if span is not None:
            yield self._end(span)

    @property
    def _lead_s(self) -> float:
        """How long before it is noticed an utterance may have begun."""
        return self._rules.longest_lead_s + self._rules.pre_roll_s + 2 * self._rules.onset_s

    def _take(self, samples: Samples) -> Iterator[Caption | Final]:
        self._recent = np.concatenate([self._recent, samples])
        length = self._detector.frame_samples(RECOGNIZER_RATE_HZ)
        waiting = self._recent_from + len(self._recent) - self._heard
        if waiting < length * self._at_once:
            return
        count = waiting // length
        for probability in self._probabilities(self._heard, count, length):
            start = self._heard
            self._heard += length
            yield from self._step(start, probability)
        self._forget()

    def _probabilities(self, first: int, count: int, length: int) -> Sequence[float]:
        sound = self._cut(first, first + count * length)
        if isinstance(self._detector, StreamingDetector):
            values: list[float] = self._detector.next_probabilities(
                sound, RECOGNIZER_RATE_HZ
            ).tolist()
            return values
        return [
            self._detector.probability(self._frame(first + i, first + i + length))
            for i in range(0, count * length, length)
        ]

    def _step(self, start: int, probability: float) -> Iterator[Caption | Final]:
        """Let one frame of the detector take its way."""
        span = Span(start / RECOGNIZER_RATE_HZ, self._heard / RECOGNIZER_RATE_HZ)
        voiced = probability >= self._rules.threshold
        if voiced:
            self.talk_s += span.duration
            self.voice_until_s = span.end
        was_speaking = self._endpointer.speaking
        ended = self._endpointer.step(span, probability)
        if was_speaking:
            yield from self._feed(start, voiced=voiced)
        elif self._endpointer.begun_s is not None:
            yield from self._begin(self._endpointer.begun_s)
        if ended is not None:
            cut = self._endpointer.begun_s
            yield self._end(ended)
            if cut is not None:
                yield from self._begin(cut)

    def _begin(self, begun_s: float) -> Iterator[Caption | Final]:
        yield Caption(self._channel, Span(begun_s, self._heard / RECOGNIZER_RATE_HZ), "")
        if self._recognizer is not None and self._session is None:
            self._session = self._recognizer.session(self._language)
            yield from self._feed(round(begun_s * RECOGNIZER_RATE_HZ), voiced=True)

    def _feed(self, first: int, *, voiced: bool) -> Iterator[Caption | Final]:
        """Give the session the sound from `first` on up to what the detector has heard."""
        if self._session is None:
            return
        if isinstance(self._session, CaptionsOnRequest):
            # In a pause a partial result would only keep the final one waiting.
            self._session.captions = self._partials and voiced and not self.behind
            if self._partials and self.behind:
                self.uncaptioned_s += (self._heard - first) / RECOGNIZER_RATE_HZ
        text = self._session.accept(self._frame(first, self._heard))
        if text is not None and self._partials and self._endpointer.begun_s is not None:
            span = Span(self._endpointer.begun_s, self._heard / RECOGNIZER_RATE_HZ)
            yield Caption(self._channel, span, text)

    def _end(self, span: Span) -> Final:
        self._last_end_s = span.end
        if self._session is None or self._recognizer is None:
            return Final(span, None)
        return Final(span, self._utterance(span, self._session, self._recognizer))

    def _utterance(self, span: Span, session: Session, recognizer: Recognizer) -> Utterance | None:
        cut = self._endpointer.speaking
        if not cut or recognizer.traits.streaming:
            # An engine that has done its work hears on from here: it cannot unhear.
            self._session = session if cut else None
            return session.finish()
        # Cut for its length at a quiet place that lies behind: an engine that has done no work yet
        # hears exactly what is before it, and then the rest.
        self._session = None
        exact = recognizer.session(self._language)
        inside = span.samples(RECOGNIZER_RATE_HZ)
        exact.accept(self._frame(inside.start, inside.stop))
        return exact.finish()

    def _frame(self, first: int, end: int) -> AudioFrame:
        return AudioFrame(self._cut(first, end), RECOGNIZER_RATE_HZ, first, self._channel)

    def _cut(self, first: int, end: int) -> Samples:
        return self._recent[first - self._recent_from : end - self._recent_from]

    def _forget(self) -> None:
        """Keep what an utterance that is open, or not noticed yet, may still need."""
        needed = min(round(self.heard_until_s * RECOGNIZER_RATE_HZ), self._heard)
        if needed > self._recent_from:
            self._recent = self._recent[needed - self._recent_from :].copy()
            self._recent_from = needed


def _ending_after(rules: EndpointRules, quiet_s: float) -> EndpointRules:
    """The rules where so little quiet is enough: what follows is an utterance of the same turn."""
    return replace(
        rules,
        end_silence_s=min(rules.end_silence_s, quiet_s),
        post_roll_s=min(rules.post_roll_s, quiet_s),
    )
