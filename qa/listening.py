"""A call as the checks see it: redacted turns with what was said in each, and where voice was heard.

Text without voiced energy under it is left out, because recognizers invent courtesies.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from archive.call import Direction
from privacy.redacted import RedactedTranscript, RedactedUtterance
from qa.finding import Evidence
from qa.phrasebook import Phrasebook
from qa.sounds import TAG
from qa.spotting import Heard, spot
from speech.audio import Channel, Span
from speech.matching import Match, Sound
from speech.transcript import Language, Turn, turns_of

Voiced = Mapping[Channel, tuple[Span, ...]]

_QUOTE = 70
_LEAST_VOICE_S = 0.15


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn's voiced text; `said` are the phrase sets heard in it, each at its best place.

    `number` counts as in `turns_of` over the whole transcript; `starts` are the code points at
    which the utterances begin in `text`.
    """

    number: int
    channel: Channel
    text: str
    utterances: tuple[RedactedUtterance, ...]
    starts: tuple[int, ...]
    sound: Sound
    said: Mapping[str, Match]
    backchannel: bool

    @property
    def span(self) -> Span:
        return Span(self.utterances[0].span.start, max(u.span.end for u in self.utterances))

    @property
    def confidence(self) -> float:
        """How sure the recognizer was, weighed by length."""
        length = sum(len(u.text) for u in self.utterances)
        return sum(u.confidence * len(u.text) for u in self.utterances) / max(1, length)

    def first(self, *names: str) -> Match | None:
        """The earliest of these phrase sets heard in the turn."""
        found = [self.said[name] for name in names if name in self.said]
        return min(found, key=lambda match: match.start) if found else None

    def evidence(self, match: Match | None = None) -> Evidence:
        """The words at `match` with a little around them, or the turn's beginning."""
        if match is None:
            return Evidence(self.number, self.channel, self.span, _shortened(self.text, 0, 0))
        quote = _shortened(self.text, match.start, match.end)
        return Evidence(self.number, self.channel, self._time(match.start, match.end), quote)

    def _time(self, start: int, end: int) -> Span:
        times = list(self._times(start, end))
        return Span(min(t.start for t in times), max(t.end for t in times))

    def _times(self, start: int, end: int) -> Iterator[Span]:
        for first, utterance in zip(self.starts, self.utterances, strict=True):
            if not (first < end and start < first + len(utterance.text)):
                continue
            ends = accumulate((len(word.text) for word in utterance.words), initial=first)
            spoken = [
                word.span
                for place, word in zip(ends, utterance.words, strict=False)
                if place < end and start < place + len(word.text)
            ]
            yield from spoken or [utterance.span]


@dataclass(frozen=True, slots=True, kw_only=True)
class QaCall:
    """Everything a check may look at; made by `listen`.

    `voiced` is where the detector heard a voice on each channel of the original sound, None for a
    call of which only text is at hand; `masks` are the redacted stretches of time.

    In a call an IVR answered `turns` and `voiced` are those of the time an operator is there (see
    `qa.attending`): `attended`, from `joined_s` on where the sound tells. What caller and IVR say to
    each other is in `with_ivr`. `attended` is None where no IVR is. Of several operators all this is
    about one; `handed_on` is whether another spoke after them.
    """

    transcript: RedactedTranscript
    turns: tuple[HeardTurn, ...]
    voiced: Voiced | None
    duration_s: float
    direction: Direction
    mono: bool
    masks: tuple[Span, ...]
    phrasebook: Phrasebook
    with_ivr: tuple[HeardTurn, ...] = ()
    attended: tuple[Span, ...] | None = None
    joined_s: float | None = None
    handed_on: bool = False

    @property
    def unattended(self) -> bool:
        """Whether nobody but an IVR spoke with the caller."""
        return self.attended == ()

    @property
    def attended_s(self) -> float:
        """How long there was somebody to be judged."""
        if self.attended is None:
            return self.duration_s
        return sum(span.duration for span in self.attended)

    def attended_until(self, at_s: float) -> float:
        """When the caller is left to the IVR again after a moment at which an operator is there."""
        around = (span.end for span in self.attended or () if span.start <= at_s < span.end)
        return next(around, self.duration_s)

    @property
    def language(self) -> Language:
        return self.transcript.language

    def side(self, channel: Channel) -> list[HeardTurn]:
        """The turns of one side that say something."""
        return [t for t in self.turns if t.channel is channel and not t.backchannel]

    def kind_of(self, tag: str) -> str:
        """The kind of personal data a tag stands for, or "" when the transcript does not say."""
        return next((r.kind for r in self.transcript.redactions if r.tag == tag), "")


def listen(
    transcript: RedactedTranscript,
    *,
    voiced: Voiced | None,
    duration_s: float,
    direction: Direction,
    phrasebook: Phrasebook,
    masks: tuple[Span, ...] = (),
    mono: bool = False,
) -> QaCall:
    """Prepare a call for checks, metrics and moments; `phrasebook` is that of its language."""
    numbered = turns_of(transcript.utterances)
    turns = (_heard_turn(turn, voiced, phrasebook) for turn in numbered)
    return QaCall(
        transcript=transcript,
        turns=tuple(turn for turn in turns if turn is not None),
        voiced=voiced,
        duration_s=duration_s,
        direction=direction,
        mono=mono or any(u.channel is Channel.MIXED for u in transcript.utterances),
        masks=masks,
        phrasebook=phrasebook,
    )


def is_voiced(utterance: RedactedUtterance, voiced: Voiced | None) -> bool:
    """Whether there is voice under an utterance; a channel nobody examined is believed."""
    if voiced is None or utterance.channel not in voiced:
        return True
    heard = sum(utterance.span.overlap(span) for span in voiced[utterance.channel])
    return heard >= min(_LEAST_VOICE_S, utterance.span.duration / 2)


def _heard_turn(
    turn: Turn[RedactedUtterance], voiced: Voiced | None, book: Phrasebook
) -> HeardTurn | None:
    spoken = tuple(u for u in turn.utterances if u.text and is_voiced(u, voiced))
    if not spoken:
        return None
    blank = "" if book.language is Language.JA else " "
    text = blank.join(u.text for u in spoken)
    starts = tuple(accumulate((len(u.text) + len(blank) for u in spoken[:-1]), initial=0))
    sound = book.sound(text)
    heard = Heard.of(sound)
    matches = {name: spot(entry, heard, book) for name, entry in book.sets.items()}
    said = {name: match for name, match in matches.items() if match is not None}
    return HeardTurn(
        turn.number, turn.channel, text, spoken, starts, sound, said, _only_backchannel(sound, book)
    )


def _only_backchannel(sound: Sound, book: Phrasebook) -> bool:
    """Whether nothing is left of a turn without はい, ええ, mm-hm and the like."""
    entry = book.sets.get("backchannel")
    if entry is None or TAG in sound.symbols:
        return False
    left = sound.symbols
    words = sorted((part.symbols for part in entry.phrases), key=len, reverse=True)
    for word in words:
        left = left.replace(word, " " if word.startswith(" ") else "")
        # Neighbours share the blank between them.
        left = left.replace(word, " " if word.startswith(" ") else "")
    return not left.strip()


def _shortened(text: str, start: int, end: int) -> str:
    """The words at [start, end) with as much around them as a line holds."""
    room = max(0, _QUOTE - (end - start))
    first = max(0, start - room // 2)
    last = min(len(text), max(end, first + _QUOTE))
    opening = "…" if first else ""
    return f"{opening}{text[first:last].strip()}{'…' if last < len(text) else ''}"
