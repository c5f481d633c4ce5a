"""`kikitori control`: begin and end a call on a line that is being recorded, or mark it sensitive."""

import json
from typing import Annotated, Any, Literal

import typer

from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder
from kikitori.wording import Wording, load_wording, user_language
from recorder.control import ask, socket_path
from speech.errors import LineError
from speech.reasons import kept_reason


def control(
    line: Annotated[str, typer.Argument(help="Name of the line, as `record` shows it. 回線の名前")],
    action: Annotated[
        Literal["start", "end", "sensitive", "status"], typer.Argument(help="What to do. 操作")
    ],
    switch: Annotated[
        Literal["on", "off"] | None, typer.Argument(help="For sensitive. 機微の入・切")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why it is sensitive, a short code. 理由の符号")
    ] = None,
    client: Annotated[str | None, typer.Option(help="Client company. 委託元")] = None,
    operator: Annotated[str | None, typer.Option(help="Operator. オペレーター")] = None,
    campaign: Annotated[str | None, typer.Option(help="Campaign. 施策")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Control a recorded line 録音中の回線を操作

    start, end, sensitive on --reason card, sensitive off, status. A soft-phone can say the same to
    the socket run/LINE.sock below the data folder, one JSON line a request.
    """
    if (action == "sensitive") != (switch is not None):
        raise typer.BadParameter(load_wording(user_language())("control.on_or_off"))
    given = {"reason": reason, "client": client, "operator": operator, "campaign": campaign}
    request: dict[str, Any] = {"do": action}
    if switch is not None:
        request["on"] = switch == "on"
    request |= {name: value for name, value in given.items() if value is not None}
    answer = ask(socket_path(data_folder(data), line), request)
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
    if not answer.get("ok"):
        raise LineError(kept_reason(str(answer.get("reason") or answer.get("error") or "")))
    if not as_json:
        print(_told(line, action, answer, load_wording(user_language())))


def _told(line: str, action: str, answer: dict[str, Any], wording: Wording) -> str:
    match action:
        case "start":
            return wording("control.started", line=line, call=answer["call"])
        case "end":
            return wording(
                "control.ended", line=line, call=answer["call"], duration=answer["duration_s"]
            )
        case "sensitive":
            key = "sensitive" if answer["sensitive"] else "not_sensitive"
            return wording(f"control.{key}", line=line, call=answer["call"])
    call = answer["call"]
    if call is None:
        return wording("control.idle", line=line)
    sensitive = f" {wording('record.sensitive')}" if call["sensitive"] else ""
    return wording("control.held", line=line, **call | {"sensitive": sensitive})
