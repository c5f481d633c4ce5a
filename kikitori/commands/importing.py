"""`kikitori import`: take finished recordings in."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from archive.archive import Archive, open_archive
from archive.call import Direction
from kikitori.commands.options import Data
from kikitori.config import data_folder, read_config
from kikitori.policies import read_policies
from kikitori.wiring import build_stages, engine_versions
from kikitori.wording import Wording, load_wording, user_language
from recorder.importing import Imported, ImportOptions, Outcome, import_files, sound_files
from recorder.soundfile_reading import duration_s
from recorder.stages import Progress as StageProgress
from recorder.stages import Stage, Stages
from speech.errors import SoundError
from speech.transcript import Language

SOME_REFUSED = 4


def import_calls(
    paths: Annotated[
        list[Path], typer.Argument(help="Sound files or folders. 音声ファイル・フォルダー")
    ],
    operator: Annotated[
        Literal["left", "right"],
        typer.Option(help="The operator's channel. オペレーターの側"),
    ] = "right",
    language: Annotated[
        Language | None, typer.Option(help="Language where no sidecar says it. 言語")
    ] = None,
    direction: Annotated[
        Direction, typer.Option(help="Who called. 受信・発信")
    ] = Direction.INBOUND,
    mono: Annotated[
        bool, typer.Option("--mono", help="Take mono, without operator score. モノラルも受け入れる")
    ] = False,
    data: Data = None,
) -> None:
    """Take recordings in 録音を取り込む

    WAV (PCM, mu-law, A-law), FLAC, Ogg/Opus and MP3 of two channels, 8 to 48 kHz. A JSON file
    beside a recording may say id, operator, client, campaign, direction, start, language and
    operator_side.
    """
    folder = data_folder(data)
    config = read_config(folder)
    policies = read_policies(config)
    options = ImportOptions(
        language=language,
        operator_side=operator,
        direction=direction,
        accept_mono=mono,
        engines=tuple(engine_versions(config).items()),
        last_day=config.last_day,
    )
    wording = load_wording(user_language())
    files = sound_files(paths)
    if not files:
        raise SoundError(wording("import.nothing", paths=", ".join(map(str, paths))))
    counts: Counter[Outcome] = Counter()
    with telling_when_interrupted(wording):
        archive = open_archive(folder)
        stages = partial(build_stages, config, policies, archive, folder)
        for imported in run_import(files, archive, stages, options, wording):
            counts[imported.outcome] += 1
            print(import_line(imported, wording), flush=True)
    print(wording("import.sum", **{outcome.value: counts[outcome] for outcome in Outcome}))
    if sum(counts.values()) > counts[Outcome.KEPT] + counts[Outcome.KNOWN]:
        raise typer.Exit(SOME_REFUSED)


def run_import(
    files: list[Path],
    archive: Archive,
    stages: Callable[[], Stages],
    options: ImportOptions,
    wording: Wording,
) -> Iterator[Imported]:
    """Take files in with a progress bar in seconds of sound and the time left, on a terminal."""
    lengths = {file: duration_s(file) for file in files}
    done_s = 0.0
    with _progress_bar() as bar:
        task = bar.add_task("", total=sum(lengths.values()))

        def progress(file: Path) -> StageProgress:
            bar.update(task, description=file.name)
            before_s, length_s = done_s, lengths[file]

            def tell(stage: Stage, seconds: float) -> None:
                if stage is Stage.HEAR:
                    bar.update(task, completed=before_s + min(seconds, length_s))
                else:
                    again = wording("import.listening_again", file=file.name, seconds=seconds)
                    bar.update(task, description=again)

            return tell

        imports = import_files(files, archive.store, cache(stages), options, progress=progress)
        for imported in imports:
            done_s += lengths[imported.file]
            bar.update(task, completed=done_s)
            yield imported


def import_line(imported: Imported, wording: Wording) -> str:
    """One line about one file, without anything that was said in it."""
    what = wording(f"import.{imported.outcome.value}")
    line = f"{imported.file.name}  {imported.call_id}"
    if imported.reason is not None:
        line = imported.reason.told(wording.language)
    # A file name may hold anything, also what would command the terminal.
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in f"{what}  {line}")


@contextmanager
def telling_when_interrupted(wording: Wording) -> Iterator[None]:
    """Say in a line how to go on when Ctrl-C ends a long piece of work."""
    try:
        yield
    except KeyboardInterrupt:
        print(f"\n{wording('interrupted')}", file=sys.stderr)
        raise


def _progress_bar() -> Progress:
    return Progress(
        # A file's name may look like markup.
        TextColumn("{task.description}", justify="left", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
