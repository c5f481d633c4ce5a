"""Open JTalk's Japanese voice "Mei": 0.06 s of one core for a second of speech, so it may speak in calls."""

import re
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from models.loading import EngineOptions
from speech.audio import Samples
from speech.errors import ModelError
from speech.reasons import reason
from speech.synthesizing import SynthesizerTraits
from speech.transcript import Language

_RATE_HZ = 48_000
# Where there is nothing to say, Open JTalk makes a tone of its own.
_SAYS_SOMETHING = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class OpenJTalkSynthesizer:
    """Speaks Japanese; words in Latin letters that its dictionary does not know are spelled out."""

    voice: str

    @property
    def traits(self) -> SynthesizerTraits:
        return SynthesizerTraits(frozenset({Language.JA}), _RATE_HZ, quick=True, voice=self.voice)

    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        from pyopenjtalk import tts

        if language is not Language.JA:
            raise ModelError(
                "model.speaks_another", engine="openjtalk", language=reason(f"language.{language}")
            )
        if not _SAYS_SOMETHING.search(text):
            return np.zeros(0, np.int16)
        wave, _ = tts(text, speed=rate)
        return np.clip(np.rint(wave), -32768, 32767).astype(np.int16)


def load(_: EngineOptions) -> OpenJTalkSynthesizer:
    """Open the dictionary and the voice, which the first word would wait for (0.5 s)."""
    try:
        from pyopenjtalk import tts
    except ImportError as error:
        raise ModelError("model.no_package", package="pyopenjtalk-plus") from error
    tts("はい")
    return OpenJTalkSynthesizer(f"openjtalk-mei-{version('pyopenjtalk-plus')}")
