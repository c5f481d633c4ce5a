"""Follows numbers that callers say bit by bit: what comes before, between and behind goes as well."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from privacy.explaining import explained
from privacy.findings import Finding, Reason
from privacy.hearing import Heard, only_number
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Run, Unit

_BITS = frozenset({Form.NUMBER, Form.CODE})
_LONGEST_NOD = 10
_ASKS = re.compile("番号|お?名前|期限|住所|生年|金額|[一二三四五0-9]桁|[をはも]$|どちら|いつ|何")
_JOINT = re.compile("[\\s、]*の(?=[\\s、。…]*$|[、。])|(?<=号)室")
_YEAR_AHEAD = re.compile("(?:今年|来年|再来年|去年|昭和|平成|令和|大正)の?$")
_BESIDE_NAME = re.compile("(?:です|といいます|と申します|ちゃん|くん)?[、。\\s]*")
_PARTS_OF_A_DATE = 3
_MOST_BITS = 8
_WHOLE = 7


def bits(
    call: Sequence[Heard], findings: Sequence[Finding], kept: Container[tuple[int, int]]
) -> Iterator[Finding]:
    """Turns that are nothing but a number, next to one of the same caller's that was found."""
    found = {f.utterance: f for f in findings if kinds()[f.kind].form in _BITS}
    known = {(f.utterance, place) for f in findings for place in range(f.start, f.end)}
    for index in sorted(found):
        if call[index].by_operator or not only_number(call[index]):
            continue
        for step in (1, -1):
            for heard in _beside(call, index, step):
                runs = list(_untouched(heard, known, kept))
                if not runs or (step < 0 and len(runs[0].digits) >= _WHOLE):
                    break
                for run in runs:
                    yield _bit(heard, run, found[index])


def _beside(call: Sequence[Heard], index: int, step: int) -> Iterator[Heard]:
    """The caller's turns of digits in one direction, with no more than nods between."""
    place = index
    for _ in range(_MOST_BITS):
        place += step
        while 0 <= place < len(call) and call[place].by_operator and _nods(call[place]):
            place += step
        if not 0 <= place < len(call):
            return
        heard = call[place]
        if heard.by_operator or not heard.runs or not only_number(heard):
            return
        yield heard


def _nods(heard: Heard) -> bool:
    """Whether an operator only listens or says the last digits back."""
    said = len(heard.plain) - sum(run.end - run.start for run in heard.runs)
    return said <= _LONGEST_NOD and _ASKS.search(heard.plain) is None


def _untouched(
    heard: Heard, known: Container[tuple[int, int]], kept: Container[tuple[int, int]]
) -> Iterator[Run]:
    for run in heard.runs:
        place = (heard.index, run.start)
        if run.digits and place not in known and place not in kept and not explained(run):
            yield run


def _bit(heard: Heard, run: Run, origin: Finding) -> Finding:
    return Finding(
        heard.index, run.start, run.end, origin.kind, 0.6, Reason.QUESTION, run.symbols, origin.slot
    )


def births(call: Sequence[Heard], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Dates with an era or a year that a caller says right behind a name."""
    for finding in findings:
        heard = call[finding.utterance]
        if finding.kind != "PERSON" or heard.by_operator:
            continue
        for run in heard.runs:
            between = heard.plain[finding.end : run.start]
            if run.start >= finding.end and _BESIDE_NAME.fullmatch(between) and _is_birth(run):
                yield Finding(
                    heard.index, run.start, run.end, "DOB", 0.7, Reason.PATTERN, run.symbols
                )


def _is_birth(run: Run) -> bool:
    return Unit.DATE in run.units and len(run.groups) >= _PARTS_OF_A_DATE and not run.letters


def with_joints(call: Sequence[Heard], findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings that a の leads on from (千代田の, 090の), or of which a sign is missing."""
    for finding in findings:
        plain = call[finding.utterance].plain
        if kinds()[finding.kind].form is Form.NAME or not finding.start < finding.end:
            continue
        numeric = plain[finding.end - 1].isdecimal() or kinds()[finding.kind].form is not Form.MAIL
        joint = _JOINT.match(plain, finding.end) if numeric else None
        ahead = _YEAR_AHEAD.search(plain, 0, finding.start)
        lead = ahead is not None and kinds()[finding.kind].form is Form.DATE
        if joint is not None or lead:
            start = ahead.start() if ahead is not None and lead else finding.start
            yield replace(finding, start=start, end=joint.end() if joint else finding.end)
