"""The seam of synthesizers: text in, speech out, one file a kind in `models/synthesizers/`."""

from dataclasses import dataclass
from typing import Protocol

from speech.audio import Samples
from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class SynthesizerTraits:
    """`quick` ones speak faster than real time by far, so that they may speak while a caller waits.

    `voice` names who speaks and in which version: sound kept under another name is spoken anew.
    """

    languages: frozenset[Language]
    rate_hz: int
    quick: bool
    voice: str = ""


class Synthesizer(Protocol):
    """Implementations live in `models/synthesizers/<name>.py`; used by any thread, one at a time."""

    @property
    def traits(self) -> SynthesizerTraits: ...

    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        """The text as int16 mono samples at `traits.rate_hz`; `rate` 1.2 is a fifth faster.

        Raises ModelError when the voice cannot speak at all; text without a sound gives none.
        """
        ...
