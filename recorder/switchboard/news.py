"""What the line's process tells of its connections; plain data that crosses a pipe.

Times are samples of the connection's own time line, which begins when it is connected.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from recorder.switchboard.leg import Ending, KeyWay
from speech.audio import Samples


@dataclass(frozen=True, slots=True)
class Rang:
    """Somebody calls; nothing is connected before Answer. The texts come from strangers."""

    leg: str
    door: str
    number: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Connected:
    leg: str
    rate_hz: int


@dataclass(frozen=True, slots=True)
class Heard:
    """20 ms of a connection that nobody dialled: its caller, what they were sent, who they talk with.

    `ivr` is what was really sent of prompts, ducked and cut as it was; `operator` is the bridged
    side's sound, silence without one. All three have one length. `missing_samples` of the caller's and
    `operator_missing` of the operator's, counted at the caller's rate, did not come in time and are
    silence here.
    """

    leg: str
    first_sample: int
    caller: Samples
    ivr: Samples
    operator: Samples
    missing_samples: int = 0
    operator_missing: int = 0


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key went down, each press once however many ways it came."""

    leg: str
    key: str = field(repr=False)
    sample: int
    way: KeyWay


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """A prompt is held because of a voice or a key. `mark` was passed last, `since_mark_s` ago.

    After a voice GoOn lets it go on; `began_sample` is where that voice began.
    """

    leg: str
    number: int
    began_sample: int
    by_key: bool
    mark: str | None = None
    since_mark_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A prompt was heard to its end."""

    leg: str
    number: int
    sample: int


@dataclass(frozen=True, slots=True)
class SpeechPlayed:
    """Of a prompt the samples [first, last) were played, the last of them before `sample`.

    It is told when a prompt is over and each time it is broken off, whatever broke it off. One that
    goes on is told in several. Of a loop (`number` 0) it is told how long it was played.
    """

    leg: str
    number: int
    first: int
    last: int
    sample: int


@dataclass(frozen=True, slots=True)
class NotReferred:
    """The other side did not call whom it was asked to call; the connection stands."""

    leg: str


@dataclass(frozen=True, slots=True)
class Gone:
    leg: str
    ending: Ending


@dataclass(frozen=True, slots=True)
class Load:
    """How the line's process does, once a second: connections, worst delay of its beat, sound lost."""

    connections: int
    latest_beat_s: float
    missing_samples: int


News: TypeAlias = (
    Rang
    | Connected
    | Heard
    | KeyPressed
    | SpeechStopped
    | SpeechEnded
    | SpeechPlayed
    | NotReferred
    | Gone
    | Load
)
