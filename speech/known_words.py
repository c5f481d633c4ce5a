"""What is known of a channel without hearing it: an IVR knows what it said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from speech.audio import CallAudio, Channel, Span, merged, without
from speech.transcript import Utterance, Word

QUIETEST_DBFS = -60.0
_LEAST_UNKNOWN_S = 0.4


@dataclass(frozen=True, slots=True)
class KnownWords:
    """One channel's known utterances; those without text are sound in which nobody speaks."""

    told: tuple[Utterance, ...]
    covered: tuple[Span, ...]

    @property
    def utterances(self) -> list[Utterance]:
        """Each as one word: when its parts were said nobody knows, so they go or stay together."""
        return [
            one if one.words else replace(one, words=(Word(one.text, one.span, one.confidence),))
            for one in self.told
            if one.text
        ]

    def voiced(self, heard: Iterable[Span]) -> tuple[Span, ...]:
        """Where somebody speaks, of what a detector heard and what is known."""
        spoken = [one.span for one in self.told if one.text]
        rest = [part for span in heard for part in without(span, self.covered)]
        return tuple(merged([*rest, *spoken]))

    def left(self, utterances: Iterable[Span]) -> Iterator[Span]:
        """What has to be recognized; the edges of what is known hold no words."""
        for span in utterances:
            parts = list(without(span, self.covered))
            yield from (part for part in parts if part == span or part.duration >= _LEAST_UNKNOWN_S)


def known_words(known: Sequence[Utterance], channel: Channel, audio: CallAudio) -> KnownWords:
    """What is known of a channel, as far as it lasts; where it is silent nothing was said."""
    end_s = audio.duration_s
    mine = (one for one in known if one.channel is channel and one.span.start < end_s)
    inside = (replace(one, span=Span(one.span.start, min(one.span.end, end_s))) for one in mine)
    told = tuple(one for one in inside if _sounds(one, audio))
    return KnownWords(told, tuple(merged(one.span for one in told)))


def _sounds(one: Utterance, audio: CallAudio) -> bool:
    part = audio.channels[one.channel][one.span.samples(audio.rate_hz)].astype(np.float64) / 32768
    return len(part) > 0 and 10 * np.log10(float(np.mean(part**2)) + 1e-12) > QUIETEST_DBFS
