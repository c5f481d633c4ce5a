"""`kikitori redact`: remove personal data from written dialogues or text; nothing is kept."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kikitori.commands.options import Data
from kikitori.config import data_folder, read_config
from kikitori.dialogues import read_dialogue, redact_lines, spans_of
from kikitori.wiring import build_redactor
from kikitori.wording import load_wording, told, user_language
from models.loading import load_reader
from privacy.redactor import Redactor
from speech.errors import DefinitionError, KikitoriError
from speech.reasons import system_reason
from speech.transcript import Language


def redact(
    dialogues: Annotated[
        Path | None, typer.Option("--in", help="Dialogues, one JSON object a line. 入力 JSON Lines")
    ] = None,
    spans: Annotated[
        Path | None, typer.Option("--out", help="Spans found, one JSON object a line. 出力")
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Redact plain text from standard input. 標準入力の文章")
    ] = False,
    language: Annotated[Language, typer.Option(help="Language of --text. 言語")] = Language.JA,
    data: Data = None,
) -> None:
    """Redact written dialogues or text 文章を秘匿化する

    --in reads {"id", "lang", "turns": [{"speaker", "text"}]} a line and --out gets {"id", "turn",
    "start", "end", "type", "reason"} a redaction. A bad line is reported and the rest is done.
    """
    if text == (dialogues is not None) or (dialogues is None) != (spans is None):
        raise typer.BadParameter(load_wording(user_language())("redact.one_way"))
    redactor = build_redactor(read_config(data_folder(data)), load_reader("sudachi"))
    if text:
        for line in redact_lines(sys.stdin, language, redactor):
            print(line)
    elif dialogues is not None and spans is not None:
        redact_file(dialogues, spans, redactor)


def redact_file(dialogues: Path, spans: Path, redactor: Redactor) -> None:
    """Write the spans of every good line; bad ones are told on standard error, each in a line.

    Raises typer.Exit when there were any, DefinitionError when a file cannot be read or written.
    """
    bad = 0
    try:
        with dialogues.open("rb") as lines, spans.open("w", encoding="utf-8") as out:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    bad += not _redact_line(f"{dialogues.name}:{number}", line, out.write, redactor)
    except OSError as error:
        raise DefinitionError(
            "where.at", place=str(error.filename), what=system_reason(error)
        ) from error
    if bad:
        raise typer.Exit(DefinitionError.exit_code)


def _redact_line(
    place: str, line: bytes, write: Callable[[str], object], redactor: Redactor
) -> bool:
    try:
        found = list(spans_of(read_dialogue(line.decode()), redactor))
    except UnicodeDecodeError:
        no_utf8 = DefinitionError("dialogue.no_utf8")
        print(f"kikitori: {place}: {told(no_utf8)}", file=sys.stderr)
        return False
    except KikitoriError as error:
        print(f"kikitori: {place}: {told(error)}", file=sys.stderr)
        return False
    for span in found:
        # An id may hold half a character, which JSON can write and UTF-8 cannot.
        broken = any("\ud800" <= sign <= "\udfff" for sign in str(span["id"]))
        write(json.dumps(span, ensure_ascii=broken) + "\n")
    return True
