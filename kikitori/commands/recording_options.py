"""The options of `kikitori record`."""

from typing import Annotated, Literal, TypeAlias

import typer

from archive.call import Direction
from speech.transcript import Language

Begin: TypeAlias = Literal["hand", "voice", "socket"]
Side: TypeAlias = Literal["left", "right"]

Lines: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--line", help="headset, card:1, file:call.wav; desk=card:2 names it. Several at once. 回線"
    ),
]
OfLanguage: TypeAlias = Annotated[
    Language | None, typer.Option(help="Language of the calls. 通話の言語")
]
Client: TypeAlias = Annotated[str, typer.Option(help="Client company. 委託元")]
Operator: TypeAlias = Annotated[str, typer.Option(help="Operator. オペレーター")]
Campaign: TypeAlias = Annotated[str, typer.Option(help="Campaign. 施策")]
WhoCalls: TypeAlias = Annotated[Direction, typer.Option(help="Who called. 受信・発信")]
HowBegun: TypeAlias = Annotated[
    Begin, typer.Option(help="At once, by voice, or by the control socket. 通話の始め方")
]
QuietS: TypeAlias = Annotated[
    float, typer.Option(min=1, help="By voice: ends after so much quiet. 無音で終わる秒数")
]
WithCaptions: TypeAlias = Annotated[
    bool | None, typer.Option("--captions/--no-captions", help="Text while they speak. 字幕")
]
OperatorSide: TypeAlias = Annotated[
    Side | None, typer.Option(help="Operator's channel. オペレーターの側")
]
Pace: TypeAlias = Annotated[
    float, typer.Option(min=0, help="Files: times the pace of speech. ファイルの速さ")
]
