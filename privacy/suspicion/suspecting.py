"""Adds what a call's wording makes likely to what the rules found, and drops what it makes absurd."""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Run
from privacy.slots import NUMERIC
from privacy.suspicion.signs import NUMBER, Piece, Scene
from privacy.suspicion.suspicion import suspicion
from speech.transcript import Language

_LIKELY_ODDS = math.log(0.4 / 0.6)
"""From here on a word goes: a leak weighs more than a word too many."""
_SURE_ODDS = 0.0
"""What a single sign with nothing taken beside it needs to go."""
_ABSURD_ODDS = 0.0
"""Below it no word speaks for what a rule found."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """How likely each piece of a call is personal data."""

    scene: Scene
    odds: Sequence[Sequence[float]]

    def of(self, finding: Finding) -> float:
        """The best log odds of the pieces a finding takes; no end of them where it takes none."""
        row = self.scene.rows[finding.utterance]
        inside = [
            odds
            for piece, odds in zip(row, self.odds[finding.utterance], strict=True)
            if piece.start < finding.end and finding.start < piece.end
        ]
        return max(inside, default=math.inf)


def doubt(call: Sequence[Heard], found: Sequence[Finding], language: Language) -> Doubt | None:
    """What the wording says; None for a language without a model."""
    model = suspicion(language)
    if model is None:
        return None
    scene = Scene.of(call, found, language)
    return Doubt(scene, [model.of(scene, index) for index in range(len(call))])


def credible(found: Sequence[Finding], doubt: Doubt) -> list[Finding]:
    """The findings without those that no word speaks for; secrets of cards are never doubted."""
    return [f for f in found if kinds()[f.kind].fails_closed or doubt.of(f) >= _ABSURD_ODDS]


def suspected(
    found: Sequence[Finding], kept: Container[tuple[int, int]], doubt: Doubt
) -> Iterator[Finding]:
    """Likely words and numbers that no rule took; numbers at `kept` places are other things.

    None in a call that was redacted before: tags stand where the words would be that tell.
    """
    if any(heard.tags for heard in doubt.scene.call):
        return
    for index, heard in enumerate(doubt.scene.call):
        taken = [finding for finding in found if finding.utterance == index]
        firms = [run for run in heard.runs if (index, run.start) in kept]
        for odds, members in _stretches(doubt.scene.rows[index], doubt.odds[index], taken, firms):
            stretch = _finding(heard, members, taken)
            if stretch.end - stretch.start > 1 or _beside(stretch, taken) or odds >= _SURE_ODDS:
                yield stretch


def _stretches(
    row: Sequence[Piece], odds: Sequence[float], taken: Sequence[Finding], firms: Sequence[Run]
) -> Iterator[tuple[float, list[Piece]]]:
    """Neighbouring likely pieces that nothing has taken yet, with the best odds among them."""
    stretch: list[Piece] = []
    best = -math.inf
    for piece, chance in zip(row, odds, strict=True):
        if (
            chance >= _LIKELY_ODDS
            and piece.sort != "SIGN"
            and not any(f.start <= piece.start and piece.end <= f.end for f in taken)
            and not any(run.start <= piece.start < run.end for run in firms)
        ):
            stretch.append(piece)
            best = max(best, chance)
        elif stretch:
            yield best, stretch
            stretch, best = [], -math.inf
    if stretch:
        yield best, stretch


def _beside(stretch: Finding, taken: Sequence[Finding]) -> bool:
    return any(-4 < f.start - stretch.end < 4 or -4 < stretch.start - f.end < 4 for f in taken)


def _finding(heard: Heard, members: Sequence[Piece], taken: Sequence[Finding]) -> Finding:
    start, end = members[0].start, members[-1].end
    numeric = all(piece.sort == NUMBER for piece in members)
    if numeric:
        runs = [run for run in heard.runs if run.start < end and start < run.end]
        start = min([start, *(run.start for run in runs)])
        end = max([end, *(run.end for run in runs)])
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
