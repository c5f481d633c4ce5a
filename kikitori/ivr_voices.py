"""Builds the voice of the IVR from what is installed and keeps its prompts in the data folder."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ivr.dialogue.actions import Prompt
from ivr.speaking.latin import japanese_reader
from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.script import Line, lines, script
from ivr.speaking.speakers import as_written, speakers_of
from ivr.speaking.voice import Voice, no_files
from models.loading import EngineOptions, load_synthesizer
from models.phonemes import load_phonemes
from speech.errors import ModelError
from speech.reasons import reason
from speech.synthesizing import Synthesizer
from speech.transcript import Language

_BY_LANGUAGE = {Language.JA: ("kokoro", "openjtalk"), Language.EN: ("flite",)}
"""The best first; where it is not installed, the next one speaks its prompts too."""


def all_lines(prompts: Iterable[Prompt]) -> list[Line]:
    """What is said in prompts, each thing once."""
    return list(dict.fromkeys(line for prompt in prompts for line in lines(script(prompt))))


def prompt_languages(prompts: Iterable[Prompt]) -> list[Language]:
    """The languages prompts are spoken in."""
    return list(dict.fromkeys(line.language for line in all_lines(prompts)))


def prompts_folder(data: Path) -> Path:
    """Where prepared prompts lie."""
    return data / "prompts"


def load_voice(
    options: EngineOptions,
    *,
    languages: Iterable[Language] = (Language.JA, Language.EN),
    find: Callable[[str], Path | None] = no_files,
    names: Iterable[str] = (),
    only_best: bool = False,
) -> Voice:
    """The voice with its engines loaded. `names` are engines of synthesizers, the best first.

    With `only_best` that one speaks what is not prepared as well, which may take long. Raises ModelError when nothing speaks one of the languages.
    """
    engines: dict[str, Synthesizer] = {}
    chosen = tuple(names)
    for language in dict.fromkeys(languages):
        problem: ModelError | None = None
        for name in chosen or _BY_LANGUAGE.get(language, ()):
            if only_best and any(language in one.traits.languages for one in engines.values()):
                break
            try:
                if name not in engines:
                    engines[name] = load_synthesizer(name, options)
            except ModelError as error:
                problem = error
        if not any(language in engine.traits.languages for engine in engines.values()):
            raise problem or ModelError("model.no_voice", language=reason(f"language.{language}"))
    kept = PromptCache(prompts_folder(options.data_folder))
    kept.sweep(time.time())
    japanese = any(Language.JA in engine.traits.languages for engine in engines.values())
    read = japanese_reader(load_phonemes()) if japanese else as_written
    return Voice(speakers_of(*engines.values(), read_japanese=read), kept, find)
