"""All commands by their names; each is a file in `commands/`."""

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
