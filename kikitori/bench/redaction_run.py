"""Finds personal data in dialogues with one system and says what that took; a process of its own.

Reads a system, a language and a folder of dialogues from standard input and writes spans and CPU
seconds to standard output, both as JSON.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from kikitori.bench import redaction_presidio
from kikitori.bench.redaction_dialogues import dialogues_in
from kikitori.config import Config
from kikitori.wiring import build_redactor
from models.loading import load_reader
from privacy.findings import PiiSpan
from speech.transcript import Language, Transcript

OURS, PRESIDIO, DIGITS = "kikitori", "presidio", "digits"

Find: TypeAlias = Callable[[Transcript], list[PiiSpan]]

_WARM_UP_DIALOGUES = 10
_DIGITS = re.compile(r"\d{3,}")


def main() -> None:
    task = json.load(sys.stdin)
    language = Language(task["language"])
    transcripts = [
        dialogue.transcript
        for dialogues in dialogues_in(Path(task["folder"])).values()
        for dialogue in dialogues
        if dialogue.language is language
    ]
    find = _load(task["system"], language)
    for transcript in transcripts[:_WARM_UP_DIALOGUES]:
        find(transcript)
    started = time.process_time()
    found = [find(transcript) for transcript in transcripts]
    took = {"cpu_s": time.process_time() - started, "spans": [_plain(spans) for spans in found]}
    json.dump(took, sys.stdout)


def digit_runs(transcript: Transcript) -> list[PiiSpan]:
    """Runs of three digits or more: what a pattern finds without knowing anything."""
    return [
        PiiSpan(turn, *run.span(), "NUMBER", 1.0, "pattern")
        for turn, utterance in enumerate(transcript.utterances)
        for run in _DIGITS.finditer(utterance.text)
    ]


def _load(system: str, language: Language) -> Find:
    if system == DIGITS:
        return digit_runs
    if system == PRESIDIO:
        return redaction_presidio.load(language)
    return build_redactor(Config(), load_reader("sudachi")).find


def _plain(spans: list[PiiSpan]) -> list[tuple[int, int, int, str]]:
    return [(span.utterance, span.start, span.end, span.kind) for span in spans]


if __name__ == "__main__":
    main()
