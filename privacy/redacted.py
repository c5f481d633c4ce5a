"""What others may see of a call: the redacted transcript and the redacted audio, and nothing else.

Only `privacy` makes these from a `Transcript` or a `CallAudio`; `archive` reads them back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from speech.audio import Channel, Samples, Span
from speech.transcript import Language, Word


@dataclass(frozen=True, slots=True)
class Redaction:
    """Something that was removed: what kind, where and why, never its value.

    `utterance` is an index into the transcript, `start` and `end` are code points of the tag in the
    redacted text, `span` is the masked time, `reason` one of `privacy.findings.Reason`; `tag` is
    typed and the same for the same value within a call ("[電話1]").
    """

    kind: str
    utterance: int
    start: int
    end: int
    span: Span
    reason: str
    tag: str


@dataclass(frozen=True, slots=True)
class RedactedUtterance:
    """An utterance after redaction; `words` join to `text`, a tag is one word."""

    channel: Channel
    span: Span
    text: str
    words: tuple[Word, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Unclear:
    """A stretch of a channel that may hold something personal, of whose words nothing is known.

    A `sounding` one has no words at all: only what of it has sound is meant.
    """

    span: Span
    channel: Channel
    sounding: bool = False


@dataclass(frozen=True, slots=True)
class RedactedTranscript:
    """A call's utterances in order of their start, with personal data replaced by tags.

    `unclear` is masked as well; it is needed for that alone and not kept with the call.
    """

    language: Language
    utterances: tuple[RedactedUtterance, ...]
    redactions: tuple[Redaction, ...]
    unclear: tuple[Unclear, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RedactedAudio:
    """A call's sound with every mask replaced in all channels; durations are those of the call."""

    rate_hz: int
    channels: Mapping[Channel, Samples]
    masks: tuple[Span, ...]

    @property
    def duration_s(self) -> float:
        return len(next(iter(self.channels.values()))) / self.rate_hz
