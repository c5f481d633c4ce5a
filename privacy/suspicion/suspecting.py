"""Adds what a call's wording makes likely to what the rules found, and drops what it makes absurd."""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Run
from privacy.slots import NUMERIC
from privacy.suspicion.signs import NUMBER, Piece, Scene
from privacy.suspicion.suspicion import suspicion
from speech.transcript import Language

_LIKELY_ODDS = 0.0
"""From here on a word goes that no rule took; below it no word speaks for what a rule found."""
_LEAST_ODDS = {Reason.CUE: -2.0}
"""What is enough beside a "my name is" or a 様: recognizers miswrite the name itself."""
_ALIEN_ODDS = -2.0
"""Below it a word at the end of what a rule found belongs to what is said around it."""
_CERTAIN_ODDS = 4.0
"""What some word of a call reaches when there is personal data in it."""
_NAME_ODDS = 3.0
"""What a name needs in a call in which nothing is certain: films, pets and plants have such names."""
_TALK = 4
"""So many utterances say whether a call is about anything personal."""
_PLAIN = (Reason.CUE, Reason.PATTERN, Reason.VALIDATOR)
"""Reasons that hold by themselves, whatever else is said in the call."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """How likely each piece of a call is personal data; `whole` says that the call is over."""

    scene: Scene
    odds: Sequence[Sequence[float]]
    whole: bool = True

    @property
    def idle(self) -> bool:
        """Whether this is a conversation in which nothing at all is certainly personal data."""
        return (
            self.whole
            and len(self.odds) >= _TALK
            and not any(odds >= _CERTAIN_ODDS for row in self.odds for odds in row)
        )

    def pieces(self, finding: Finding) -> Iterator[tuple[Piece, float]]:
        """The pieces a finding takes, with their log odds."""
        index = finding.utterance
        for piece, odds in zip(self.scene.rows[index], self.odds[index], strict=True):
            if piece.start < finding.end and finding.start < piece.end:
                yield piece, odds

    def of(self, finding: Finding) -> float:
        """The best log odds of the pieces a finding takes; no end of them where it takes none."""
        return max((odds for _, odds in self.pieces(finding)), default=math.inf)


def doubt(
    call: Sequence[Heard], found: Sequence[Finding], language: Language, *, whole: bool
) -> Doubt | None:
    """What the wording says; None for a language without a model."""
    model = suspicion(language)
    if model is None:
        return None
    scene = Scene.of(call, found, language)
    return Doubt(scene, [model.of(scene, index) for index in range(len(call))], whole)


def credible(found: Sequence[Finding], doubt: Doubt) -> list[Finding]:
    """The findings without those that no word speaks for, and without such words at their ends."""
    idle = doubt.idle
    return [
        finding if _closed(finding) else _narrowed(finding, doubt)
        for finding in found
        if doubt.of(finding) >= _least_odds(finding, idle=idle)
    ]


def _closed(finding: Finding) -> bool:
    """Whether it goes whole: a secret of a card, or a number that nothing explains."""
    return kinds()[finding.kind].fails_closed or finding.reason is Reason.RUN


def _least_odds(finding: Finding, *, idle: bool) -> float:
    """The log odds from which on a finding is believed; in an idle call names need the most."""
    if finding.reason is Reason.RUN:
        return -math.inf
    if kinds()[finding.kind].fails_closed:
        return _LIKELY_ODDS if idle else -math.inf
    if not idle:
        return _LEAST_ODDS.get(finding.reason, _LIKELY_ODDS)
    if finding.reason not in _PLAIN:
        return math.inf
    return _NAME_ODDS if finding.kind == "PERSON" else _LIKELY_ODDS


def _narrowed(finding: Finding, doubt: Doubt) -> Finding:
    """The finding from the first to the last of its words that may be meant.

    Particles and endings stay with the word they touch: names are miswritten as such.
    """
    inside = [(p, odds) for p, odds in doubt.pieces(finding) if p.speaks]
    meant = [place for place, (_, odds) in enumerate(inside) if odds >= _ALIEN_ODDS]
    if not meant:
        return finding
    first, last = meant[0], meant[-1]
    start = inside[first][0].start if first else finding.start
    end = inside[last][0].end if last < len(inside) - 1 else finding.end
    return replace(finding, start=start, end=end)


def suspected(
    found: Sequence[Finding], kept: Container[tuple[int, int]], doubt: Doubt
) -> Iterator[Finding]:
    """Likely words and numbers that no rule took; numbers at `kept` places are other things.

    None in a call that was redacted before: tags stand where the words would be that tell.
    """
    if doubt.idle or any(heard.tags for heard in doubt.scene.call):
        return
    by_utterance: dict[int, list[Finding]] = {}
    for finding in found:
        by_utterance.setdefault(finding.utterance, []).append(finding)
    for index, heard in enumerate(doubt.scene.call):
        taken = by_utterance.get(index, [])
        firms = [run for run in heard.runs if (index, run.start) in kept]
        for members in _stretches(doubt.scene.rows[index], doubt.odds[index], taken, firms):
            yield _finding(heard, members, taken)


def _stretches(
    row: Sequence[Piece], odds: Sequence[float], taken: Sequence[Finding], firms: Sequence[Run]
) -> Iterator[list[Piece]]:
    """Neighbouring likely pieces that nothing has taken yet."""
    stretch: list[Piece] = []
    for piece, chance in zip(row, odds, strict=True):
        if (
            chance >= _LIKELY_ODDS
            and piece.sort != "SIGN"
            and not any(f.start <= piece.start and piece.end <= f.end for f in taken)
            and not any(run.start <= piece.start < run.end for run in firms)
        ):
            stretch.append(piece)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


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
    beside = [f.kind for f in taken if f.beside(start, end)]
    announced = [cue.subject.kind for cue in heard.cues if cue.end <= start and cue.subject.kind]
    for code in (*beside, *reversed(announced)):
        form = kinds()[code].form
        if (form in NUMERIC) is numeric or form is Form.PLACE:
            return code
    return "NUMBER" if numeric else "PERSON"
