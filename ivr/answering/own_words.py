"""What the line says beside its dialogue's documents, as prompts."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ivr.dialogue.actions import Prompt, Speech
from ivr.speaking.plain_text import UNKNOWN
from speech.transcript import Language

_ANY_DIGIT = "0"
_WORDS = Path(__file__).parent / "words"
LANGUAGES = (Language.JA, Language.EN)


@cache
def _words(language: Language) -> Mapping[str, str]:
    return tomllib.loads((_WORDS / f"{language.value}.toml").read_text(encoding="utf-8"))


def own_prompt(language: Language, key: str, /, **values: object) -> Prompt:
    """A prompt of our own with its values; English where a language has no words."""
    spoken = language if language in LANGUAGES else Language.EN
    return Prompt((Speech(_words(spoken)[key].format(**values)),), spoken.value)


def own_prompts(language: Language) -> Iterator[Prompt]:
    """What can be rendered ahead of them: all but the sentences with values, and digits."""
    for key in _words(language if language in LANGUAGES else Language.EN):
        yield own_prompt(language, key, said=UNKNOWN, minutes=UNKNOWN)
    yield confirmation(language, _ANY_DIGIT)


def confirmation(language: Language, said: str) -> Prompt:
    """Asks whether this was said; digits are read one by one."""
    spoken = language if language in LANGUAGES else Language.EN
    before, _, after = _words(spoken)["confirm"].partition("{said}")
    plain = said.replace(" ", "").replace("-", "")
    what = Speech(said, say_as="digits" if plain.isdecimal() else "")
    parts = [Speech(text) for text in (before,) if text.strip()]
    return Prompt((*parts, what, Speech(after)), spoken.value)
