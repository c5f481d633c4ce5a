"""`kikitori ivr menu`: show or export the VoiceXML of a service that is written in YAML."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ivr.faults import FaultyError
from ivr.menus.compiling import compile_service, documents
from ivr.menus.reading import read_service
from ivr.menus.service import Service
from kikitori.wording import load_wording, user_language
from speech.errors import DefinitionError
from speech.reasons import system_reason
from speech.transcript import Language

app = typer.Typer(no_args_is_help=True, help="Show and export menus YAML で書いたメニュー")
_Service = Annotated[Path, typer.Argument(help="A service in YAML. サービスの YAML")]
_OneLanguage = Annotated[Language | None, typer.Option(help="Language. 言語")]


@app.command("show")
def show(file: _Service, language: _OneLanguage = None) -> None:
    """Show the VoiceXML of a service VoiceXML を表示する

    In its first language, unless another is given.
    """
    service = _read(file)
    print(compile_service(service, _offered(service, language)), end="")


@app.command("export")
def export(
    file: _Service,
    folder: Annotated[Path, typer.Argument(help="Where to. 書き出し先")] = Path(),
    language: _OneLanguage = None,
) -> None:
    """Write the VoiceXML documents of a service VoiceXML を書き出す

    One document a language, and one without that asks callers for it; with --language only that one.
    """
    service = _read(file)
    made = documents(service)
    if language is not None:
        wanted = f"{service.name}.{_offered(service, language)}.vxml"
        made = {wanted: made[wanted]}
    wording = load_wording(user_language())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, document in made.items():
            (folder / name).write_text(document, encoding="utf-8")
            print(wording("ivr.exported", file=folder / name))
    except OSError as error:
        raise DefinitionError(
            "where.at", place=str(error.filename), what=system_reason(error)
        ) from error


def _read(file: Path) -> Service:
    """The service; what is wrong is told line by line in the user's language."""
    try:
        return read_service(file)
    except FaultyError as error:
        for fault in error.faults:
            print(fault.told(user_language()), file=sys.stderr)
        raise typer.Exit(error.exit_code) from None


def _offered(service: Service, language: Language | None) -> str:
    if language is None:
        return service.languages[0]
    if language.value not in service.languages:
        known = ", ".join(service.languages)
        raise DefinitionError(
            "dialogue.not_said", name=service.name, language=language.value, known=known
        )
    return language.value
