"""Calls in progress, as a recorder tells of them and the board shows them.

A call stands here while it is held and until its kept form has taken its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from archive.call import Direction
from privacy.redacted import RedactedTranscript, RedactedUtterance
from speech.audio import Channel, Span
from speech.transcript import Language

Captions: TypeAlias = Literal["on", "dropped", "off"]
"""Whether text appears while people speak; under load captions are the first to be dropped."""


@dataclass(frozen=True, slots=True)
class LiveSpeech:
    """Speech that goes on: since when, and how many letters of it are understood; never its words."""

    channel: Channel
    since_s: float
    letters: int = 0


class LiveStage(StrEnum):
    """Who has a caller that was answered by the IVR."""

    IVR = "ivr"
    WAITING = "waiting"
    CALLING = "calling"
    TALKING = "talking"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveWay:
    """Where a caller is whom the IVR answered: names of its document and counts, never words or keys.

    `path` names the dialogs gone through, the last being the present one; `asked` is what is being asked
    for, or whether it was understood rightly when it `reads_back`; `keys` is how many keys were pressed
    for it. In its `stage` the call is since `since_s`, in call
    time. `misheard` counts answers that were not, or not surely, understood, and silences.
    """

    path: tuple[str, ...] = ()
    asked: str = ""
    reads_back: bool = False
    keys: int = 0
    stage: LiveStage = LiveStage.IVR
    since_s: float = 0.0
    operator: str = ""
    misheard: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCall:
    """What can be told of a call in progress, without a word of it.

    `levels_dbfs` are those of the last second, `talk_s` is how long each side has spoken, `silence_s`
    for how long nobody has; `load_s` is how far hearing is behind the sound. `alarms` are short codes
    ("disk_full"). A call that has `ended` is being redacted and scored. `way` is None where no IVR
    answered.
    """

    id: str
    line: str
    language: Language
    started_at: datetime
    client: str = ""
    operator: str = ""
    direction: Direction = Direction.INBOUND
    duration_s: float = 0.0
    levels_dbfs: Mapping[Channel, float] = field(default_factory=dict)
    talk_s: Mapping[Channel, float] = field(default_factory=dict)
    silence_s: float = 0.0
    dropped_frames: int = 0
    gaps: int = 0
    load_s: float = 0.0
    captions: Captions = "on"
    sensitive: bool = False
    alarms: tuple[str, ...] = ()
    ended: bool = False
    speaking: tuple[LiveSpeech, ...] = ()
    way: LiveWay | None = None


@dataclass(frozen=True, slots=True)
class LiveTurn:
    """An utterance of a call in progress, after redaction and its hold-back.

    `number` is its place in what `LiveRedaction` released; what is shown later under the same number
    takes its place, as when a number turns out to be personal and becomes a tag.
    """

    call_id: str
    number: int
    said: RedactedUtterance

    @property
    def channel(self) -> Channel:
        return self.said.channel

    @property
    def span(self) -> Span:
        return self.said.span

    @property
    def text(self) -> str:
        return self.said.text


def new_turns(
    call_id: str, released: RedactedTranscript, shown: RedactedTranscript | None
) -> list[LiveTurn]:
    """The turns of what is released now that are new, or other than when they were `shown`."""
    before = shown.utterances if shown else ()
    return [
        LiveTurn(call_id, number, said)
        for number, said in enumerate(released.utterances)
        if number >= len(before) or before[number] != said
    ]
