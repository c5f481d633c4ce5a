"""`kikitori ivr hear`: what a caller's answer in a sound file is taken for, for tuning menus."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import typer

from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.ear import Ear
from ivr.hearing.heard import Heard, Outcome
from ivr.scripting import Scripts
from kikitori.commands.options import Data, Model
from kikitori.config import data_folder, read_config, with_model
from kikitori.ivr_ears import build_ear
from kikitori.wording import user_language
from recorder.soundfile_reading import read_channels, resampled
from speech.errors import DefinitionError, SoundError
from speech.reasons import system_reason
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language


def hear(
    files: Annotated[
        list[Path], typer.Argument(help="Sound files, one answer each. 回答の音声ファイル")
    ],
    grammar: Annotated[
        str,
        typer.Option(
            metavar="GRAMMAR", help="A file, or builtin:KIND as builtin:digits?length=1. 認識文法"
        ),
    ],
    language: Annotated[Language, typer.Option(help="The language spoken, en or ja. 言語")],
    escapes: Annotated[
        bool, typer.Option("--escapes", help="Callers may ask for a person. 有人対応の要求も聞く")
    ] = False,
    model: Model = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON line a file. JSON Lines")
    ] = False,
    data: Data = None,
) -> None:
    """Hear answers against one grammar 一つの認識文法で回答を認識する

    Each file is heard as an answer in a call is: match, low (to be asked back), nomatch or noinput.
    """
    if language is Language.KO:
        raise DefinitionError("dialogue.not_heard", language=language.value)
    folder = data_folder(data)
    listened_for = _grammar(grammar, language)
    ear = build_ear(with_model(read_config(folder), model), folder)
    refused = 0
    for file in files:
        try:
            for told in _hear(file, ear, listened_for, language, escapes=escapes):
                print(json.dumps(told, ensure_ascii=False) if jsonl else _line(told), flush=True)
        except SoundError as error:
            refused += 1
            print(f"kikitori: {error.reason.told(user_language())}", file=sys.stderr)
    if refused:
        raise typer.Exit(SoundError.exit_code)


def _grammar(name: str, language: Language) -> Grammar:
    if name.startswith("builtin:"):
        return builtin_grammar(name, "voice", language.value)
    path = Path(name)
    return parse_grammar(
        _bytes(path),
        language=language.value,
        mode="voice",
        uri=path.resolve().as_uri(),
        fetch=lambda uri: _bytes(_file_of(uri)),
    )


def _file_of(uri: str) -> Path:
    """The file a grammar refers to; none is fetched from anywhere else."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise DefinitionError("dialogue.only_files", uri=uri)
    return Path(unquote(parts.path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DefinitionError("where.at", place=path, what=system_reason(error)) from error


def _hear(
    file: Path, ear: Ear, grammar: Grammar, language: Language, *, escapes: bool
) -> Iterator[dict[str, object]]:
    """What is heard on the first channel; callers' answers are mono."""
    audio = resampled(read_channels(file)[0], RECOGNIZER_RATE_HZ)
    samples = next(iter(audio.channels.values()))
    scripts = Scripts()
    heard = ear.hear(samples, [grammar], language, escapes=escapes, evaluate=scripts.evaluate)
    yield {"file": str(file)} | _told(heard)


def _told(heard: Heard) -> dict[str, object]:
    best = heard.best
    if best is None or heard.outcome in (Outcome.NOMATCH, Outcome.NOINPUT):
        return {
            "outcome": heard.outcome.value,
            "utterance": "",
            "interpretation": None,
            "confidence": 0.0,
        }
    return {
        "outcome": heard.outcome.value,
        "utterance": best.utterance,
        "interpretation": best.interpretation,
        "confidence": round(best.confidence, 3),
    }


def _line(told: dict[str, object]) -> str:
    return "\t".join("" if value is None else str(value) for value in told.values())
