"""`kikitori recognize`: print what a recognizer hears, for judging models; nothing is kept."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kikitori.commands.options import Data, Model
from kikitori.config import data_folder, read_config, with_model
from kikitori.wiring import Ears, build_ears
from kikitori.wording import told
from recorder.soundfile_reading import read_channels, resampled
from speech.errors import SoundError
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language, Utterance


def recognize(
    files: Annotated[
        list[Path], typer.Argument(help="Sound files, one or two channels. 音声ファイル")
    ],
    language: Annotated[Language, typer.Option(help="The language spoken. 言語")],
    model: Model = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON line a file and channel. JSON Lines")
    ] = False,
    data: Data = None,
) -> None:
    """Print what is heard 認識結果を見る

    It is UNREDACTED, goes to this terminal only, and nothing is kept. Channels are numbered from 0.
    """
    folder = data_folder(data)
    ears = build_ears(with_model(read_config(folder), model), folder)
    refused = 0
    for file in files:
        try:
            for heard in _hear_channels(file, ears, language):
                print(json.dumps(heard, ensure_ascii=False) if jsonl else _line(heard), flush=True)
        except SoundError as error:
            refused += 1
            print(f"kikitori: {told(error)}", file=sys.stderr)
    if refused:
        raise typer.Exit(SoundError.exit_code)


def _hear_channels(file: Path, ears: Ears, language: Language) -> Iterator[dict[str, object]]:
    for channel, audio in enumerate(read_channels(file)):
        heard = ears(resampled(audio, RECOGNIZER_RATE_HZ), language)
        said = heard.transcript.utterances
        yield {
            "file": str(file),
            "channel": channel,
            "text": ("" if language is Language.JA else " ").join(u.text for u in said),
            "utterances": [_utterance(utterance) for utterance in said],
        }


def _utterance(utterance: Utterance) -> dict[str, object]:
    return {
        "start": round(utterance.span.start, 2),
        "end": round(utterance.span.end, 2),
        "text": utterance.text,
    }


def _line(heard: dict[str, object]) -> str:
    return f"{heard['file']}\t{heard['channel']}\t{heard['text']}"
