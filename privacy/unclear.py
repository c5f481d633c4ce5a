"""Finds where something personal may have been said of which no word is known, to be masked as well."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from privacy.asked import UNCLEAR, Asked, asked_before, questions
from privacy.certainty import DOUBTFUL, hardly_heard, is_heard
from privacy.cueing import CueBook
from privacy.hearing import Heard
from privacy.masking import WHOLE_CALL
from privacy.ordinary import is_talk
from privacy.redacted import Unclear
from speech.audio import Channel, Span, merged
from speech.transcript import Language, Utterance

_GARBLED = 0.6
_LONGEST_REPLY = {Language.JA: 32, Language.EN: 64, Language.KO: 32}
_GAP_S = 0.3
_WORD_TIMES_S = 0.3
_REPLY_S = 20.0
_CALLERS = (Channel.CALLER, Channel.MIXED)


def unclear(
    call: Sequence[Heard], said: Sequence[Utterance], doubted: Collection[int], book: CueBook
) -> tuple[Unclear, ...]:
    """Callers' utterances that are guesses, and sound without words where an answer was due.

    `doubted` are the utterances of which something goes because it was hardly understood.
    """
    if said and not any(map(is_heard, said)):
        return ()
    asked = questions(call, said, book)
    guesses = list(_guesses(call, said, asked, doubted, book))
    wordless = _wordless(call, said, asked, {one.span for one in guesses})
    return tuple(sorted([*guesses, *wordless], key=lambda one: one.span))


def _guesses(
    call: Sequence[Heard],
    said: Sequence[Utterance],
    asked: dict[int, Asked | None],
    doubted: Collection[int],
    book: CueBook,
) -> Iterator[Unclear]:
    """Utterances that nobody can have understood, or of which the words may be misplaced."""
    for index, (heard, one) in enumerate(zip(call, said, strict=True)):
        if heard.by_operator or not is_heard(one):
            continue
        misplaced = one.confidence < _GARBLED and index in doubted
        question = asked_before(asked, said, index)
        reply = [said[number] for number in _turn(call, said, index)]
        if misplaced or hardly_heard(said, index) or _answers_it(heard, reply, one, question, book):
            yield Unclear(one.span, one.channel)


def _turn(call: Sequence[Heard], said: Sequence[Utterance], index: int) -> Iterator[int]:
    """The utterance and those the caller says with it, with nobody else in between."""
    yield index
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(call) and not call[other].by_operator and is_heard(said[other]):
            yield other
            other += step


def _answers_it(
    heard: Heard,
    reply: Sequence[Utterance],
    one: Utterance,
    question: Asked | None,
    book: CueBook,
) -> bool:
    """Whether a short answer is as doubtful as the question, which may have been for anything.

    Where some of an answer was nonsense, little of the rest is believed.
    """
    if question is None or not question.unclear or one.confidence >= DOUBTFUL:
        return False
    if min(u.confidence for u in reply) >= (UNCLEAR if question.doubtful else _GARBLED):
        return False
    letters = sum(character.isalnum() for character in heard.plain)
    short = letters <= _LONGEST_REPLY[book.language]
    return short and not is_talk(heard.plain, book.language)


def _wordless(
    call: Sequence[Heard],
    said: Sequence[Utterance],
    asked: dict[int, Asked | None],
    guessed: Collection[Span],
) -> Iterator[Unclear]:
    """Where the caller's channel has no words though an answer was due, or none in the whole call."""
    callers = [u for h, u in zip(call, said, strict=True) if not h.by_operator and is_heard(u)]
    words = merged(word.span.padded(_WORD_TIMES_S) for one in callers for word in one.words)
    if not words:
        yield from (Unclear(WHOLE_CALL, side, sounding=True) for side in _CALLERS)
    yield from _between_guesses(said, guessed, words)
    for number, question in asked.items():
        reply = _reply(said, asked, number)
        understood = [u for u in callers if u.confidence >= _GARBLED and u.span.overlap(reply) > 0]
        if not words or question is None or (question.unclear and understood):
            continue
        for gap in _between(reply, words):
            yield Unclear(gap, Channel.CALLER, sounding=True)


def _between_guesses(
    said: Sequence[Utterance], guessed: Collection[Span], words: Sequence[Span]
) -> Iterator[Unclear]:
    """Between what one side says in a row, where some of it was not understood."""
    for one, other in pairwise(said):
        alone = one.channel is other.channel and one.span.end < other.span.start
        if alone and (one.span in guessed or other.span in guessed):
            for gap in _between(Span(one.span.end, other.span.start), words):
                yield Unclear(gap, one.channel, sounding=True)


def _reply(said: Sequence[Utterance], asked: dict[int, Asked | None], number: int) -> Span:
    """From the end of an operator's words to his next, as long as answers last."""
    start = said[number].words[-1].span.end
    later = [said[other].words[0].span.start for other in asked]
    return Span(start, min([start + _REPLY_S, *(time for time in later if time > start)]))


def _between(span: Span, words: Sequence[Span]) -> Iterator[Span]:
    """The parts of `span` without words that are long enough for one."""
    start = span.start
    for word in words:
        if word.end > start and word.start < span.end:
            if word.start - start >= _GAP_S:
                yield Span(start, word.start)
            start = word.end
    if span.end - start >= _GAP_S:
        yield Span(start, span.end)
