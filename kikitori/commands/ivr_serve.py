"""`kikitori ivr serve`: answer calls with a dialogue, record them, put callers through to people."""

from pathlib import Path
from typing import Annotated

import typer

from kikitori.commands.options import At, Data
from kikitori.commands.serving import Served, constant_prompts, door_specs, read_line, serve_calls
from kikitori.config import data_folder, read_config
from speech.transcript import Language


def serve(
    document: Annotated[
        Path, typer.Argument(metavar="DOC", help="A service (.yaml) or a VoiceXML document. 対話")
    ],
    door: Annotated[
        list[str] | None,
        typer.Option(help="sip (default), audiosocket, headset. Several at once. 電話の入口"),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen at. 待ち受けるアドレス")] = "",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the door, 0 for the usual one. ポート")
    ] = 0,
    client: Annotated[str, typer.Option(help="Client company. 委託元")] = "",
    language: Annotated[
        Language | None, typer.Option(help="Language; else the line asks. 言語")
    ] = None,
    at: At = "",
    data: Data = None,
) -> None:
    """Answer calls with a dialogue 対話で電話に出る

    Calls are recorded on three channels (caller, prompts, operator) and kept redacted and scored.
    Ctrl-C ends them. Doors and operators stand in config.toml: [doors.sip], [[ivr.operators]].
    """
    folder = data_folder(data)
    config = read_config(folder)
    line, service = read_line(document, config, language)
    served = Served(
        folder=document.resolve().parent,
        line=line,
        service=service,
        prompts=constant_prompts(document),
        doors=door_specs(door or ["sip"], config, host=host, port=port),
        client=client,
        local_time=at,
    )
    code = serve_calls(served, config, folder)
    if code:
        raise typer.Exit(code)
