"""Finds where utterances begin and end: a pure state machine in audio time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speech.audio import AudioFrame, Span
from speech.detecting import VoiceDetector


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointRules:
    """When speech counts as begun and ended.

    Defaults are measured on telephone speech in noise with silero: 96 ms on, 500 ms off, 200 ms of
    pre-roll so that soft onsets are not lost; an utterance longer than `longest_s` is cut at its
    quietest late frame so that it fits a recognizer's window.

    Before the onset whatever is at least `murmur` likely to be speech counts as its beginning, over
    gaps of at most `murmur_gap_s` and for at most `longest_lead_s`: detectors warm up on a short
    first word ("No, ...") and say 0.2 to 0.45 of it.
    """

    threshold: float = 0.5
    onset_s: float = 0.096
    end_silence_s: float = 0.5
    pre_roll_s: float = 0.2
    murmur: float = 0.2
    murmur_gap_s: float = 0.3
    longest_lead_s: float = 1.2
    post_roll_s: float = 0.2
    longest_s: float = 14.0


@dataclass(slots=True)
class Endpointer:
    """One channel's utterance boundaries; feed it spans with their voice probability in order."""

    rules: EndpointRules
    _onset: float | None = None
    _murmur: Span | None = None
    _start: float | None = None
    _last_voice_end: float = 0.0
    _earliest: float = 0.0
    _quietest: tuple[float, float] = (2.0, 0.0)

    @property
    def speaking(self) -> bool:
        """Whether an utterance is open."""
        return self._start is not None

    @property
    def begun_s(self) -> float | None:
        """Where the open utterance began, which is before it was noticed."""
        return self._start

    def step(self, span: Span, probability: float) -> Span | None:
        """Take one frame; return an utterance's span when it has just ended."""
        voiced = probability >= self.rules.threshold
        if self._start is None:
            self._note_murmur(span, probability)
            self._wait_for_onset(span, voiced)
            return None
        if voiced:
            self._last_voice_end = span.end
        if span.end - self._last_voice_end >= self.rules.end_silence_s:
            return self._close(self._last_voice_end + self.rules.post_roll_s)
        return self._cut_if_too_long(span, probability)

    def finish(self) -> Span | None:
        """The utterance still open at the end of the call."""
        if self._start is None:
            return None
        return self._close(self._last_voice_end)

    def _note_murmur(self, span: Span, probability: float) -> None:
        if probability < self.rules.murmur:
            return
        earlier = self._murmur
        if earlier is None or span.start - earlier.end > self.rules.murmur_gap_s:
            earlier = span
        self._murmur = Span(earlier.start, span.end)

    def _wait_for_onset(self, span: Span, voiced: bool) -> None:
        if not voiced:
            self._onset = None
            return
        if self._onset is None:
            self._onset = span.start
        if span.end - self._onset >= self.rules.onset_s - 1e-9:
            begun = self._murmur.start if self._murmur is not None else self._onset
            begun = max(begun, self._onset - self.rules.longest_lead_s)
            self._start = max(self._earliest, min(begun, self._onset) - self.rules.pre_roll_s)
            self._last_voice_end = span.end
            self._quietest = (2.0, 0.0)

    def _cut_if_too_long(self, span: Span, probability: float) -> Span | None:
        assert self._start is not None
        length = span.end - self._start
        if length >= self.rules.longest_s * 0.6 and probability <= self._quietest[0]:
            self._quietest = (probability, span.end)
        if length < self.rules.longest_s:
            return None
        cut = Span(self._start, self._quietest[1])
        self._start = self._earliest = cut.end
        self._quietest = (2.0, 0.0)
        return cut

    def _close(self, end: float) -> Span | None:
        assert self._start is not None
        utterance = Span(self._start, max(self._start, end))
        self._start = self._onset = self._murmur = None
        self._earliest = utterance.end
        # After a cut for length only quiet may be left.
        return utterance if utterance.duration > 0 else None


def utterance_spans(
    frames: Iterable[AudioFrame], detector: VoiceDetector, rules: EndpointRules
) -> Iterator[Span]:
    """The utterances of one channel, as they end."""
    endpointer = Endpointer(rules)
    for frame in frames:
        ended = endpointer.step(frame.span, detector.probability(frame))
        if ended is not None:
            yield ended
    last = endpointer.finish()
    if last is not None:
        yield last
