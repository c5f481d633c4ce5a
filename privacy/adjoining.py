"""Finds the number-like words that touch a redacted number: recognizers split digits off as words."""

from privacy.folding import folded
from privacy.hearing import SCANNERS
from privacy.kind import Form, kinds
from privacy.numbers.tokens import Part
from privacy.redacted import RedactedTranscript, Redaction
from speech.audio import Span

_NUMBERED = (Form.NUMBER, Form.DATE, Form.CODE, Form.PLACE)
_PARTS = (Part.DIGITS, Part.SEPARATOR, Part.UNIT)
_LONGEST = 8


def adjoining(redacted: RedactedTranscript, redaction: Redaction) -> tuple[int, int]:
    """Code points [start, end) of the tag with what touches it and may be a part of its number.

    In "0さんの[PHONE 1]" it is all of it. The text keeps such words, their sound goes.
    """
    start, end = redaction.start, redaction.end
    if kinds()[redaction.kind].form not in _NUMBERED:
        return start, end
    text = redacted.utterances[redaction.utterance].text
    tokens = SCANNERS[redacted.language](folded(_without_tags(redacted, redaction.utterance)))
    numbers = [token for token in tokens if token.part in _PARTS]
    for token in reversed(numbers):
        if token.end <= start and not text[token.end : start].strip():
            start = token.start
    for token in numbers:
        if token.start >= end and not text[end : token.start].strip():
            end = token.end
    return (
        start if redaction.start - start <= _LONGEST else redaction.start,
        end if end - redaction.end <= _LONGEST else redaction.end,
    )


def _without_tags(redacted: RedactedTranscript, utterance: int) -> str:
    """The text of an utterance with its tags, which hold digits of their own, made opaque."""
    text = redacted.utterances[utterance].text
    for one in redacted.redactions:
        if one.utterance == utterance:
            text = text[: one.start] + "■" * (one.end - one.start) + text[one.end :]
    return text


def time_of(redacted: RedactedTranscript, utterance: int, start: int, end: int) -> Span | None:
    """When the words at code points [start, end) were said; None without word times."""
    place, inside = 0, []
    for word in redacted.utterances[utterance].words:
        if place < end and start < place + len(word.text) and word.text.strip():
            inside.append(word.span)
        place += len(word.text)
    return Span(inside[0].start, max(span.end for span in inside)) if inside else None
