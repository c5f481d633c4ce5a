"""What a dialogue wants done: play, listen, fetch, record, transfer, hang up; plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Mode: TypeAlias = Literal["voice", "dtmf"]


@dataclass(frozen=True, slots=True)
class Speech:
    """Text to be spoken; `rate` is 1.0 for the voice's own, `say_as` what the text is (date, digits …)."""

    text: str
    rate: float = 1.0
    say_as: str = ""
    say_as_format: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence in a prompt."""

    duration_s: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A named place in a prompt."""

    name: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A recorded sound, and what is played when it cannot be had."""

    uri: str
    fallback: "tuple[Part, ...]" = ()


Part: TypeAlias = Speech | Sound | Pause | Mark


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is played as one; `legal` prompts are never interrupted."""

    parts: tuple[Part, ...]
    language: str
    bargein: bool = True
    bargein_type: str = "speech"
    legal: bool = False

    @property
    def text(self) -> str:
        """What is heard, as words; a sound without words stands as its address in brackets."""
        return _spoken(self.parts)


# A value or a mark before a full stop leaves a space there that nobody would write.
_SPACED = re.compile(r" +([.,;:!?、。](?:\s|$))")


def _spoken(parts: tuple[Part, ...]) -> str:
    words: list[str] = []
    for part in parts:
        if isinstance(part, Speech):
            words.append(part.text)
        elif isinstance(part, Sound):
            words.append(_spoken(part.fallback) or f"[{part.uri}]")
    return _SPACED.sub(r"\1", " ".join(word for word in words if word))


@dataclass(frozen=True, slots=True)
class ActiveGrammar:
    """A grammar the caller may answer by now; `grammar` is a Grammar of `ivr.grammars`."""

    grammar: object
    mode: Mode
    language: str
    weight: float = 1.0
    scope: str = "dialog"


@dataclass(frozen=True, slots=True)
class Play:
    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Wait for the caller; times in seconds, levels from 0 to 1. `sensitive`: keep no key and no word.

    Silence of `complete_s` ends what can be no more than it is, `incomplete_s` what could go on; at
    `longest_s` an answer is cut.
    """

    grammars: tuple[ActiveGrammar, ...]
    timeout_s: float
    interdigit_s: float
    termchar: str
    complete_s: float
    confidence_level: float
    sensitivity: float
    sensitive: bool
    max_nbest: int
    incomplete_s: float = 1.0
    longest_s: float = 15.0


FORM_DATA = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Fetch:
    """Get what lies at an address; `values` go with it, `purpose` is document, data, grammar or script.

    Values that are posted are encoded as in addresses, or as FORM_DATA. Answered by Fetched with the
    same `request`.
    """

    request: int
    uri: str
    method: str = "get"
    values: Mapping[str, object] = field(default_factory=dict)
    purpose: str = "document"
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCaller:
    """Record the caller; answered by Recorded, NoInput or HungUp.

    `ends_on_key`: any key ends it; `ended_by` is what else does, None where nothing does.
    """

    beep: bool
    max_s: float
    final_silence_s: float
    timeout_s: float
    ends_on_key: bool
    sensitive: bool = False
    ended_by: Listen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Connect the caller with somebody else; answered by Transferred or HungUp.

    `ended_by` is by what the caller may end it, None where nothing does.
    """

    destination: str
    bridge: bool
    connect_timeout_s: float
    max_s: float = 0.0
    audio: str = ""
    info: str = ""
    kind: str = "bridge"
    ended_by: Listen | None = None


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Hang up; the values are for whoever keeps the call."""

    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exit:
    """The dialogue is over; `value` is what its <exit> gave, None without one."""

    value: object = None


@dataclass(frozen=True, slots=True)
class Log:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that happened: kind is dialog, item, field, event, transition, match, error …"""

    kind: str
    name: str
    detail: Mapping[str, object] = field(default_factory=dict)


Action: TypeAlias = (
    Play | Listen | Fetch | RecordCaller | Transfer | Disconnect | Exit | Log | Trace
)
