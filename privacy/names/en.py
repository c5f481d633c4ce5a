"""Names of persons in English: introductions, titles, answers and spelled letters."""

import re
from collections.abc import Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.names.english_known import (
    capitalized,
    joined_to,
    listed,
    said_twice,
    spelled_out,
    tagged,
)
from privacy.names.english_leads import led_to
from privacy.names.english_reach import after_talk, is_name_word, reach
from privacy.names.english_selves import introduces_self, presented
from privacy.names.english_words import COMMON, GIVEN, is_cased, is_rare
from privacy.talk import core
from speech.transcript import Language

__all__ = [
    "answer",
    "bare",
    "end_of_announcement",
    "explained",
    "in_call",
    "introduces_self",
    "presented",
]

_SURE = re.compile(
    r"(?<![a-z])(?:my name is|my name'?s|names? (?:is|was)|name'?s|the name of|(?:last|first|family|given|middle|sur)\s?name(?: is|'s|,|:)?|"
    r"mr\.?|mrs\.?|ms\.?|dr\.?|miss|mister|missus|maiden name is|(?<!you're )(?<!youre )(?<!you are )(?:speaking with|speaking to|talking to|through to)|speak with|speak to|talk to|"
    r"on behalf of|married to|under the name|the name)\s+"
)
_SPELLED = re.compile(
    r"(?<![a-z])[a-z](?:\s+as\s+in\s+[a-z]+|\s+for\s+[a-z]+)?(?:[\s,.-]+(?:double\s+)?[a-z](?:\s+as\s+in\s+[a-z]+|\s+for\s+[a-z]+)?(?![a-z'])){2,}"
)
_AS_IN = re.compile(r"(?<![a-z'])[a-z][.,]?\s+as\s+in\s+[a-z]+(?![a-z'])")
_CLAUSE = re.compile(r"(?:(?![.?!]\s|,?\s(?:and|but)\s(?:the|my|that|it|i|on|you)(?![a-z])).)*")
_CALLING = re.compile(
    r"(?<![a-z'])([a-z'-]+(?:\s[a-z'-]+){0,2})\s+calling\s+(?:about|from|for|in|regarding|again)(?![a-z])"
)
_ADDRESSED = re.compile(
    r"(?<![a-z])(?:is this|thanks|thank you|am i speaking (?:to|with))\s+([a-z'-]{3,}(?:\s[a-z'-]{3,})?)\s*[?.!]?$"
)
# Behind a title everything is a name that can be none of talk.
_TITLED = re.compile(
    r"(?<![a-z])(?:mr|mrs|ms|mister|missus|dr)\.?\s+(?!(?:a|an|the|and|or|is|was|i|he|she|you|who|what|in|on|at|to|for|has|no)(?![a-z]))([a-z'-]{2,})"
)
_DOCTOR = re.compile(r"(?<![a-z])doctor\s+([a-z'-]{3,})")
_NAMED_BEHIND = re.compile(
    r"(?<![a-z'])([a-z'-]{2,}(?:\s[a-z'-]{2,})?)\s+(?:is|was|thats|that's|that is)\s+(?:the|my|his|her|our|their)\s+(?:full |last |first |middle |real )?(?:name|surname)(?![a-z])"
)
_GIVEN_FOR = re.compile(r"(?<![a-z])(?:under|for|is|it's)\s+")
_LETTERED = re.compile(r"(?<![a-z])([a-z'-]{2,})\s+with\s+(?:an?|two)\s+[a-z](?:'?s)?(?![a-z])")
_LETTER = re.compile(r"(?<![a-z'])[b-hj-z](?![a-z'])")
_FEW_WORDS = 3
_BEFORE_THING = re.compile(r"(?<![a-z])(?:the|an?|any|no)\s+$")
_INITIALS = re.compile(r"(?<![a-z'])(?:[a-z]\.?\s+){1,3}(?=([a-z'-]{2,}))")
_ASKING_WHAT = re.compile(
    r"(?<![a-z])(?:what kind|which|model|brand|make|city|state|country|town|where|company|bank|product|type|medication|language|day|month|color|colour|size|employer|how|why|when|do you|did you|have you|is it|is that|are you|can you|could you|would you|will you)(?![a-z])"
)


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance, and those told in one breath with them."""
    found = list(_evident(heard))
    yield from found
    for start, end in joined_to([(start, end) for start, end, _, _ in found], heard):
        yield start, end, Reason.NAME, 0.6


def _evident(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names introduced, titled, known as names, or written as nothing but names are."""
    cased = is_cased(heard.text)
    for cue in _SURE.finditer(heard.plain):
        place = reach(heard, cue.end(), cased=cased, sure=True)
        if place is not None:
            yield *place, Reason.CUE, 0.9
    for place in led_to(heard, cased=cased):
        yield *place, Reason.CUE, 0.7
    for place in _told(heard):
        yield *place, Reason.CUE, 0.7
    for place in tagged(heard):
        yield *place, Reason.NAME, 0.6
    for place in (
        *listed(heard, cased=cased),
        *said_twice(heard),
        *spelled_out(heard),
        *capitalized(heard, cased=cased),
    ):
        yield *place, Reason.NAME, 0.6


