"""Who speaks a language: one voice ahead of calls, one while a caller waits, each taken in turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ivr.speaking.mastering import at_rate, trimmed
from ivr.speaking.script import Line
from speech.audio import Samples
from speech.synthesizing import Synthesizer
from speech.transcript import Language

KEPT_RATE_HZ = 16_000
"""The rate at which sounds are kept; the telephone's own is made of it."""


def as_written(text: str) -> str:
    """The text as it is."""
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """A synthesizer that many calls share; `read` puts a text as this voice reads it right."""

    synthesizer: Synthesizer
    read: Callable[[str], str] = as_written
    _turn: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        return self.synthesizer.traits.voice

    def say(self, line: Line) -> Samples:
        """The line at `KEPT_RATE_HZ` without silence around it. Raises ModelError."""
        text = self.read(line.text)
        with self._turn:
            samples = self.synthesizer.speak(text, line.language, rate=line.rate)
        rate_hz = self.synthesizer.traits.rate_hz
        return at_rate(trimmed(samples, rate_hz), rate_hz, KEPT_RATE_HZ)


@dataclass(frozen=True, slots=True)
class Speakers:
    """The voices of one language; `best` and `quick` may be one and the same."""

    best: Speaker
    quick: Speaker


def speakers_of(
    *synthesizers: Synthesizer, read_japanese: Callable[[str], str] = as_written
) -> dict[Language, Speakers]:
    """The voices by language: the first that speaks it is its best, the first quick one its quick one.

    `read_japanese` puts a Japanese text as its voices read it right.
    """
    made = [
        Speaker(one, read_japanese if Language.JA in one.traits.languages else as_written)
        for one in synthesizers
    ]
    found: dict[Language, Speakers] = {}
    for language in Language:
        able = [one for one in made if language in one.synthesizer.traits.languages]
        quick = [one for one in able if one.synthesizer.traits.quick]
        if able:
            found[language] = Speakers(able[0], quick[0] if quick else able[0])
    return found
