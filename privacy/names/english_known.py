"""English names known by themselves: by the tagger, from the list, said twice or spelled."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from privacy.hearing import Heard
from privacy.names.english_reach import TITLE, after_talk, reach, with_letter
from privacy.names.english_selves import presented
from privacy.names.english_words import COMMON, FIRST, GIVEN, WORD, is_cased, is_rare
from privacy.talk import core
from speech.transcript import Language

_SPELLED_LETTERS = 4
_TWICE = re.compile(r"(?<![a-z'])([a-z'-]{2,})[.,]?\s+(\1)(?![a-z'])")
_CLAUSE = re.compile(r"(?:[^.?!,;:]|\.(?!\s|$))+")
# An article is said before things, and before persons hardly ever.
_OF_THINGS = re.compile(r"(?<![a-z])(?:the|an?|some|any)\s(?:[a-z'-]+\s)?$")
_EXCLAIMED = frozenset(["ha", "haha", "aye", "oui", "g'day", "gday", "howya", "hiya", "phew", "heavens", "ooh", "aw", "aww", "nah", "tyvm"])  # fmt: skip
_AND = re.compile(r",?\s(?:and|or|&)\s(?:the\s)?|,\s")
_BEFORE_AND = re.compile(r"(?<![a-z'])([a-z'-]{2,}),?\s(?:and|or|&)\s$")
# What is called by somebody's name and is nobody.
_ASKED_FOR = re.compile(
    r"(?<![a-z])(?:is that|is this|reach|parents? of|for|looking for|(?<!you're )speaking (?:with|to)|speak (?:with|to)|through to)\s+$"
)
_OF_A_THING = re.compile(
    r"(?:'s)?\s(?:[a-z]+\s)?(?:room|hall|street|st|road|rd|avenue|ave|drive|lane|center|centre|hospital|school|college|university|brothers|and sons|"
    r"& sons|party|night|concert|tour|show|movie|book|novel|album|tickets|day|bank|insurance|pharmacy|dental|plumbing|roofing|"
    r"motors|hotel|inn|cafe|restaurant|pizza|store|shop|market|foundation|airport|stadium|park)(?![a-z])"
)
_A_THING = re.compile(r"(?<![a-z])(?:the|new|saint|st\.?|by)\s+$")


def said_twice(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names said once more at once, as when somebody tells one ("otha otha mims")."""
    for match in _TWICE.finditer(heard.plain):
        said = match.group(1)
        if is_rare(said) or (said in GIVEN and not heard.by_operator):
            place = reach(heard, match.start(2), cased=False)
            yield match.start(), max(match.end(2), place[1] if place is not None else 0)


def spelled_out(heard: Heard) -> Iterator[tuple[int, int]]:
    """Letters that nobody asked for; mostly they are those of a name."""
    if any(cue.subject.topic for cue in heard.cues):
        return
    for run in heard.runs:
        if len(run.letters) >= _SPELLED_LETTERS and not run.digits:
            yield run.start, run.end


def listed(heard: Heard, *, cased: bool) -> Iterator[tuple[int, int]]:
    """Given names wherever they are said, with the family name behind them."""
    done = 0
    for word in WORD.finditer(heard.text):
        said = word.group().lower().strip(".-'’")
        name = said if said in FIRST else said.removesuffix("s").removesuffix("'").removesuffix("’")
        if word.start() < done or name not in FIRST or (cased and not word.group()[0].isupper()):
            continue
        if heard.opens and _ASKED_FOR.search(heard.plain[: word.start()]) is None:
            continue
        if _OF_A_THING.match(heard.plain, word.end()) or _A_THING.search(
            heard.plain[: word.start()]
        ):
            continue
        place = reach(heard, word.start(), cased=cased)
        done = place[1] if place is not None else word.end()
        yield word.start(), done


def capitalized(heard: Heard, *, cased: bool) -> Iterator[tuple[int, int]]:
    """Capitals on rare words that are a whole clause, or two in a row."""
    if not cased or heard.opens:
        return
    for clause in _CLAUSE.finditer(heard.plain):
        start, end = core(heard.plain, *clause.span(), Language.EN)
        words = list(WORD.finditer(heard.text, start, end))
        rare = [w.group()[0].isupper() and is_rare(w.group()) for w in words]
        if _OF_THINGS.search(heard.plain[:start]) is not None:
            continue
        alone = len(words) == 1 and not heard.by_operator and "?" not in heard.text[end : end + 1]
        alone = alone and words[0].group().lower() not in _EXCLAIMED
        for place, (one, other) in enumerate(pairwise(rare)):
            if one and other and heard.text[words[place].end() : words[place + 1].start()] == " ":
                yield words[place].start(), words[place + 1].end()
        if alone and rare[0] and not any(r.start < end and start < r.end for r in heard.runs):
            yield words[0].span()


def joined_to(found: Sequence[tuple[int, int]], heard: Heard) -> Iterator[tuple[int, int]]:
    """Names said in one breath with names that were found ("rowan and sky")."""
    cased = is_cased(heard.text)
    for start, end in found:
        after = _AND.match(heard.plain, end)
        if after is not None:
            place = reach(heard, after.end(), cased=cased, sure=True)
            if place is not None and _a_name(heard, *place, cased=cased):
                yield place
        before = _BEFORE_AND.search(heard.plain[:start])
        if before is not None and _a_name(heard, *before.span(1), cased=cased):
            yield before.span(1)


def _a_name(heard: Heard, start: int, end: int, *, cased: bool) -> bool:
    words = heard.plain[start:end].split()
    capital = heard.text[start].isupper() or not cased
    return capital and all(is_rare(word) or word in GIVEN for word in words)


def tagged(heard: Heard) -> Iterator[tuple[int, int]]:
    """What the tagger says, where it can be believed; in a greeting it takes firms for persons."""
    if heard.by_operator and (heard.opens or any(presented(heard))):
        return
    for naming in heard.namings:
        title = TITLE.match(heard.plain, naming.start, naming.end)
        start = title.end() if title is not None else naming.start
        start = after_talk(heard, start, naming.end)
        # A firm and a name are taken for one: "Westbrook Dental, Jenny".
        comma = heard.plain.rfind(", ", start, naming.end)
        start = comma + 2 if comma >= 0 else start
        if naming.label == "PERSON" and start < naming.end and _trusted(heard, start, naming.end):
            yield start, with_letter(heard, naming.end)


def _trusted(heard: Heard, start: int, end: int) -> bool:
    said = heard.plain[start:end]
    words = said.split()
    if any(c.isdecimal() for c in said) or all(w in COMMON for w in words):
        return False
    if any(cue.start < end and start < cue.end for cue in heard.cues):
        return False
    if not is_cased(heard.text) and (len(words) < 2 or any(w in COMMON for w in words)):
        return False
    before = heard.plain[:start].rstrip()
    # Firms are taken for persons where somebody says whom one has reached.
    return not re.search(
        r"(?:calling|welcome to|reached|choosing|from|using|the|a|an|my|your|our)$", before
    )
