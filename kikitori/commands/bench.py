"""`kikitori bench`: speed and accuracy as ratios against a named peer in the same run."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kikitori.bench import ivr, live, post_call, redaction
from kikitori.bench.ivr_calls import CALLS
from kikitori.commands.demo import FIXTURES
from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder
from kikitori.wording import load_wording, user_language
from speech.transcript import Language

_DIALOGUES = Path(__file__).parents[2] / "tests" / "privacy" / "dialogues"

_EXAMPLES = {
    Language.EN: "en-billing-unchecked.flac",
    Language.JA: "ja-order-upsell.flac",
    Language.KO: "ja-order-upsell.flac",
}

app = typer.Typer(help="Measure against peers 他方式との比較計測", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure against peers 他方式との比較計測"""


@app.command("post-call")
def measure_post_call(
    calls: Annotated[
        Path,
        typer.Option(help="Folder of calls with .json and .gold.json beside them. 通話フォルダー"),
    ] = FIXTURES,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Transcribing recorded calls, beside faster-whisper 録音の文字起こし

    CPU and wall seconds, peak memory and error rate of our way and of faster-whisper's own two
    ways, on the same calls with the same weights, threads and compute type.
    """
    print(post_call.command(calls, data_folder(data), as_json=as_json))


@app.command("redaction")
def measure_redaction(
    dialogues: Annotated[
        Path, typer.Option(help="Folder of marked dialogues (.jsonl). 対話フォルダー")
    ] = _DIALOGUES,
    language: Annotated[
        Language | None, typer.Option(help="Only this language, ja or en. 言語")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What is left of personal data, beside Presidio and a digit pattern 秘匿化の取り漏らし

    Strict and gross leak, precision, alarms on dialogues without personal data, over-redaction and
    turns per CPU second, on the repository's own dialogues. Needs the extra [bench].
    """
    say = load_wording(user_language())
    with Console(stderr=True).status("") as status:
        bench = redaction.run(
            dialogues, language, starting=lambda system, of: status.update(f"{of}: {system} …")
        )
    print(redaction.as_json(bench) if as_json else redaction.table(bench, say))


@app.command("live")
def measure_live(
    call: Annotated[
        Path | None,
        typer.Option(help="A two-channel call, caller left. 通話の音声", show_default="an example"),
    ] = None,
    language: Annotated[
        Language, typer.Option(help="The language it is heard in. 言語")
    ] = Language.EN,
    model: Annotated[
        str,
        typer.Option(help="A model of the catalog, or its folder. モデル名"),
    ] = "whisper-base",
    seconds: Annotated[
        float, typer.Option(min=3, help="How long each load lasts. 各計測の秒数")
    ] = 20.0,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Live calls: capture beside webrtcvad, delays, calls at once 録音・字幕の負荷

    An example call is given over and over at the pace of speech by a device that loses what is not
    fetched in time. There is no example in Korean: without --call, a Korean model hears Japanese,
    which tells how fast it is and not how well it hears.
    """
    say = load_wording(user_language())
    with Console(stderr=True).status("") as status:
        bench = live.run(
            call or FIXTURES / _EXAMPLES[language],
            data_folder(data),
            operator_left=False,
            language=language,
            model=str(Path(model).resolve()) if Path(model).is_dir() else model,
            seconds=seconds,
            starting=lambda what, calls: status.update(say(f"bench.starting_{what}", calls=calls)),
        )
    print(live.as_json(bench) if as_json else live.table(bench, say))


@app.command("ivr")
def measure_ivr(
    calls: Annotated[
        int, typer.Option(min=1, max=100, help="SIP calls at once. 同時通話数")
    ] = CALLS,
    seconds: Annotated[
        float, typer.Option(min=3, help="How long the calls are listened to. 計測の秒数")
    ] = 20.0,
    only: Annotated[
        ivr.Part | None, typer.Option(help="Only this part: waits, calls, hearing. 計測の種類")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The speech IVR: waits, hearing answers, SIP calls at once, steps 音声IVRの負荷

    How long callers wait from the end of their answer to the line's; gaps between the packets callers hear and CPU of the line's process, beside asyncio alone; CPU to
    hear an answer beside faster-whisper's transcribe; dialogue steps beside bare scripts. Needs the
    extra [sip].
    """
    say = load_wording(user_language())
    with Console(stderr=True).status("") as status:
        bench = ivr.run(
            FIXTURES / _EXAMPLES[Language.EN],
            data_folder(data),
            [only] if only else list(ivr.Part),
            calls=calls,
            seconds=seconds,
            starting=lambda part: status.update(say(f"bench.starting_{part}", calls=calls)),
        )
    print(ivr.as_json(bench) if as_json else ivr.table(bench, say))
