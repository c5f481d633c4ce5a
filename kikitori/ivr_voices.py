"""Builds the voice of the IVR from what is installed and keeps its prompts in the data folder."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.speakers import speakers_of
from ivr.speaking.voice import Voice, no_files
from models.loading import EngineOptions, load_synthesizer
from speech.errors import ModelError
from speech.synthesizing import Synthesizer
from speech.transcript import Language

_BY_LANGUAGE = {Language.JA: ("kokoro", "openjtalk"), Language.EN: ("flite",)}
"""The best first; where it is not installed, the next one speaks its prompts too."""


def prompts_folder(data: Path) -> Path:
    """Where prepared prompts lie."""
    return data / "prompts"


def load_voice(
    options: EngineOptions,
    *,
    languages: Iterable[Language] = (Language.JA, Language.EN),
    find: Callable[[str], Path | None] = no_files,
    names: Iterable[str] = (),
) -> Voice:
    """The voice with its engines loaded. `names` are engines of synthesizers, the best first.

    Raises ModelError when nothing speaks one of the languages.
    """
    engines: dict[str, Synthesizer] = {}
    chosen = tuple(names)
    for language in dict.fromkeys(languages):
        problem: ModelError | None = None
        for name in chosen or _BY_LANGUAGE.get(language, ()):
            try:
                if name not in engines:
                    engines[name] = load_synthesizer(name, options)
            except ModelError as error:
                problem = error
        if not any(language in engine.traits.languages for engine in engines.values()):
            raise problem or ModelError(f"no voice speaks {language}")
    kept = PromptCache(prompts_folder(options.data_folder))
    kept.sweep(time.time())
    return Voice(speakers_of(*engines.values()), kept, find)
