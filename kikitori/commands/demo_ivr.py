"""`kikitori demo ivr`: call the service line of a fictitious printer maker."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from archive.archive import open_archive
from archive.customers_csv import csv_files, read_files
from ivr.dialogue.actions import Action, Disconnect, Exit, Play, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.running import converse
from kikitori.commands.ivr import ask_at_keyboard
from kikitori.commands.options import At, Data
from kikitori.commands.serving import Served, constant_prompts, door_specs, read_line, serve_calls
from kikitori.config import Config, data_folder, read_config
from kikitori.wording import Wording, load_wording, user_language
from speech.errors import DefinitionError
from speech.transcript import Language

EXAMPLE = Path(__file__).parents[2] / "ivr/examples/printer_service.yaml"
CUSTOMERS = EXAMPLE.parent / "customers"
CLIENT = "Kasumi Printers (demo)"
PORT = 5070


def demo_ivr(
    by_typing: Annotated[
        bool, typer.Option("--typed", help="Type what you say. 文字で話す")
    ] = False,
    by_sip: Annotated[
        bool, typer.Option("--sip", help="Call with a SIP phone of this machine. SIP 電話でかける")
    ] = False,
    by_headset: Annotated[
        bool, typer.Option("--headset", help="Speak into the microphone. マイクで話す")
    ] = False,
    language: Annotated[
        Language | None, typer.Option(help="Language; else the line asks. 言語")
    ] = None,
    at: At = "",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the SIP door. SIP のポート")
    ] = PORT,
    data: Data = None,
) -> None:
    """Call a fictitious printer maker's line 見本の窓口に電話する

    By telephone (--sip), by headset (--headset), or typed (--typed): words as you would say them, or
    keys (1, 0, 12345674); an empty line is silence, /q hangs up.
    """
    wording = load_wording(user_language())
    if by_typing + by_sip + by_headset != 1:
        raise DefinitionError(wording("demo_ivr.one_way"))
    folder = data_folder(data)
    config = read_config(folder)
    if by_typing:
        _type(config, language, at, wording)
        return
    kind = "sip" if by_sip else "headset"
    line, service = read_line(EXAMPLE, config, language)
    know_customers(folder)
    doors = door_specs([kind], config, host="", port=port if by_sip else 0)
    options = doors[0].options
    served = Served(
        folder=EXAMPLE.resolve().parent,
        line=line,
        service=service,
        prompts=constant_prompts(EXAMPLE),
        doors=doors,
        client=CLIENT,
        local_time=at,
        by_headset=by_headset,
        welcome=wording(f"demo_ivr.{kind}", host=options.host, port=options.port),
    )
    code = serve_calls(served, config, folder)
    if code:
        raise typer.Exit(code)


def know_customers(folder: Path) -> None:
    """Whose products callers give the numbers of: the operator's desk shows their cards."""
    read = read_files(csv_files([CUSTOMERS]), client=CLIENT)
    open_archive(folder).customer_store.take(read, client=CLIENT)


def _type(config: Config, language: Language | None, at: str, wording: Wording) -> None:
    """The same dialogue without any sound."""
    line, _ = read_line(EXAMPLE, config, language)
    dialogue = Dialogue(line.uri, Settings(language=language.value if language else "en"))
    session = {"ani": "", "dnis": "", "local_time": at}
    print(wording("demo_ivr.how"), file=sys.stderr)
    for action in converse(dialogue, session, ask_at_keyboard, line.fetch):
        _show(action, wording)


def _show(action: Action, wording: Wording) -> None:
    match action:
        case Play(prompt):
            print(f"  {prompt.text}", flush=True)
        case Transfer():
            print(wording("demo_ivr.transfer", to=action.destination, said=action.info), flush=True)
        case Disconnect():
            print(wording("demo_ivr.over"), flush=True)
        case Exit(value):
            said = json.dumps(value, ensure_ascii=False)
            known = wording("ivr.over") if value is None else wording("demo_ivr.result", said=said)
            print(known, flush=True)
