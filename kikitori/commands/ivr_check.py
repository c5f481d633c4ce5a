"""`kikitori ivr check`: what callers would stumble over in a dialogue, with line and remedy."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ivr.checking.checking import check_all
from kikitori.commands.options import AsJson
from kikitori.ivr_wiring import phonemes_of
from kikitori.wording import load_wording, user_language

FOUND = 1


def check(
    path: Annotated[
        Path,
        typer.Argument(metavar="DOC|FOLDER", help="VoiceXML, YAML, or a folder. 文書かフォルダ"),
    ],
    as_json: AsJson = False,
) -> None:
    """Check dialogues for what callers stumble over ダイアログの点検

    Each finding is a line: file, line, what, remedy. The exit code is 1 when there is any.
    """
    language = user_language()
    faults = check_all(path, phonemes_of)
    if as_json:
        found = [
            {
                "file": fault.file,
                "line": fault.line,
                "check": fault.key,
                "what": fault.what(language),
                "remedy": fault.remedy(language),
            }
            for fault in faults
        ]
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            print(fault.told(language))
    wording = load_wording(language)
    print(wording("ivr.checked" if faults else "ivr.all_well", count=len(faults)), file=sys.stderr)
    if faults:
        raise typer.Exit(FOUND)
