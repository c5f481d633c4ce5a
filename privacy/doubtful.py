"""Lets go what a caller answered when asked for personal data and was hardly understood.

Rules read what the recognizer wrote. Where it wrote nonsense in place of a name no rule can find the
name; but that one was asked for is known, and how surely the answer was heard.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from privacy.asked import UNCLEAR, Asked, asked_before, questions
from privacy.certainty import DOUBTFUL, first_doubtful, is_doubtful, is_heard, mean
from privacy.cueing import CueBook
from privacy.explaining import explained
from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Run
from privacy.ordinary import answer_in, clauses, greeting_name, talk_in
from privacy.slots import NUMERIC
from speech.transcript import Utterance

_SCORE = 0.4
_SURE = 0.5
_LONG_RUN = 7
_SHORT_RUN = 3
_MIDDLE_RUN = 6
_BESIDE = 10
_NEAR_START = 4
_WHOLE_NUMBER = 10
_PAUSE_S = 2.5
_YEAR = re.compile(r"\d{0,4}(?:19[2-9]|200)\d")
_ENOUGH = {"PHONE": 9, "CARD": 14, "BANK": 7}


def doubtful_answers(
    call: Sequence[Heard], said: Sequence[Utterance], found: Sequence[Finding], book: CueBook
) -> Iterator[Finding]:
    """Answers, and what is left of answers, in words that the recognizer hardly heard.

    None in what was typed: there is no doubt about it.
    """
    by_utterance: dict[int, list[Finding]] = {}
    for finding in found:
        by_utterance.setdefault(finding.utterance, []).append(finding)
    replies = _Replies(call, said, by_utterance, book, questions(call, said, book))
    for index, (heard, one) in enumerate(zip(call, said, strict=True)):
        if not heard.by_operator and not heard.tags and is_heard(one):
            asked = asked_before(replies.questions, said, index)
            told = list(replies.of(index, asked))
            yield from told
            taken = [*by_utterance.get(index, ()), *told]
            yield from _numbers(call, one, taken, index, asked)


@dataclass(slots=True)
class _Replies:
    """The answers of a call in order; what was given is not waited for any longer."""

    call: Sequence[Heard]
    said: Sequence[Utterance]
    found: Mapping[int, Sequence[Finding]]
    book: CueBook
    questions: dict[int, Asked | None]
    _given: dict[tuple[int, str], int] = field(default_factory=dict)
    _ended: set[tuple[int, str]] = field(default_factory=set)

    def of(self, index: int, asked: Asked | None) -> Iterator[Finding]:
        """The stretches of one utterance that are answers and may have been misheard."""
        heard, one = self.call[index], self.said[index]
        greeting = self._greeting(heard)
        if greeting is not None:
            value = heard.plain[slice(*greeting)]
            yield Finding(index, *greeting, "PERSON", _SCORE, Reason.DOUBT, value)
        begun = self._begun(index)
        mine = self.found.get(index, ())
        for start, end in clauses(heard.plain, self.book.language):
            codes, begin = self._waited_for(heard, start, end, asked)
            codes = codes or (begun if start == 0 else [])
            inside = [f for f in mine if f.start < end and begin < f.end]
            if not codes and any(kinds()[f.kind].form is Form.PLACE for f in inside):
                codes = ["ADDRESS"]
            elif not codes and inside and asked is not None and asked.unclear:
                codes = [inside[0].kind]
            place = answer_in(heard.plain, begin, end, self.book.language)
            if not codes or place is None:
                continue
            kind = _kind(codes, heard, *place, inside)
            if is_doubtful(one, begin, end) and self._goes(heard, place, kind, inside):
                place = first_doubtful(one, begin, place[0]), place[1]
                value = heard.plain[slice(*place)]
                inside.append(Finding(index, *place, kind, _SCORE, Reason.DOUBT, value))
                yield inside[-1]
            if inside and asked is not None:
                self._note((asked.first, kind), heard, place)

    def _greeting(self, heard: Heard) -> tuple[int, int] | None:
        """The name with which a caller begins, where it was hardly heard."""
        if any(not other.by_operator for other in self.call[: heard.index]):
            return None
        place = greeting_name(heard.plain, self.book.language)
        return place if place and is_doubtful(self.said[heard.index], 0, place[1]) else None

    def _begun(self, index: int) -> list[str]:
        """The kind of number that the caller broke off just before, and goes on with in digits."""
        heard, before = self.call[index], self._just_before(index)
        if before is None or not any(r.digits and r.start < _NEAR_START for r in heard.runs):
            return []
        plain = self.call[before].plain.rstrip(" 、,。.の-")
        last = [f for f in self.found.get(before, ()) if f.end >= len(plain)]
        for finding in last:
            digits = sum(character.isdecimal() for character in finding.value)
            if kinds()[finding.kind].form in NUMERIC and 0 < digits < _WHOLE_NUMBER:
                return [finding.kind]
        return []

    def _just_before(self, index: int) -> int | None:
        """The caller's utterance that ended right before, if nobody spoke in between."""
        if index == 0 or self.call[index - 1].by_operator:
            return None
        pause_s = self.said[index].span.start - self.said[index - 1].span.end
        return index - 1 if pause_s < _PAUSE_S else None

    def _waited_for(
        self, heard: Heard, start: int, end: int, asked: Asked | None
    ) -> tuple[list[str], int]:
        """The kinds a clause may be of, and where in it the answer begins."""
        own = self._announced(heard, start, end)
        if own is not None:
            return [own[0]], own[1]
        if asked is None:
            return [], start
        if asked.unclear and any(_YEAR.fullmatch(run.digits) for run in _runs(heard, start, end)):
            return ["DOB"], start
        if asked.unclear and self.said[heard.index].confidence >= UNCLEAR:
            return [], start
        return [code for code in asked.kinds if self._waits((asked.first, code))], start

    def _announced(self, heard: Heard, start: int, end: int) -> tuple[str, int] | None:
        """The kind that the caller names in a clause in words heard well, and where its value begins."""
        for cue in reversed(heard.cues):
            code = cue.subject.kind
            if not (start <= cue.start and cue.end <= end) or code in ("", "NUMBER"):
                continue
            sure = mean(self.said[heard.index], cue.start, cue.end) >= _SURE
            after = self.book.announcing.match(heard.plain, cue.end, end)
            if sure and (after is not None or self.book.announces(heard.plain, cue)):
                return code, cue.end if after is None else after.end()
        return None

    def _goes(
        self, heard: Heard, place: tuple[int, int], kind: str, inside: Sequence[Finding]
    ) -> bool:
        """Whether something of a stretch is left, and it is no ordinary talk."""
        if inside:
            return not all(any(f.start <= n < f.end for f in inside) for n in range(*place))
        runs = [run for run in _runs(heard, *place) if run.digits]
        units = kinds()[kind].units
        counts = bool(runs) and all(explained(r) and not r.units & units for r in runs)
        return not counts and not self._talks(heard, *place)

    def _talks(self, heard: Heard, start: int, end: int) -> bool:
        """Whether the caller says something else there or right behind, in words heard well."""
        one = self.said[heard.index]
        return any(
            first < end + _BESIDE and start < last and mean(one, first, last) >= _SURE
            for first, last in talk_in(heard.plain, self.book.language)
        )

    def _waits(self, key: tuple[int, str]) -> bool:
        """Whether what was asked for has not been given as a whole yet."""
        kind = kinds()[key[1]]
        enough = _ENOUGH.get(kind.code, kind.lengths[0] if kind.lengths else _LONG_RUN)
        short = kind.form not in NUMERIC or self._given.get(key, 0) < enough
        return short and key not in self._ended

    def _note(self, key: tuple[int, str], heard: Heard, place: tuple[int, int]) -> None:
        """Something was given: a name in one piece, a number by its digits, words until they end."""
        digits = sum(len(run.digits) for run in _runs(heard, *place))
        self._given[key] = self._given.get(key, 0) + digits
        ended = place[1] < len(heard.plain.rstrip(" 、,。."))
        form = kinds()[key[1]].form
        if form is Form.NAME or (form not in NUMERIC and ended):
            self._ended.add(key)


