"""`kikitori customers`: who the callers of a client are, for the operator's desk."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from archive.archive import open_archive
from archive.customers_csv import Fault, csv_files, read_files
from kikitori.commands.options import Data
from kikitori.config import data_folder
from kikitori.wording import Wording, load_wording, user_language
from speech.errors import DefinitionError

app = typer.Typer(help="Customers of a client 委託元の顧客", no_args_is_help=True)


@app.callback()
def customers() -> None:
    """Keep `import` a command of its own while it is the only one."""


@app.command("import")
def import_customers(
    paths: Annotated[
        list[Path], typer.Argument(help="CSV files or folders. CSVファイル・フォルダー")
    ],
    client: Annotated[
        str, typer.Option(help="Whose customers they are. 委託元", show_default="none")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change. 書き込まずに確かめる")
    ] = False,
    data: Data = None,
) -> None:
    """Take customer files in 顧客データを取り込む

    customers.csv (顧客.csv), products.csv (製品.csv), purchases.csv (購入.csv), cases.csv (案件.csv),
    contacts.csv (通話履歴.csv); UTF-8 or Shift_JIS. A file takes the place of what was known from the
    file of that name before: importing the earlier files again undoes an import.
    """
    say = load_wording(user_language())
    files = csv_files(paths)
    if not files:
        raise DefinitionError(say("customers.nothing", paths=", ".join(map(str, paths))))
    store = open_archive(data_folder(data)).customer_store
    taken = store.take(read_files(files, client=client), client=client, dry_run=dry_run)
    for fault in taken.faults:
        print(fault_line(fault, say), file=sys.stderr)
    if taken.faults:
        raise DefinitionError(say("customers.refused", count=len(taken.faults)))
    for change in taken.changes:
        counts = {name: getattr(change, name) for name in ("added", "changed", "removed", "same")}
        print(say("customers.change", kind=say(f"customers.{change.kind}"), **counts))
    print(say("customers.would" if dry_run else "customers.done"))


def fault_line(fault: Fault, say: Wording) -> str:
    """File, line and column of a fault, what is wrong and what to do."""
    what = say(f"customers.fault_{fault.what}", column=fault.column)
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    line = f"{where}: {fault.column}: {what}" if fault.column else f"{where}: {what}"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