def _told(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by the words behind them, and names an operator calls somebody by."""
    for match in _CALLING.finditer(heard.plain):
        start = after_talk(heard, *match.span(1))
        if start < match.end(1):
            yield start, match.end(1)
    for match in _TITLED.finditer(heard.plain):
        yield match.span(1)
    for match in _DOCTOR.finditer(heard.plain):
        if is_rare(match.group(1)):
            yield match.span(1)
    for match in _NAMED_BEHIND.finditer(heard.plain):
        start = after_talk(heard, *match.span(1))
        if start < match.end(1):
            yield start, match.end(1)
    yield from _lettered(heard)
    addressed = _ADDRESSED.search(heard.plain) if heard.by_operator else None
    if addressed is not None and all(is_name_word(w) for w in addressed.group(1).split()):
        yield addressed.span(1)


def _lettered(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names told with a letter of them ("Kendall with a K")."""
    for match in _LETTERED.finditer(heard.plain):
        if match.group(1) not in COMMON:
            yield match.span()


def bare(heard: Heard, question: Heard) -> tuple[int, int] | None:
    """A name that is all of an answer to a question in which nothing else was asked for."""
    if any(cue.subject.kind or cue.subject.topic for cue in question.cues):
        return None
    if _ASKING_WHAT.search(question.plain) or any(run.digits for run in heard.runs):
        return None
    start, end = core(heard.plain, 0, len(heard.plain), Language.EN)
    words = heard.plain[start:end].split()
    if "?" in heard.text or _BEFORE_THING.search(heard.plain[:start]):
        return None
    named = all(is_rare(word) or word in GIVEN for word in words) and any(map(is_rare, words))
    return (start, end) if named and 0 < len(words) <= _FEW_WORDS else None


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The name in a stretch said in answer to a question for it."""
    for clause in re.compile(r"[^.?!;,]+|[A-Z]\.").finditer(heard.plain, start, end):
        first, last = core(heard.plain, *clause.span(), Language.EN)
        place = reach(heard, first, cased=False, sure=True, limit=last)
        if place is not None and place[1] <= last:
            return place
        initials = _INITIALS.match(heard.plain, first, last)
        if initials is not None and is_rare(initials.group(1)):
            named = reach(heard, initials.end(), cased=False, sure=True)
            if named is not None:
                return first, named[1]
        for cue in _GIVEN_FOR.finditer(heard.plain, first, last):
            given = reach(heard, cue.end(), cased=False)
            if given is not None and given[1] <= last:
                return given
        spelled = _SPELLED.match(heard.plain, first, last)
        if spelled is not None:
            return spelled.span()
    return None


def explained(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where letters of a name are spelled.

    After "B as in Bravo" come more letters, which recognizers garble into words: all goes that
    follows, up to the next sentence or clause.
    """
    for match in _SPELLED.finditer(heard.plain, start, end):
        yield match.span()
    for match in _AS_IN.finditer(heard.plain, start, end):
        yield match.start(), _CLAUSE.match(heard.plain, match.end(), end).end()  # type: ignore[union-attr]
    for sentence in re.compile(r"[^.?!]+").finditer(heard.plain, start, end):
        letters = list(_LETTER.finditer(heard.plain, *sentence.span()))
        if len(letters) >= 2:
            yield letters[0].start(), letters[-1].end()


def end_of_announcement(heard: Heard, start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    clause = re.compile(r"[\s,]*[^.,;?!]+").match(heard.plain, start, end)
    return clause.end() if clause is not None else end