def _runs(heard: Heard, start: int, end: int) -> list[Run]:
    return [run for run in heard.runs if start <= run.start and run.end <= end]


def _kind(
    codes: Sequence[str], heard: Heard, start: int, end: int, inside: Sequence[Finding]
) -> str:
    """Which of the kinds asked for a stretch is: what was found in it, else by its digits."""
    for finding in inside:
        if finding.kind in codes:
            return finding.kind
    digits = sum(len(run.digits) for run in _runs(heard, start, end))
    numeric = [code for code in codes if kinds()[code].form in NUMERIC]
    worded = [code for code in codes if code not in numeric]
    return numeric[0] if numeric and (digits >= _SHORT_RUN or not worded) else worded[0]


def _numbers(
    call: Sequence[Heard],
    said: Utterance,
    taken: Sequence[Finding],
    index: int,
    asked: Asked | None,
) -> Iterator[Finding]:
    """Numbers that stay for the sake of words that were misheard, or answer nobody knows what."""
    heard, doubtful = call[index], said.confidence < DOUBTFUL
    of_a_thing = _is_of_a_thing(call, index)
    if of_a_thing and not doubtful:
        return
    alone = not any(other.by_operator for other in call)
    vague = alone or (asked is not None and asked.unclear)
    least = _SHORT_RUN if vague else _MIDDLE_RUN
    least = least if doubtful and not of_a_thing else _LONG_RUN
    numbers = [f for f in taken if kinds()[f.kind].form in NUMERIC]
    for run in heard.runs:
        free = not any(f.start < run.end and run.start < f.end for f in taken)
        beside = [f for f in numbers if max(f.start - run.end, run.start - f.end) < _BESIDE]
        long = len(run.digits) >= (_SHORT_RUN - 1 if beside and doubtful else least)
        if free and long and not explained(run):
            kind = beside[0].kind if beside else "NUMBER"
            numbers.append(
                Finding(index, run.start, run.end, kind, _SCORE, Reason.DOUBT, run.symbols)
            )
            yield numbers[-1]


def _is_of_a_thing(call: Sequence[Heard], index: int) -> bool:
    """Whether somebody just named a thing, a firm or an amount of which there are numbers."""
    return any(
        cue.subject.topic for heard in call[max(0, index - 2) : index + 1] for cue in heard.cues
    )
