"""Reads dialogues whose personal data is marked, as [[PHONE|555 0142]] or [[PHONE2|…]] in their text."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.audio import Channel, Span
from speech.errors import DefinitionError
from speech.transcript import Language, Transcript, Utterance

_MARK = re.compile(r"\[\[([A-Z_]+)(\d*)\|(.*?)\]\]")


@dataclass(frozen=True, slots=True)
class Planted:
    """Personal data at code points [start, end) of a turn; `item` joins the places of one datum."""

    turn: int
    start: int
    end: int
    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue without its marks, and where they stood; no `planted` makes it a negative one."""

    name: str
    language: Language
    tags: frozenset[str]
    transcript: Transcript
    planted: Sequence[Planted]


def dialogues_in(folder: Path) -> dict[str, list[Dialogue]]:
    """The dialogues of every .jsonl file of a folder, by the file's name without its ending.

    Raises DefinitionError for a folder without any and for a file that is none.
    """
    files = {file.stem: dialogues_of(file) for file in sorted(folder.glob("*.jsonl"))}
    if not files:
        raise DefinitionError(
            f"{folder}: no .jsonl file of marked dialogues; they come with a checkout "
            "(tests/privacy/dialogues), --dialogues FOLDER names others"
        )
    return files


def dialogues_of(file: Path) -> list[Dialogue]:
    """The dialogues of one file, a JSON object a line: id, lang, tags, turns (speaker, text)."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(_dialogue(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            problem = type(error).__name__
            raise DefinitionError(
                f"{file.name}:{number}: not a marked dialogue ({problem})"
            ) from None
    return found


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    """The text without marks, and what was marked: start, end, kind, item."""
    plain = ""
    done = 0
    places = []
    for mark in _MARK.finditer(text):
        plain += text[done : mark.start()]
        start = len(plain)
        plain += mark.group(3)
        places.append((start, len(plain), mark.group(1), mark.group(1) + mark.group(2)))
        done = mark.end()
    return plain + text[done:], places


def turns_in(dialogues: Iterable[Dialogue]) -> int:
    """How many turns these dialogues have in all."""
    return sum(len(dialogue.transcript.utterances) for dialogue in dialogues)


def _dialogue(line: dict[str, Any]) -> Dialogue:
    utterances: list[Utterance] = []
    planted: list[Planted] = []
    for number, turn in enumerate(line["turns"]):
        text, places = unmarked(turn["text"])
        planted += [Planted(number, *place) for place in places]
        utterances.append(Utterance(Channel(turn["speaker"]), Span(number, number + 1), text))
    language = Language(line["lang"])
    transcript = Transcript(language, tuple(utterances))
    return Dialogue(
        line["id"], language, frozenset(line.get("tags", ())), transcript, tuple(planted)
    )
