"""Redacts a call while it is held: shows text after a hold-back, may withdraw it, never reveals."""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from privacy.findings import PiiSpan
from privacy.redacted import RedactedTranscript
from privacy.redactor import Looked, Redactor, redacted
from speech.transcript import Language, Transcript, Utterance, turns_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBack:
    """What must follow an utterance before it is shown: further turns and seconds of call time, both.

    Where nobody takes turns, in a monologue or on hold, `longest_s` alone are enough.
    """

    turns: int = 2
    seconds: float = 6.0
    longest_s: float = 30.0

    def over(self, *, turns: int, seconds: float) -> bool:
        """Whether what has followed is enough."""
        return seconds >= self.longest_s or (turns >= self.turns and seconds >= self.seconds)


@dataclass(slots=True)
class LiveRedaction:
    """One call while it is held. Give it each finished utterance and how far the call is heard.

    What is shown is what `redactor` finds in all that was said so far; a tag once shown stays a tag
    even where more context would have kept the text.
    """

    redactor: Redactor
    language: Language
    hold_back: HoldBack = field(default_factory=HoldBack)
    _said: list[Utterance] = field(default_factory=list, repr=False)
    _looked: Looked = field(default_factory=dict, repr=False)
    _heard_until_s: float = 0.0
    _ended: bool = False
    _shown: int = 0
    _tags: list[PiiSpan] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def hear(self, utterance: Utterance) -> None:
        """Take an utterance that has ended, of any side.

        Raises ValueError for one that began before something that is shown already.
        """
        last = self._said[self._shown - 1].span.start if self._shown else 0.0
        if self._ended or utterance.span.start < last:
            raise ValueError("an utterance came after what followed it was shown")
        insort(self._said, utterance, key=lambda said: said.span.start)

    def heard_until(self, time_s: float) -> None:
        """Everything said before `time_s` of call time, by any side, has been given.

        While somebody is speaking this is where the utterance began.
        """
        self._heard_until_s = max(self._heard_until_s, time_s)

    def end(self) -> None:
        """The call is over and everything was given; nothing is held back any longer."""
        self._ended = True

    def released(self) -> RedactedTranscript:
        """What may be shown now, in place of all that was shown before.

        Raises RedactionError, which holds nothing of what was said; then nothing may be shown.
        """
        said = self._transcript()
        # Once the call is over it is looked at as often as a finished call is.
        spans = (
            self.redactor.find_all(said)
            if self._ended
            else self.redactor.find(said, looked=self._looked)
        )
        self._shown = len(self._said) if self._ended else self._may_be_shown()
        shown = [span for span in spans if span.utterance < self._shown]
        self._tags = list(_kept_gone(self._tags, self._numbered(shown)))
        return redacted(Transcript(self.language, tuple(self._said[: self._shown])), self._tags)

    def _transcript(self) -> Transcript:
        return Transcript(self.language, tuple(self._said))

    def _may_be_shown(self) -> int:
        """How many utterances from the first on have been followed by enough."""
        turns = turns_of(self._said)
        number = 0
        for turn in turns:
            following = len(turns) - 1 - turn.number
            for utterance in turn.utterances:
                passed_s = self._heard_until_s - utterance.span.end
                if not self.hold_back.over(turns=following, seconds=passed_s):
                    return max(self._shown, number)
                number += 1
        return number

    def _numbered(self, spans: Sequence[PiiSpan]) -> Iterator[PiiSpan]:
        """The spans with the numbers their things were shown by, or with new ones."""
        numbers: dict[tuple[str, int], int] = {}
        places: dict[tuple[str, int], list[PiiSpan]] = {}
        for span in spans:
            places.setdefault((span.kind, span.item), []).append(span)
        for thing, said in places.items():
            kind = thing[0]
            taken = {number for (other, _), number in numbers.items() if other == kind}
            before = {t.item for t in self._tags if t.kind == kind and _meets(t, said)} - taken
            numbers[thing] = min(before) if before else self._new_number(kind)
        for span in spans:
            yield replace(span, item=numbers[span.kind, span.item])

    def _new_number(self, kind: str) -> int:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]


def _meets(tag: PiiSpan, spans: Iterable[PiiSpan]) -> bool:
    return any(_overlap(tag, span) for span in spans)


def _overlap(one: PiiSpan, other: PiiSpan) -> bool:
    return one.utterance == other.utterance and one.start < other.end and other.start < one.end


def _kept_gone(tags: Iterable[PiiSpan], spans: Iterable[PiiSpan]) -> list[PiiSpan]:
    """`spans`, widened by what `tags` covered before, and the tags that none of them meets."""
    covering: dict[int, list[PiiSpan]] = {}
    for span in spans:
        covering.setdefault(span.utterance, []).append(span)
    for tag in tags:
        here = covering.setdefault(tag.utterance, [])
        met = [span for span in here if _overlap(tag, span)]
        apart = [span for span in here if not _overlap(tag, span)]
        widened = list(_widened(met, tag)) if met else [tag]
        covering[tag.utterance] = sorted([*apart, *widened], key=lambda span: span.start)
    return [span for utterance in sorted(covering) for span in covering[utterance]]


def _widened(spans: Sequence[PiiSpan], tag: PiiSpan) -> Iterator[PiiSpan]:
    """The spans in order, together covering all that `tag` covers."""
    for number, span in enumerate(spans):
        start = span.start if number else min(span.start, tag.start)
        last = number == len(spans) - 1
        end = max(span.end, tag.end) if last else spans[number + 1].start
        yield replace(span, start=start, end=end)
