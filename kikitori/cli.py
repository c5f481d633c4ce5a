"""The command line: `kikitori COMMAND`; each command is a file in `commands/`."""

import io
import sys

import typer

from kikitori.commands import (
    accounts,
    bench,
    board,
    control,
    customers,
    demo,
    devices,
    doctor,
    importing,
    ivr,
    log,
    models,
    recognize,
    recording,
    redact,
    retrying,
)
from kikitori.usage import usage_lines
from kikitori.wording import load_wording, told, user_language
from speech.errors import KikitoriError

app = typer.Typer(
    name="kikitori",
    help="Offline speech IVR and call-recording QA. 通話の聞き取り、秘匿化、応対品質評価。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("import")(importing.import_calls)
app.command("record")(recording.record)
app.command("retry")(retrying.retry)
app.command("control")(control.control)
app.command("recognize")(recognize.recognize)
app.command("redact")(redact.redact)
app.command("board")(board.board)
app.command("devices")(devices.devices)
app.command("doctor")(doctor.doctor)
app.command("log")(log.log)
app.add_typer(demo.app, name="demo")
app.add_typer(models.app, name="models")
app.add_typer(accounts.app, name="user")
app.add_typer(customers.app, name="customers")
app.add_typer(bench.app, name="bench")
app.add_typer(ivr.app, name="ivr")


def main() -> None:
    """Run the command line; a deliberate error becomes one line and its exit code."""
    wording = load_wording(user_language())
    for stream in (sys.stdout, sys.stderr):
        # File names need not be in the terminal's encoding.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.Abort:
        print(f"kikitori: {wording('aborted')}", file=sys.stderr)
        sys.exit(1)
    except typer.TyperException as error:
        print("\n".join(usage_lines(error, wording)), file=sys.stderr)
        sys.exit(error.exit_code)
    except KikitoriError as error:
        print(f"kikitori: {told(error)}", file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
