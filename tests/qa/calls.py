"""Reads the labelled calls of tests/qa/dialogues and makes a call of each, as the pipeline would."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.call import Direction
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from qa.listening import QaCall, listen
from qa.phrasebook import Phrasebook
from speech.audio import Channel, Span
from speech.transcript import Language, Word

FOLDER = Path(__file__).parent / "dialogues"
SIDES = {"O": Channel.OPERATOR, "C": Channel.CALLER}
_TAG = re.compile(r"\[([^\[\]]+?) ?\d+\]")
_KINDS = {
    "氏名": "PERSON", "電話": "PHONE", "住所": "ADDRESS", "生年月日": "DOB", "PERSON": "PERSON",
    "PHONE": "PHONE", "ADDRESS": "ADDRESS", "DATE OF BIRTH": "DOB", "BANK ACCOUNT": "BANK",
    "POSTAL CODE": "POSTAL", "口座": "BANK", "カード": "CARD",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A written call: its lines as (side, text), pauses before each, and what it is labelled."""

    id: str
    language: Language
    direction: Direction
    lines: list[tuple[Channel, str]]
    pauses: list[float]
    items: dict[str, str]
    moments: list[tuple[str, int]]
    unsure: list[str] = field(default_factory=list)

    @property
    def turns(self) -> list[int]:
        """The number of the turn each line belongs to."""
        numbers: list[int] = []
        for place, (side, _) in enumerate(self.lines):
            new = place > 0 and side is not self.lines[place - 1][0]
            numbers.append((numbers[-1] if numbers else 0) + new)
        return numbers

    @property
    def labels(self) -> set[tuple[str, int]]:
        """Moments as (kind, turn)."""
        return {(kind, self.turns[line - 1]) for kind, line in self.moments}


def labelled_calls(name: str) -> list[Labelled]:
    """The calls of one file: "ja", "en", or one of the held-out parts, "ja-held-out"."""
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return [_labelled(entry, Language(name[:2])) for entry in written["call"]]


def _labelled(entry: dict[str, Any], language: Language) -> Labelled:
    direction = Direction(entry.get("direction", "inbound"))
    met = {"opening": "met", "forbidden": "met", "closing": "met"}
    lines: list[tuple[Channel, str]] = []
    pauses: list[float] = []
    pause = 0.4
    for line in entry["lines"].strip().splitlines():
        mark, _, text = line.partition(" ")
        if mark == "~":
            pause = float(text)
            continue
        lines.append((SIDES[mark], text))
        pauses.append(pause)
        pause = 0.4
    moments = [(kind, int(line)) for kind, line in (m.split() for m in entry.get("moments", []))]
    return Labelled(
        entry["id"], language, direction, lines, pauses, met | entry.get("items", {}), moments,
        entry.get("unsure", []),
    )  # fmt: skip


def spoken(
    labelled: Labelled, book: Phrasebook, *, confidence: float = 0.9, voiced: bool = True
) -> QaCall:
    """The call with plausible times: 7 characters (ja) or 15 letters (en) a second."""
    pace = 7.0 if labelled.language is Language.JA else 15.0
    utterances: list[RedactedUtterance] = []
    now = 0.5
    for (side, text), pause in zip(labelled.lines, labelled.pauses, strict=True):
        span = Span(now + pause, now + pause + max(0.4, len(text) / pace))
        utterances.append(RedactedUtterance(side, span, text, words(text, span), confidence))
        now = span.end
    transcript = RedactedTranscript(labelled.language, tuple(utterances), redactions(utterances))
    heard = {
        side: tuple(u.span for u in utterances if u.channel is side) if voiced else ()
        for side in SIDES.values()
    }
    return listen(
        transcript,
        voiced=heard,
        duration_s=now + 1,
        direction=labelled.direction,
        phrasebook=book,
    )


def words(text: str, span: Span) -> tuple[Word, ...]:
    """The text cut into tags and single characters or words, with even times."""
    pieces = re.findall(r" ?\[[^\[\]]+\]| ?[^\s\[\]]+|\s+", text)
    step = span.duration / max(1, len(pieces))
    return tuple(
        Word(piece, Span(span.start + n * step, span.start + (n + 1) * step), 0.9)
        for n, piece in enumerate(pieces)
    )


def redactions(utterances: list[RedactedUtterance]) -> tuple[Redaction, ...]:
    return tuple(
        Redaction(
            _KINDS[tag.group(1)], n, tag.start(), tag.end(), utterance.span, "cue", tag.group()
        )
        for n, utterance in enumerate(utterances)
        for tag in _TAG.finditer(utterance.text)
    )
