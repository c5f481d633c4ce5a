"""`kikitori demo`: the whole main job on six example calls, then the board."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from archive.accounts import Role
from archive.archive import Archive, open_archive
from archive.call import Status
from archive.records import QueueRow, ScoreRecord
from kikitori.commands.board import PORT, serve_board
from kikitori.commands.demo_ivr import demo_ivr
from kikitori.commands.importing import import_line, run_import, telling_when_interrupted
from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder, read_config
from kikitori.policies import read_policies
from kikitori.wiring import build_stages, engine_versions
from kikitori.wording import Wording, load_wording, user_language
from qa.scorecard import load_scorecard
from qa.wording import wording as quality_texts
from recorder.importing import ImportOptions, sound_files
from speech.errors import SoundError

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
ACCOUNT = "demo"


app = typer.Typer(invoke_without_command=True)
app.command("ivr")(demo_ivr)


@app.callback()
def demo(
    context: typer.Context,
    no_board: Annotated[
        bool, typer.Option("--no-board", help="End after the table. 表を出して終わる")
    ] = False,
    as_json: AsJson = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1. ポート番号")
    ] = PORT,
    data: Data = None,
) -> None:
    """Try it on six example calls 見本の通話で試す

    Takes them in, prints a table of what was found, and serves the board.

    The example calls go to a folder of their own below the data folder.
    """
    if context.invoked_subcommand:
        return
    wording = load_wording(user_language())
    folder = data_folder(data)
    archive = open_archive(folder / "demo")
    ids = _take_in_examples(archive, folder, wording)
    rows = [example_row(archive, archive.reader.row(call_id)) for call_id in ids]
    if as_json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        Console().print(_table(rows, wording))
        print(wording("demo.kept_in", folder=archive.folder))
    if not no_board and not as_json:
        archive.accounts.add_without_password(ACCOUNT, Role.SUPERVISOR)
        serve_board(archive, port=port, wording=wording, account=ACCOUNT)


def _take_in_examples(archive: Archive, folder: Path, wording: Wording) -> list[str]:
    files = [file for file in sound_files([FIXTURES]) if file.with_suffix(".json").is_file()]
    if not files:
        raise SoundError(wording("import.nothing", paths=FIXTURES))
    config = read_config(folder)
    options = ImportOptions(engines=tuple(engine_versions(config).items()))
    stages = partial(build_stages, config, read_policies(config), archive, folder)
    print(wording("demo.taking_in"), file=sys.stderr)
    ids = []
    with telling_when_interrupted(wording):
        for imported in run_import(files, archive, stages, options, wording):
            print(import_line(imported, wording), file=sys.stderr)
            if imported.call_id:
                ids.append(imported.call_id)
    return ids


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """What the table says of one call."""

    row: QueueRow
    masks: tuple[dict[str, Any], ...]
    moments: tuple[dict[str, Any], ...]
    critical: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The row in plain types."""
        call, score = self.row.call, self.row.score
        return {
            "call": call.id,
            "language": call.language.value,
            "direction": call.direction.value,
            "duration_s": round(call.duration_s, 2),
            "status": self.row.status.value,
            "scorecard": score and f"{score.scorecard} {score.scorecard_version}",
            "points": score and score.points,
            "possible": score and score.possible,
            "critical_errors": list(self.critical),
            "masks": list(self.masks),
            "moments": list(self.moments),
            "reasons": list(score.reasons) if score else [],
        }


def example_row(archive: Archive, row: QueueRow) -> ExampleRow:
    """Gather what was found in a call."""
    redactions = archive.reader.transcript(row.call.id).redactions
    masks = tuple(
        {
            "kind": redaction.kind,
            "start": round(redaction.span.start, 2),
            "end": round(redaction.span.end, 2),
            "reason": redaction.reason,
        }
        for redaction in redactions
    )
    evaluation = row.score.evaluation if row.score else {}
    return ExampleRow(row, masks, _moments(evaluation), _critical(evaluation))


def _moments(evaluation: Any) -> tuple[dict[str, Any], ...]:  # noqa: ANN401
    return tuple(
        {key: moment[key] for key in ("kind", "status", "span")}
        for moment in evaluation.get("moments", ())
    )


def _critical(evaluation: Any) -> tuple[str, ...]:  # noqa: ANN401
    errors = evaluation.get("score", {}).get("critical_errors", ())
    return tuple(error["item"] for error in errors)


def _table(rows: list[ExampleRow], wording: Wording) -> Table:
    texts = quality_texts(wording.language)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for key in ("call", "score", "critical", "masks", "moments", "review"):
        table.add_column(wording(f"demo.{key}"), overflow="fold", no_wrap=key == "call")
    for row in rows:
        score = row.row.score
        table.add_row(
            row.row.call.id,
            _result(row.row, wording),
            "\n".join(_item_title(score, item, wording.language) for item in row.critical),
            str(len(row.masks)),
            "\n".join(_counted(texts[f"moment.{moment['kind']}"] for moment in row.moments)),
            "\n".join(texts[f"reason.{reason}"] for reason in score.reasons) if score else "",
        )
    return table


def _result(row: QueueRow, wording: Wording) -> str:
    """The share of points, or why there is none."""
    if row.status is not Status.KEPT:
        return wording(f"import.{row.status}")
    score = row.score
    if score is None or not score.possible:
        return wording("demo.unscored")
    return f"{int(100 * score.points / score.possible)}%"


def _item_title(score: ScoreRecord | None, item: str, language: str) -> str:
    """The item's title in the sheet that scored it."""
    items = load_scorecard(score.scorecard).items if score else ()
    return next((one.title[language] for one in items if one.id == item), item)


def _counted(names: Iterable[str]) -> list[str]:
    """Each name once, with how often it is there when that is more than once."""
    return [f"{name} ×{count}" if count > 1 else name for name, count in Counter(names).items()]
