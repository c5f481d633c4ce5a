"""`kikitori retry`: take live calls that were withheld or quarantined through the stages again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from archive.archive import Archive, open_archive
from archive.spool import open_spool
from kikitori.commands.options import Data
from kikitori.commands.recording_screen import outcome_lines
from kikitori.config import data_folder, read_config
from kikitori.live_wiring import wire
from kikitori.policies import read_policies
from kikitori.wording import Wording, load_wording, user_language
from recorder.recovery import Recovered, take_out
from speech.errors import ArchiveError, SoundError
from speech.transcript import Language


def retry(
    calls: Annotated[
        list[str] | None, typer.Argument(help="Ids of calls; none lists them. 通話の ID")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language they are really in. 実際の言語")
    ] = None,
    data: Data = None,
) -> None:
    """Try withheld live calls again 非公開・隔離の通話をやり直す

    Their sealed originals are kept for some days. Without a call it lists them.
    """
    wording = load_wording(user_language())
    folder = data_folder(data)
    archive = open_archive(folder)
    if not calls:
        for told in _listed(folder, archive, wording):
            print(told)
        return
    kept = True
    for recovered in _tried(folder, archive, calls, language, wording):
        kept = kept and bool(recovered.status) and not recovered.reason
        for told in outcome_lines(recovered, archive.reader, wording):
            print(told, flush=True)
    if not kept:
        raise typer.Exit(SoundError.exit_code)


def _listed(folder: Path, archive: Archive, wording: Wording) -> Iterator[str]:
    spool = open_spool(folder)
    originals = spool.kept()
    for call_id, until in originals.items():
        row = archive.reader.row(call_id)
        state = wording(f"retry.{row.status}")
        yield wording("retry.original", call=call_id, state=state, until=until.isoformat())
    if not originals:
        yield wording("retry.none")


def _tried(
    folder: Path, archive: Archive, calls: list[str], language: Language | None, wording: Wording
) -> Iterator[Recovered]:
    config = read_config(folder)
    wired = wire(config, read_policies(config), archive, folder, captions=False)
    originals = wired.spool.kept()
    for call_id in calls:
        if call_id not in originals:
            raise ArchiveError(wording("retry.unknown", call=call_id))
    recovery = wired.recovery(language)
    for call_id in calls:
        recovered = take_out(recovery, call_id, again=True)
        if recovered is not None:
            yield recovered
