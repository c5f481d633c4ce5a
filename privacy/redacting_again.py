"""Puts what was heard after masking into the redacted transcript and looks for personal data in it."""

from collections.abc import Iterator, Sequence

from privacy.findings import PiiSpan, Reason
from privacy.kind import Form, kinds
from privacy.redacted import RedactedTranscript
from privacy.redactor import Redactor
from privacy.still_audible import GRAM, Memory, Reheard, all_digits
from privacy.surroundings import KeptWord
from speech.audio import Channel, Span
from speech.matching import Sound, find
from speech.transcript import Language, Transcript, Utterance, Word

# What any caller may answer to a question for a number, and for a name.
_ANSWERS = {
    Language.JA: ("4827", "しまだです"),
    Language.EN: ("four eight two seven", "Marlow Quennell"),
    Language.KO: ("4827", "김영수입니다"),
}
_IN_ANSWER = (Reason.QUESTION, Reason.CUE)
# Talk is heard a little differently each time, and a name very differently from talk.
_ALIKE = 0.6
_LEAST_SOUNDS = 4
_NO_KIND = "NUMBER"


def newly_personal(
    redactor: Redactor, redacted: RedactedTranscript, memory: Memory, reheard: Sequence[Reheard]
) -> Iterator[tuple[Channel, Span, str]]:
    """Where what was heard again is personal data by the first pass's own rules, and of what kind.

    What was heard alike and kept at first stays: then its whole call explained it.
    """
    transcript, heard_again = _with_reheard(redacted, memory.kept, reheard)
    for span in redactor.find(transcript, doubting=False):
        utterance = transcript.utterances[span.utterance]
        words = [word for word in _words_of(utterance, span) if id(word) in heard_again]
        if not words:
            continue
        time = Span(words[0].span.start, max(word.span.end for word in words))
        said = "".join(word.text for word in words)
        if not _explained(said, span.kind, time, utterance.channel, memory):
            yield utterance.channel, time, span.kind


def asked_for(
    redactor: Redactor, redacted: RedactedTranscript, channel: Channel, span: Span
) -> str:
    """The kind of personal data that an answer given then would be; "" where none was asked for."""
    said = [Utterance(u.channel, u.span, u.text) for u in redacted.utterances]
    place = sum(u.span.start <= span.start for u in said)
    for answer in _ANSWERS[redacted.language]:
        start = said[place - 1].span.start if place else 0.0
        tried = Utterance(channel, Span(start, max(start, span.end)), answer)
        call = Transcript(redacted.language, (*said[:place], tried, *said[place:]))
        for found in redactor.find(call):
            if found.utterance == place and found.reason in _IN_ANSWER:
                return found.kind
    return ""


def _explained(said: str, kind: str, time: Span, channel: Channel, memory: Memory) -> bool:
    """Whether the first pass heard the same there, and kept it."""
    kept = memory.kept_text(time, channel)
    if kinds()[kind].form in (Form.NAME, Form.PLACE, Form.MAIL):
        one, other = memory.sound(said), memory.sound(kept)
        alike = other.symbols and find(one.symbols, other, least_score=_ALIKE)
        return len(one.symbols) < _LEAST_SOUNDS or bool(alike)
    digits = all_digits(said, memory.language)
    # 万 and "hundred" are written with zeros that nobody said.
    if len(digits.rstrip("0")) < GRAM and not memory.unheard(time, channel):
        return True
    return not digits or _same_number(digits, all_digits(kept, memory.language), kind)


def _same_number(digits: str, known: str, kind: str) -> bool:
    """Whether a number is the one that was kept, misheard this time or the first.

    Kept digits that are only longer now still look like nobody's data.
    """
    if kind == _NO_KIND and len(known) >= GRAM:
        return True
    places = tuple(range(len(known)))
    return (
        bool(known) and find(digits, Sound(known, places, places), least_score=_ALIKE) is not None
    )


def _words_of(utterance: Utterance, span: PiiSpan) -> Iterator[Word]:
    place = 0
    for word in utterance.words:
        end = place + len(word.text)
        if place < span.end and span.start < end:
            yield word
        place = end


def _with_reheard(
    redacted: RedactedTranscript, kept: Sequence[KeptWord], reheard: Sequence[Reheard]
) -> tuple[Transcript, frozenset[int]]:
    """The redacted call with words heard again in place of those heard first at that time."""
    words: dict[int, list[Word]] = {index: [] for index in range(len(redacted.utterances))}
    for one in kept:
        replaced = one.tag is None and any(
            again.channel is one.channel and _mostly_in(one.word.span, again.span)
            for again in reheard
        )
        if not replaced:
            words[one.utterance].append(one.word)
    new: set[int] = set()
    for again in reheard:
        for word in again.words:
            index = _nearest(redacted, again.channel, word.span)
            if index is not None:
                words[index].append(word)
                new.add(id(word))
    utterances = [_utterance(redacted, index, said, new) for index, said in words.items() if said]
    return Transcript(redacted.language, tuple(u for u, _ in utterances)), frozenset(
        number for _, numbers in utterances for number in numbers
    )


def _utterance(
    redacted: RedactedTranscript, index: int, said: Sequence[Word], new: set[int]
) -> tuple[Utterance, set[int]]:
    first = redacted.utterances[index]
    spaced: list[Word] = []
    numbers = set()
    for word in sorted(said, key=lambda word: word.span):
        text = word.text.strip()
        if redacted.language is not Language.JA and spaced:
            text = " " + text
        placed = Word(text, word.span, word.confidence)
        if id(word) in new:
            numbers.add(id(placed))
        spaced.append(placed)
    text = "".join(word.text for word in spaced)
    return Utterance(first.channel, first.span, text, tuple(spaced)), numbers


def _nearest(redacted: RedactedTranscript, channel: Channel, span: Span) -> int | None:
    middle = (span.start + span.end) / 2
    mine = [n for n, u in enumerate(redacted.utterances) if u.channel is channel]
    return min(mine, key=lambda n: _distance(redacted.utterances[n].span, middle), default=None)


def _distance(span: Span, moment: float) -> float:
    return max(span.start - moment, moment - span.end, 0.0)


def _mostly_in(span: Span, other: Span) -> bool:
    return span.overlap(other) > span.duration / 2
