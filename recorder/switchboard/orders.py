"""What the line's process is told to do with a connection; plain data that crosses a pipe."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from speech.audio import Samples


class BargeIn(StrEnum):
    """What a caller may interrupt a prompt with. Legal notices have NEVER."""

    NEVER = "never"
    KEYS = "keys"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Answer:
    leg: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Turn a ringing call away as busy."""

    leg: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Play a prompt after those that wait; `samples` have the leg's rate.

    `marks` are names and the samples they stand at; `sentences` the samples where sentences begin,
    which is where an interrupted prompt may go on. `number` tells prompts of a leg apart.
    While prompts are held (SpeechStopped), a new one takes their place: they are thrown away, but
    for those nothing may interrupt.
    """

    leg: str
    number: int
    samples: Samples
    bargein: BargeIn = BargeIn.SPEECH
    marks: tuple[tuple[str, int], ...] = ()
    sentences: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Loop:
    """Play sound over and over when nothing is said, until the next Speak, Hush or Bridge."""

    leg: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class GoOn:
    """Nothing was said after all: the interrupted prompt goes on from its last sentence.

    After a key there is nothing to go on with. After the second time in the same prompts no voice
    interrupts them any more, only keys: the noise around a caller would let them never end.
    """

    leg: str


@dataclass(frozen=True, slots=True)
class Hush:
    """Throw away what is being said and what waits to be."""

    leg: str


@dataclass(frozen=True, slots=True)
class Press:
    """A key somebody pressed for a connection that has none of its own, as a headset."""

    leg: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dial:
    """Call somebody; `leg` is the new connection's name, chosen by who orders."""

    leg: str
    door: str
    destination: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """Let two connections hear each other; each side's sound goes on being told."""

    caller: str
    operator: str


@dataclass(frozen=True, slots=True)
class Unbridge:
    """They hear each other no more; it comes about by itself when one of them is gone."""

    caller: str


@dataclass(frozen=True, slots=True)
class Refer:
    """Ask the other side to call somebody else; Gone as REFERRED when it does."""

    leg: str
    destination: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """`after_speech`: what waits to be said is said first, and nobody can interrupt it."""

    leg: str
    after_speech: bool = False


Order: TypeAlias = (
    Answer | Refuse | Speak | Loop | GoOn | Hush | Press | Dial | Bridge | Unbridge | Refer | HangUp
)
