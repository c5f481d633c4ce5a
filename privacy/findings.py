"""Where personal data was found in a call, and why."""

from dataclasses import dataclass, field
from enum import StrEnum

_NEXT = 4


class Reason(StrEnum):
    """What gave a datum away; kept with a redaction in place of its value."""

    CUE = "cue"
    QUESTION = "question"
    PATTERN = "pattern"
    VALIDATOR = "validator"
    READ_BACK = "read-back"
    NAME = "name"
    RUN = "run"
    WORDING = "wording"
    """Words and turns around it are those around personal data in other calls."""
    DOUBT = "doubt"
    """It was asked for, and what was said then was hardly understood."""


@dataclass(frozen=True, slots=True)
class PiiSpan:
    """Personal data at code points [start, end) of an utterance's text.

    `item` numbers the things said in a call from 1 within their kind, so that a value said again
    or in several parts is one thing. The value itself is not kept here.
    """

    utterance: int
    start: int
    end: int
    kind: str
    score: float
    reason: str
    item: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A span on its way through the stages, with its value, which lives in memory only.

    `value` is in the form in which the same thing said again compares equal: digits and letters of
    a number, folded text of words. `slot` joins the parts of one answer.
    """

    utterance: int
    start: int
    end: int
    kind: str
    score: float
    reason: Reason
    value: str = field(repr=False)
    slot: int = 0

    def beside(self, start: int, end: int) -> bool:
        """Whether code points [start, end) stand next to it, with a particle or a blank between."""
        return -_NEXT < self.start - end < _NEXT or -_NEXT < start - self.end < _NEXT
