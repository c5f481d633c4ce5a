"""`kikitori user`: who may open the board."""

from typing import Annotated

import typer

from archive.accounts import Role
from archive.archive import open_archive
from kikitori.commands.options import Data
from kikitori.config import data_folder
from kikitori.wording import load_wording, user_language
from speech.errors import DefinitionError

app = typer.Typer(help="Accounts of the board ボードの利用者", no_args_is_help=True)


@app.command()
def add(
    name: str,
    role: Annotated[Role, typer.Option(help="What the account is for. 役割")] = Role.REVIEWER,
    data: Data = None,
) -> None:
    """Add an account; asks for a password 利用者を追加する"""
    wording = load_wording(user_language())
    accounts = open_archive(data_folder(data)).accounts
    password = typer.prompt(wording("user.password"), hide_input=True)
    if typer.prompt(wording("user.password_again"), hide_input=True) != password:
        raise DefinitionError(wording("user.passwords_differ"))
    accounts.add(name, password, role)
    print(wording("user.added", name=name, role=wording(f"user.role_{role}")))


@app.command("list")
def list_accounts(data: Data = None) -> None:
    """List the accounts 利用者の一覧"""
    for account in open_archive(data_folder(data)).accounts.all():
        print(f"{account.name}\t{account.role.value}")


@app.command()
def remove(name: str, data: Data = None) -> None:
    """Remove an account with its sign-ins 利用者を削除する"""
    open_archive(data_folder(data)).accounts.remove(name)
    print(load_wording(user_language())("user.removed", name=name))
