"""`kikitori ivr say`: hear a text as callers would hear it."""

from pathlib import Path
from typing import Annotated

import soundfile
import typer

from ivr.dialogue.actions import Prompt, Speech
from kikitori.commands.options import Data
from kikitori.config import data_folder, read_config
from kikitori.ivr_voices import load_voice
from kikitori.wiring import engine_options
from kikitori.wording import load_wording, user_language
from speech.errors import DefinitionError, SoundError
from speech.reasons import system_reason
from speech.transcript import Language

_RATES_HZ = (8_000, 16_000)


def say(
    text: Annotated[str, typer.Argument(help="What is to be said. 読み上げる文")],
    language: Annotated[Language, typer.Option(help="ja or en. 言語")],
    output: Annotated[Path, typer.Option("--output", "-o", help="A WAV file. WAV ファイル")],
    say_as: Annotated[
        str, typer.Option(help="digits, date, currency … as in SSML. 読み方の種類")
    ] = "",
    speed: Annotated[float, typer.Option(help="1.2 is a fifth faster. 話す速さ")] = 1.0,
    rate: Annotated[int, typer.Option(help="8000 or 16000 samples a second. 標本化周波数")] = 8_000,
    voice: Annotated[
        str, typer.Option(help="kokoro, openjtalk or flite. 声", show_default="best there is")
    ] = "",
    data: Data = None,
) -> None:
    """Speak a text as callers hear it 発信者に聞こえるとおりに読み上げる"""
    wording = load_wording(user_language())
    if rate not in _RATES_HZ:
        raise DefinitionError("dialogue.no_rate", rate=rate)
    folder = data_folder(data)
    options = engine_options(read_config(folder), folder)
    names = [voice] if voice else []
    chosen = load_voice(options, languages=[language], names=names, only_best=True)
    prompt = Prompt((Speech(text, speed, say_as),), language.value)
    sound = chosen.render(prompt, rate)
    if not sound.samples.any():
        raise DefinitionError("dialogue.nothing_to_say", language=language.value)
    try:
        with output.open("wb") as opened:
            soundfile.write(opened, sound.samples, rate, subtype="PCM_16", format="WAV")
    except OSError as error:
        raise SoundError("file.not_written", file=output, cause=system_reason(error)) from error
    seconds = round(sound.duration_s, 1)
    print(wording("ivr.spoken", file=output, seconds=seconds, rate=rate))
