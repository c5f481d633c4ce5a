"""`kikitori ivr prompts`: speak all that is constant in a dialogue before anybody calls."""

import sys
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ivr.checking.loading import load
from ivr.dialogue.actions import Prompt
from ivr.speaking.static_prompts import static_prompts
from ivr.speaking.voice import Voice
from kikitori.commands.options import Data
from kikitori.config import data_folder, read_config
from kikitori.ivr_voices import all_lines, load_voice, prompt_languages
from kikitori.ivr_wiring import phonemes_of
from kikitori.wiring import engine_options
from kikitori.wording import Wording, load_wording, user_language
from speech.errors import DefinitionError

_TELL_EVERY_S = 10.0
"""Where no bar can be drawn."""


def prompts(
    dialogue: Annotated[
        Path, typer.Argument(metavar="DOC|YAML|FOLDER", help="What callers hear. 文書・YAML")
    ],
    voice: Annotated[
        list[str] | None,
        typer.Option(help="kokoro, openjtalk, flite. 声", show_default="best there is"),
    ] = None,
    data: Data = None,
) -> None:
    """Prepare the prompts of a dialogue 音声ガイダンスをあらかじめ用意する

    What is prepared is kept in the data folder. Prompts with values in them are spoken in the call.
    """
    language = user_language()
    wording = load_wording(language)
    dialogues, faults = load(dialogue, phonemes_of)
    for fault in faults:
        print(fault.told(language), file=sys.stderr)
    if faults:
        raise typer.Exit(DefinitionError.exit_code)
    found = list(static_prompts(part.document for part in dialogues.parts.values()))
    folder = data_folder(data)
    options = engine_options(read_config(folder), folder)
    speaker = load_voice(options, languages=prompt_languages(found), names=voice or ())
    _prepare(speaker, found, wording)


def _prepare(voice: Voice, found: list[Prompt], wording: Wording) -> None:
    before = voice.kept.size()[0]
    print(wording("ivr.voice", names=", ".join(voice.names)))
    total = prepare_with_bar(voice, found, wording)
    new = voice.kept.size()[0] - before
    seconds = voice.prepared_s(found)
    print(wording("ivr.prepared", count=total, new=new, seconds=round(seconds)))
    values = len({line.text for line in all_lines(found) if not line.is_known})
    if values:
        print(wording("ivr.unknown_values", count=values))
    size = f"{voice.kept.size()[1] / 1e6:.1f}"
    print(wording("ivr.prepared_folder", mb=size, folder=voice.kept.folder))


def prepare_with_bar(
    voice: Voice, found: Iterable[Prompt], wording: Wording, *, rate_hz: int = 8_000
) -> int:
    """Speak prompts ahead and show how far that is; how many sounds there are."""
    total, console = 0, Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(wording("ivr.preparing"), total=None)
        told_s = monotonic()
        for done, total in voice.prepare(found, rate_hz):
            bar.update(task, completed=done, total=total)
            if not console.is_terminal and monotonic() - told_s >= _TELL_EVERY_S:
                told_s = monotonic()
                print(wording("ivr.preparing_at", done=done, total=total), file=sys.stderr)
    return total
