"""Puts tags in place of what was found, in the text of an utterance and in its words."""

from collections.abc import Sequence

from privacy.findings import PiiSpan
from privacy.redacted import RedactedUtterance
from speech.audio import Span
from speech.transcript import Utterance, Word


def tagged(
    utterance: Utterance, spans: Sequence[PiiSpan], tags: Sequence[str]
) -> tuple[RedactedUtterance, list[tuple[int, int]]]:
    """The utterance with `tags` for `spans` (in order, apart), and where in it each tag stands."""
    text, places = _text(utterance.text, spans, tags)
    words = _words(utterance, spans, tags)
    redacted = RedactedUtterance(
        utterance.channel, utterance.span, text, tuple(words), utterance.confidence
    )
    return redacted, places


def _text(
    text: str, spans: Sequence[PiiSpan], tags: Sequence[str]
) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    done = length = 0
    for span, tag in zip(spans, tags, strict=True):
        kept = text[done : span.start]
        places.append((length + len(kept), length + len(kept) + len(tag)))
        length = places[-1][1]
        pieces += [kept, tag]
        done = span.end
    return "".join(pieces) + text[done:], places


def _words(utterance: Utterance, spans: Sequence[PiiSpan], tags: Sequence[str]) -> list[Word]:
    """The words with each tag as one word over the time of those it replaces.

    What is left of a word that was cut keeps that word's time. A blank before a tag belongs to it.
    """
    kept: list[Word] = []
    place = number = 0
    open_words: list[Word] = []
    for word in utterance.words:
        rest = place
        end = place + len(word.text)
        while rest < end:
            span = spans[number] if number < len(spans) else None
            if span is None or span.start >= end:
                kept.append(Word(word.text[rest - place :], word.span, word.confidence))
                break
            if rest < span.start:
                kept.append(
                    Word(word.text[rest - place : span.start - place], word.span, word.confidence)
                )
                rest = span.start
            open_words.append(word)
            rest = min(end, span.end)
            if span.end <= end:
                kept.append(_tag_word(tags[number], open_words))
                open_words = []
                number += 1
        place = end
    return _with_blanks(kept)


def _tag_word(tag: str, words: Sequence[Word]) -> Word:
    time = Span(words[0].span.start, max(word.span.end for word in words))
    return Word(tag, time, min(word.confidence for word in words))


def _with_blanks(words: Sequence[Word]) -> list[Word]:
    """Give a blank that was left alone to the word behind it."""
    joined: list[Word] = []
    for word in words:
        if joined and not joined[-1].text.strip():
            blank = joined.pop()
            joined.append(Word(blank.text + word.text, word.span, word.confidence))
        else:
            joined.append(word)
    return joined
