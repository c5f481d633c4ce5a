"""What a dialogue is told: the call began, the caller spoke, pressed keys or hung up, answers came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Started:
    """The call began; `session` holds what is known of it: ani, dnis, language …"""

    session: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of what was said, with a confidence from 0 to 1."""

    utterance: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """The caller spoke; the likeliest hypothesis first.

    `mark` is the last mark of the prompts that was passed before, None where they were heard to their
    end, and `since_mark_s` how long ago that was. `lasted_s` is how long the caller spoke.
    """

    hypotheses: tuple[Hypothesis, ...]
    mark: str | None = None
    since_mark_s: float = 0.0
    lasted_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Pressed:
    """A whole input by keys, with the terminating key if it was pressed: "12#". Marks as in Said."""

    keys: str
    mark: str | None = None
    since_mark_s: float = 0.0


@dataclass(frozen=True, slots=True)
class NoInput:
    """Nothing was said or pressed in the time given."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Something was said, for `lasted_s`, that none of the active grammars has."""

    lasted_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a Fetch: the document and its address in the end, or the error's event name.

    `error` is a bare reason ("no such file"), or begins with an event name ("error.badfetch.http.404").
    """

    request: int
    document: bytes | None
    uri: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording ended; `handle` names the sealed sound.

    `key` is the key that ended it where any does, `answer` what its `ended_by` takes. Where the
    caller ended it before anything was said it lasts 0 s.
    """

    duration_s: float
    handle: str
    key: str = ""
    too_long: bool = False
    answer: Said | Pressed | None = None


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone; `recorded` is what was recorded until then."""

    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Transferred:
    """How a transfer ended: busy, noanswer, network_busy, near_end_disconnect, far_end_disconnect,
    maxtime_disconnect, network_disconnect, unknown; or an event such as connection.disconnect.transfer.

    `answer` is by what the caller ended it.
    """

    result: str
    duration_s: float = 0.0
    answer: Said | Pressed | None = None


Event: TypeAlias = (
    Started | Said | Pressed | NoInput | NoMatch | HungUp | Fetched | Recorded | Transferred
)
