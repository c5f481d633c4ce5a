"""How well callers' answers are heard, by condition: `python -m kikitori.bench.ivr_accuracy FOLDER…`.

A folder holds sound files and `answers.jsonl`, a line each with file, language, grammar (a file in
the folder, or builtin:…), said, means (null: no answer), voice and condition.
`audio_fixtures.callers.material` makes such folders; recordings of real callers do better.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.ear import Ear
from ivr.hearing.heard import Outcome
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from recorder.soundfile_reading import read_channels, resampled
from speech.audio import Samples
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and the sound of what was answered; `means` is None where that is no answer."""

    kind: str
    language: Language
    grammar: Grammar
    samples: Samples
    means: str | None
    voice: str
    condition: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, what became of it, and the seconds of processor time that took."""

    kind: str
    voice: str
    condition: str
    means: str | None
    outcome: Outcome
    understood: str | None
    cpu_s: float

    @property
    def accepted(self) -> bool:
        return self.outcome is Outcome.MATCH

    @property
    def right(self) -> bool:
        return self.understood == self.means


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the answers of one kind or condition; of what is no answer, how much was taken."""

    answers: int
    accepted: float
    right_when_accepted: float
    right_or_asked_back: float
    others: int
    others_accepted: int
    cpu_s: float


def questions(folder: Path) -> Iterator[Question]:
    """Every answer in the folder and in those within."""
    for manifest in sorted(folder.rglob("answers.jsonl")):
        for line in manifest.read_text("utf-8").splitlines():
            told = json.loads(line)
            yield Question(
                kind=f"{told['language']} {_kind(told['grammar'])}",
                language=Language(told["language"]),
                grammar=_grammar(manifest.parent, told["grammar"], told["language"]),
                samples=_sound(manifest.parent / told["file"]),
                means=told["means"],
                voice=told["voice"],
                condition=told["condition"],
            )


def judged(question: Question, ear: Ear) -> Judged:
    """The answer heard as in a call."""
    began = time.process_time()
    heard = ear.hear(question.samples, [question.grammar], question.language, escapes=False)
    cpu_s = time.process_time() - began
    best = heard.best
    return Judged(
        question.kind,
        question.voice,
        question.condition,
        question.means,
        heard.outcome,
        None if best is None else str(best.interpretation),
        cpu_s,
    )


def _sound(file: Path) -> Samples:
    """The first channel as recognizers hear it."""
    audio = resampled(read_channels(file)[0], RECOGNIZER_RATE_HZ)
    return next(iter(audio.channels.values()))


def score(heard: Sequence[Judged]) -> Score:
    answers = [one for one in heard if one.means is not None]
    others = [one for one in heard if one.means is None]
    accepted = [one for one in answers if one.accepted]
    asked = [one for one in answers if one.outcome is Outcome.LOW and one.right]
    right = [one for one in accepted if one.right]
    return Score(
        answers=len(answers),
        accepted=_share(len(accepted), len(answers)),
        right_when_accepted=_share(len(right), len(accepted)),
        right_or_asked_back=_share(len(right) + len(asked), len(answers)),
        others=len(others),
        others_accepted=sum(one.accepted for one in others),
        cpu_s=median(one.cpu_s for one in heard),
    )


def table(heard: Sequence[Judged]) -> str:
    """A line for each kind of question, and within it for each condition and each voice."""
    lines = [
        "                                accepted  right of those  right or asked  none  CPU s"
    ]
    for kind, ones in _grouped(heard, lambda one: one.kind):
        lines.append(_row(kind, score(ones)))
        for by in (lambda one: one.condition, lambda one: one.voice):
            lines += [_row(f"  {name}", score(some)) for name, some in _grouped(ones, by)]
    return "\n".join(lines)


def _row(name: str, of: Score) -> str:
    return (
        f"{name:26s} {of.answers:4d}  {of.accepted:7.1%}  {of.right_when_accepted:14.1%}"
        f"  {of.right_or_asked_back:14.1%}  {of.others_accepted}/{of.others}  {of.cpu_s:.3f}"
    )


def _grouped(
    heard: Iterable[Judged], by: Callable[[Judged], str]
) -> list[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = {}
    for one in heard:
        groups.setdefault(by(one), []).append(one)
    return sorted(groups.items())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _kind(grammar: str) -> str:
    """Numbers of any length are one kind, those with a check digit another."""
    if not grammar.startswith("builtin:digits"):
        return "menu"
    if "check=" in grammar:
        return "checked numbers"
    return "one digit" if grammar.endswith("length=1") else "numbers"


@cache
def _grammar(folder: Path, name: str, language: str) -> Grammar:
    if name.startswith("builtin:"):
        return builtin_grammar(name, "voice", language)
    return parse_grammar((folder / name).read_bytes(), language=language, mode="voice")


def main(folders: Sequence[Path]) -> None:
    ear = build_ear(Config(), folders[0])
    for folder in folders:
        print(
            f"{folder.name}\n{table([judged(one, ear) for one in questions(folder)])}\n", flush=True
        )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
