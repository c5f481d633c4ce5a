"""`kikitori demo ivr`: call the service line of a fictitious printer maker by typing."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ivr.dialogue.actions import Action, Disconnect, Exit, Play, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.menus.reading import read_service
from ivr.menus.serving import address, serve
from ivr.running import converse
from kikitori.commands.ivr import ask_at_keyboard
from kikitori.wording import Wording, load_wording, user_language
from speech.errors import DefinitionError
from speech.transcript import Language

EXAMPLE = Path(__file__).parents[2] / "ivr/examples/printer_service.yaml"


def demo_ivr(
    by_typing: Annotated[
        bool, typer.Option("--typed", help="Type what you say. 文字で話す")
    ] = False,
    language: Annotated[
        Language | None, typer.Option(help="Language; else the line asks. 言語")
    ] = None,
    at: Annotated[str, typer.Option(help="As if called then: 2026-04-01T20:00. かけた時刻")] = "",
) -> None:
    """Call a fictitious printer maker's line 見本の窓口に電話する

    Type words as you would say them, or keys (1, 0, 12345674). An empty line is silence, /q hangs up.
    """
    wording = load_wording(user_language())
    if not by_typing:
        raise DefinitionError(wording("demo_ivr.typed_only"))
    service = read_service(EXAMPLE)
    wanted = language.value if language else ""
    if wanted and wanted not in service.languages:
        raise DefinitionError(wording("demo_ivr.languages", languages=", ".join(service.languages)))
    dialogue = Dialogue(address(service, wanted), Settings(language=wanted or "en"))
    session = {"ani": "", "dnis": "", "local_time": at}
    print(wording("demo_ivr.how"), file=sys.stderr)
    for action in converse(dialogue, session, ask_at_keyboard, serve(service)):
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
            print(wording("demo_ivr.result", said=said), flush=True)
