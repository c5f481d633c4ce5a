"""Names by which English speakers present themselves."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.names.english_words import COMMON

_SELF_BEFORE = re.compile(
    r"(?:this is|it'?s|my name is|my name'?s|i'?m|i am|you'?re (?:speaking|talking|through) (?:with|to)|(?<!am i )(?<!i )(?<!to )speaking with|you are speaking with|you'?ve reached|(?<!speak )(?<!speaking )with)\s+$|(?:my|our) (?:colleague|manager|supervisor|associate|teammate|coworker)\s+$"
)
_SELF_AFTER = re.compile(r"\s+(?:speaking|here|from|with|in|at)(?![a-z])")
_SPEAKING = re.compile(r"(?<![a-z])([a-z'-]+)\s+(?:speaking|here)(?![a-z])")
_PRESENTING = re.compile(
    r"(?<![a-z])(?:this is|my name is|my name'?s|i am|i'?m|you'?re (?:speaking|talking|through) (?:to|with)|it'?s(?= [a-z'-]+ (?:at|from|with|here|calling)))\s+([a-z'-]+)"
)
_GREETED_BY = re.compile(r",\s([A-Z][a-z]+)(?:\.|$)")


def presented(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by which the speaker presents himself."""
    greeting = _GREETED_BY.search(heard.text) if heard.index == 0 else None
    if greeting is not None:
        yield greeting.span(1)
    for pattern in (_SPEAKING, _PRESENTING):
        for match in pattern.finditer(heard.plain):
            if match.group(1) not in COMMON:
                yield match.span(1)


def introduces_self(heard: Heard, start: int, end: int) -> bool:
    """Whether the speaker presents himself by the name at [start, end)."""
    before = _SELF_BEFORE.search(heard.plain[:start])
    after = _SELF_AFTER.match(heard.plain, end)
    return before is not None or (
        after is not None and after.group().strip() in ("speaking", "here")
    )
