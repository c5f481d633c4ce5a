"""Adds what a call's wording makes likely to what the rules found, and drops what it makes absurd."""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.slots import NUMERIC
from privacy.suspicion.signs import NUMBER, Piece, Scene
from privacy.suspicion.suspicion import suspicion
from speech.transcript import Language

_LIKELY = 0.25
"""From here on a word goes: a leak weighs more than a word too many."""
_ABSURD = 0.15


@dataclass(frozen=True, slots=True)
class Doubt:
    """How likely each piece of a call is personal data."""

    scene: Scene
    odds: Sequence[Sequence[float]]

    def of(self, finding: Finding) -> float:
        """The highest probability of the pieces a finding takes; 1 where it takes none."""
        row = self.scene.rows[finding.utterance]
        inside = [
            odds
            for piece, odds in zip(row, self.odds[finding.utterance], strict=True)
            if piece.start < finding.end and finding.start < piece.end
        ]
        return _probability(max(inside)) if inside else 1.0


def doubt(call: Sequence[Heard], found: Sequence[Finding], language: Language) -> Doubt | None:
    """What the wording says; None for a language without a model and for a call redacted before.

    A redacted call holds tags in place of what the model would look at.
    """
    model = suspicion(language)
    if model is None or any(heard.tags for heard in call):
        return None
    scene = Scene.of(call, found, language)
    return Doubt(scene, [model.of(scene, index) for index in range(len(call))])


def credible(found: Sequence[Finding], doubt: Doubt) -> list[Finding]:
    """The findings without those that no word speaks for; secrets of cards are never doubted."""
    return [f for f in found if kinds()[f.kind].fails_closed or doubt.of(f) >= _ABSURD]


def suspected(
    found: Sequence[Finding], kept: Container[tuple[int, int]], doubt: Doubt
) -> Iterator[Finding]:
    """Likely words and numbers that no rule took; numbers at `kept` places are other things."""
    for index, heard in enumerate(doubt.scene.call):
        taken = [finding for finding in found if finding.utterance == index]
        firms = [run for run in heard.runs if (index, run.start) in kept]
        row = list(zip(doubt.scene.rows[index], doubt.odds[index], strict=True))
        likely = [
            _probability(odds) >= _LIKELY
            and piece.shape != "SIGN"
            and not any(f.start <= piece.start and piece.end <= f.end for f in taken)
            and not any(run.start <= piece.start < run.end for run in firms)
            for piece, odds in row
        ]
        for going, group in groupby(zip(row, likely, strict=True), key=lambda pair: pair[1]):
            if going:
                members = [piece for (piece, _), _ in group]
                yield _finding(heard, members, taken)


def _finding(heard: Heard, members: Sequence[Piece], taken: Sequence[Finding]) -> Finding:
    start, end = members[0].start, members[-1].end
    numeric = all(piece.sort == NUMBER for piece in members)
    text = heard.plain[start:end]
    value = "".join(c for c in text if c.isalnum()) if numeric else text
    return Finding(
        heard.index, start, end, _kind(heard, start, end, taken, numeric=numeric), 0.5,
        Reason.WORDING, value,
    )  # fmt: skip


def _kind(heard: Heard, start: int, end: int, taken: Sequence[Finding], *, numeric: bool) -> str:
    """The kind of what stands beside it or was announced, where that can be; else the plainest."""
    beside = [f.kind for f in taken if -4 < f.start - end < 4 or -4 < start - f.end < 4]
    announced = [cue.subject.kind for cue in heard.cues if cue.end <= start and cue.subject.kind]
    for code in (*beside, *reversed(announced)):
        form = kinds()[code].form
        if (form in NUMERIC) is numeric or form is Form.PLACE:
            return code
    return "NUMBER" if numeric else "PERSON"


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -30 else 0.0
