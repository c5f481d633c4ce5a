"""Searches a whole call once more for what was found: read-backs, repeats and last digits."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from privacy.continuing import births, bits, with_joints
from privacy.explaining import explained
from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.names.widening import told_by_signs, told_by_sound, widened
from privacy.numbers.tokens import Run
from privacy.repeating import joined_names, names, whole, words
from speech.transcript import Language

_SHORTEST_DIGITS = 4
_NEAR = 6


def again(
    call: Sequence[Heard],
    findings: Sequence[Finding],
    kept: Container[tuple[int, int]],
    language: Language,
) -> Iterator[Finding]:
    """Places where something found is said again; numbers at `kept` places are other things."""
    numbers = list(_numbers(call, findings, kept))
    yield from numbers
    if language is Language.EN:
        yield from joined_names(call, findings)
    said = list(_words(call, findings, language))
    yield from said
    if language is Language.JA:
        yield from _japanese(call, [*findings, *numbers, *said], kept)


def _words(
    call: Sequence[Heard], findings: Sequence[Finding], language: Language
) -> Iterator[Finding]:
    for finding in _distinct(findings):
        form = kinds()[finding.kind].form
        if form is Form.NAME:
            yield from names(call, finding, language)
        elif form in (Form.PLACE, Form.MAIL):
            yield from words(call, finding, language)
        elif finding.kind == "PIN" and not finding.value.isdecimal():
            yield from whole(call, finding)


def _japanese(
    call: Sequence[Heard], findings: Sequence[Finding], kept: Container[tuple[int, int]]
) -> Iterator[Finding]:
    """What goes on around what was found: numbers in bits, names in halves, births."""
    told = list(bits(call, findings, kept))
    yield from told
    yield from with_joints(call, [*findings, *told])
    wider = list(_wider(call, findings))
    yield from wider
    yield from births(call, [*findings, *wider])


def _wider(call: Sequence[Heard], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Names that were found in part, and what says how they are written."""
    for finding in findings:
        if finding.kind != "PERSON" or finding.start >= finding.end:
            continue
        start, end = widened(call[finding.utterance], finding.start, finding.end)
        if (start, end) != (finding.start, finding.end):
            yield replace(finding, start=start, end=end)
    for finding in _distinct(findings):
        if finding.kind == "PERSON":
            for heard, start, end in chain(
                told_by_signs(call, finding), told_by_sound(call, finding)
            ):
                yield replace(finding, utterance=heard.index, start=start, end=end)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    return list({(f.kind, f.value): f for f in findings}.values())


def _numbers(
    call: Sequence[Heard], findings: Sequence[Finding], kept: Container[tuple[int, int]]
) -> Iterator[Finding]:
    known = _known_numbers(findings)
    if not known:
        return
    covered = {(f.utterance, f.start) for f in findings if f.kind != "NUMBER"}
    for heard in call:
        for run in heard.runs:
            place = (heard.index, run.start)
            if place in covered or place in kept or (explained(run) and len(run.digits) < 6):
                continue
            origin = _origin(run, heard, known)
            if origin is not None:
                yield Finding(
                    heard.index,
                    run.start,
                    run.end,
                    origin.kind,
                    0.8,
                    Reason.READ_BACK,
                    run.symbols,
                    origin.slot,
                )


def _known_numbers(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Numbers found, the parts of one answer joined, so that a read-back across parts is known."""
    known: dict[str, Finding] = {}
    joined: dict[int, str] = {}
    numeric = (Form.NUMBER, Form.CODE, Form.DATE)
    for finding in findings:
        if kinds()[finding.kind].form not in numeric or not any(
            c.isdecimal() for c in finding.value
        ):
            continue
        symbols = "".join(c for c in finding.value if c.isalnum())
        known.setdefault(symbols, finding)
        if finding.slot:
            joined[finding.slot] = joined.get(finding.slot, "") + symbols
            known.setdefault(joined[finding.slot], finding)
    return known


def _origin(run: Run, heard: Heard, known: dict[str, Finding]) -> Finding | None:
    said = run.symbols
    same = known.get(said)
    if same is not None and same.utterance <= heard.index + _NEAR:
        near = 0 < heard.index - same.utterance <= _NEAR and not run.units
        if len(said) >= _SHORTEST_DIGITS or (len(said) == _SHORTEST_DIGITS - 1 and near):
            return same
    if run.letters and run.digits and len(said) >= _SHORTEST_DIGITS - 1:
        ending = next((f for symbols, f in known.items() if symbols.endswith(said)), None)
        if ending is not None:
            return ending
    if len(run.digits) < _SHORTEST_DIGITS:
        return None
    for symbols, finding in known.items():
        if len(symbols) >= _SHORTEST_DIGITS and _shares(said, symbols):
            return finding
    return None


def _shares(said: str, known: str) -> bool:
    """Whether half of what was said stands in what is known, four signs or more in a row."""
    grams = {known[n : n + _SHORTEST_DIGITS] for n in range(len(known) - _SHORTEST_DIGITS + 1)}
    hits = sum(
        said[n : n + _SHORTEST_DIGITS] in grams for n in range(len(said) - _SHORTEST_DIGITS + 1)
    )
    return hits * 2 >= len(said) - _SHORTEST_DIGITS + 1
