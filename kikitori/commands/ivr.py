"""`kikitori ivr`: dialogues run without sound; every `ivr_<name>.py` here is a further subcommand."""

import importlib
import json
import math
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from ivr.dialogue.actions import Action, Disconnect, Exit, Log, Play, RecordCaller, Trace, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import Event, Transferred
from ivr.dialogue.settings import Settings
from ivr.fetching import Fetcher
from ivr.running import Question, ScriptedCaller, converse, typed
from kikitori import commands
from kikitori.commands.options import AsJson, Data
from kikitori.config import data_folder, read_config
from kikitori.wording import load_wording, user_language
from speech.errors import DefinitionError
from speech.reasons import reason, system_reason

app = typer.Typer(no_args_is_help=True, help="Dialogues that answer callers 音声応答の対話")


@app.command("run")
def run(
    document: Annotated[Path, typer.Argument(metavar="DOC", help="VoiceXML document. 対話の文書")],
    script: Annotated[
        Path | None,
        typer.Option(metavar="EVENTS", help="The caller's inputs, a JSON list. 発信者の入力"),
    ] = None,
    language: Annotated[
        str, typer.Option(help="Language where the document names none. 言語")
    ] = "en-US",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Run a VoiceXML document without sound 対話を音声なしで実行する

    EVENTS is a list with one entry per input: {"speech": "…"}, {"dtmf": "12#"}, {"noinput": true},
    {"nomatch": true}, {"hangup": true}. Without it you type what the caller says. The last line is
    {"exit": value}, or that in words where you typed.
    """
    path = document.resolve()
    if not path.is_file():
        raise DefinitionError("file.missing", file=document)
    config = read_config(data_folder(data))
    fetcher = Fetcher(_files_of(path), frozenset(config.document_hosts))
    caller = ScriptedCaller(_read(script)) if script is not None else ask_at_keyboard
    session = _session(language)
    dialogue = Dialogue(path.as_uri(), Settings(language=language))
    value: object = None
    for action in converse(dialogue, session, caller, fetcher):
        if isinstance(action, Exit):
            value = action.value
        else:
            for line in _lines(action, as_json=as_json):
                print(line, flush=True)
    typed_by_person = script is None and not as_json and sys.stdin.isatty()
    print(_over(value) if typed_by_person else _json({"exit": value}), flush=True)
    if dialogue.refusal is not None:
        raise dialogue.refusal


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _over(value: object) -> str:
    """That the call is over, in the user's words, with what it came to where it came to anything."""
    wording = load_wording(user_language())
    if value is None:
        return wording("ivr.over")
    return wording("ivr.over_with", value=_shown(value))


def _shown(value: object) -> str:
    """A value as people read it: texts without quotes, others as the document has them."""
    return value if isinstance(value, str) else _json(value)


def _files_of(path: Path) -> Path:
    """Where the document's files may lie: its folder and, for addresses with "..", the one above."""
    above = path.parent.parent
    return above if above != Path(above.anchor) else path.parent


def _session(language: str) -> dict[str, object]:
    connection = {
        "local": {"uri": "text:local"},
        "remote": {"uri": "text:caller"},
        "protocol": {"name": "text", "version": "1.0"},
        "originator": {"uri": "text:caller"},
        "redirect": [],
        "aai": "",
    }
    return {"language": language, "ani": "", "dnis": "", "connection": connection}


def _read(script: Path) -> list[object]:
    try:
        entries = json.loads(script.read_text(encoding="utf-8"))
    except OSError as error:
        raise DefinitionError("where.at", place=script, what=system_reason(error)) from error
    except ValueError as error:
        raise DefinitionError(
            "where.at", place=script, what=reason("dialogue.no_json", problem=str(error))
        ) from error
    if not isinstance(entries, list):
        raise DefinitionError("dialogue.no_inputs", file=script)
    return entries


def ask_at_keyboard(question: Question) -> Event:
    """What somebody types for the caller; whoever is called in a transfer hangs up first."""
    if isinstance(question, Transfer):
        return Transferred("far_end_disconnect")
    wording = load_wording(user_language())
    print(wording("ivr.your_turn"), end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return ScriptedCaller([typed(line)] if line else [])(question)


def _lines(action: Action, *, as_json: bool) -> Iterator[str]:
    told = _told(action)
    if told is None:
        return
    if as_json:
        yield _json(told)
        return
    (kind, name), *rest = told.items()
    detail = " ".join(f"{key}={_shown(value)}" for key, value in rest if value is not None)
    yield f"{kind:10} {_shown(name)}" + (f"  ({detail})" if detail else "")


def _told(action: Action) -> dict[str, object] | None:
    """What is printed of an action: its kind first, with what it is about."""
    match action:
        case Play(prompt):
            told: dict[str, object] = {"prompt": prompt.text, "language": prompt.language}
            return told if prompt.bargein else told | {"bargein": False}
        case Trace(kind, name, detail):
            return {kind: name} | dict(detail)
        case Log(label, text):
            return {"log": text, **({"label": label} if label else {})}
        case RecordCaller():
            return {"record": "caller"}
        case Transfer():
            return {"transfer": action.destination, "type": action.kind}
        case Disconnect(values):
            return {"disconnect": dict(values)}
    return None


def _plain(value: object) -> object:
    """A value JSON has signs for."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool | None) else None


def _include_others() -> None:
    """Add what lies beside: a module's `app` as a group, else its function of the module's name."""
    for found in pkgutil.iter_modules(commands.__path__):
        if found.name.startswith("ivr_"):
            module = importlib.import_module(f"kikitori.commands.{found.name}")
            name = found.name.removeprefix("ivr_")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=name)
            else:
                app.command(name)(getattr(module, name))


_include_others()
