"""Names of persons in English: introductions, titles, answers and spelled letters."""

import re
from collections.abc import Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.names.english_words import COMMON, EVERYDAY, FIRST, GIVEN, WORD, is_cased, is_rare
from privacy.talk import core
from speech.transcript import Language

_SURE = re.compile(
    r"(?<![a-z])(?:my name is|my name'?s|names? (?:is|was)|name'?s|the name of|(?:last|first|family|given|middle|sur)\s?name(?: is|'s|,|:)?|"
    r"mr\.?|mrs\.?|ms\.?|miss|mister|missus|maiden name is|(?<!you're )(?<!youre )(?<!you are )(?:speaking with|speaking to|talking to|through to)|speak with|speak to|talk to|"
    r"on behalf of|married to|under the name|the name)\s+"
)
_INTRODUCING = re.compile(
    r"(?<![a-z])(?:this is|i am|i'?m|call me|you'?re|you are|is that|she'?s|he'?s|she is|he is|called|named|goes by|known as|says|there'?s|trying to reach|looking for|widow is|mom is|dad is|wife is|husband is|name is)[,\s]\s*"
)
_GIVING = re.compile(
    r"(?<![a-z])(?:it'?s|for|under|that'?s|name|thats me|from|with|ask for|by|is)[,\s]\s*"
)
_KIN = re.compile(
    r"(?<![a-z])(?:husband|wife|son|daughter|mother|father|sister|brother|mom|mum|dad|aunt|uncle|cousin|nephew|niece|grandson|"
    r"granddaughter|grandma|grandpa|grandmother|grandfather|partner|friend|spouse|fiance|fiancee|boyfriend|girlfriend|roommate|neighbor|neighbour|"
    r"boss|landlord|tenant|colleague|assistant|ex)(?:'?s)?[,\s]\s*"
)
_GREETING = re.compile(
    r"(?<![a-z])(?:thanks|thank you|hi|hello|okay|ok|alright|great|so|sorry|perfect|sure|dr\.?|doctor|good morning|good afternoon|is this)[,\s]\s*"
)
_ENDS = re.compile(r"\s*(?:[.,;?!]|$)")
_GOES_ON = re.compile(
    r"\s*(?:[.,;?!]|$)|\s+(?:calling|speaking|here|from|and|again|with|at|in|on|i|i'?m|i'?d|im|id|my|about|can|could|we|is|has|who|the|who'?s|would|again|over|for|he|she|they)(?![a-z])"
)


_SPELLED = re.compile(
    r"(?<![a-z])[a-z](?:\s+as\s+in\s+[a-z]+|\s+for\s+[a-z]+)?(?:[\s,.-]+(?:double\s+)?[a-z](?:\s+as\s+in\s+[a-z]+|\s+for\s+[a-z]+)?(?![a-z'])){2,}"
)
_AS_IN = re.compile(r"(?<![a-z'])[a-z][.,]?\s+as\s+in\s+[a-z]+(?![a-z'])")
_CLAUSE = re.compile(r"(?:(?![.?!]\s|,?\s(?:and|but)\s(?:the|my|that|it|i|on|you)(?![a-z])).)*")
_SELF_BEFORE = re.compile(
    r"(?:this is|it'?s|my name is|my name'?s|i'?m|i am|you'?re (?:speaking|talking|through) (?:with|to)|(?<!am i )(?<!i )(?<!to )speaking with|you are speaking with|you'?ve reached|(?<!speak )(?<!speaking )with)\s+$|(?:my|our) (?:colleague|manager|supervisor|associate|teammate|coworker)\s+$"
)
_SELF_AFTER = re.compile(r"\s+(?:speaking|here|from|with|in|at)(?![a-z])")
_SPEAKING = re.compile(r"(?<![a-z])([a-z'-]+)\s+(?:speaking|here)(?![a-z])")
_PRESENTING = re.compile(
    r"(?<![a-z])(?:this is|my name is|my name'?s|i am|i'?m|you'?re (?:speaking|talking|through) (?:to|with)|it'?s(?= [a-z'-]+ (?:at|from|with|here|calling)))\s+([a-z'-]+)"
)
_GREETED_BY = re.compile(r",\s([A-Z][a-z]+)(?:\.|$)")
_TITLE = re.compile(r"(?:(?:mister|missus|miss|mrs|mr|ms|dr|doctor|sir|madam)\.?(?:\s+|$))+")
_CALLING = re.compile(
    r"(?<![a-z'])([a-z'-]+(?:\s[a-z'-]+){0,2})\s+calling\s+(?:about|from|for|in|regarding|again)(?![a-z])"
)
_ADDRESSED = re.compile(
    r"(?<![a-z])(?:is this|thanks|thank you|am i speaking (?:to|with))\s+([a-z'-]{3,}(?:\s[a-z'-]{3,})?)\s*[?.!]?$"
)
_GIVEN_FOR = re.compile(r"(?<![a-z])(?:under|for|is|it's)\s+")
_WITH_LETTER = re.compile(
    r",?\s+(?:spelled\s+|that's\s+)?with\s+(?:an?|two|one|no)\s+[a-z](?:'?s)?(?![a-z])"
)
_LETTERED = re.compile(r"(?<![a-z])([a-z'-]{2,})\s+with\s+(?:an?|two)\s+[a-z](?:'?s)?(?![a-z])")
_LETTER = re.compile(r"(?<![a-z'])[b-hj-z](?![a-z'])")
_LONGEST_WORDS = 4
_FEW_WORDS = 3
_SPELLED_LETTERS = 4
_TWICE = re.compile(r"(?<![a-z'])([a-z'-]{2,})[.,]?\s+(\1)(?![a-z'])")
# What is called by somebody's name and is nobody.
_ASKED_FOR = re.compile(
    r"(?<![a-z])(?:is that|is this|reach|parents? of|for|looking for|(?<!you're )speaking (?:with|to)|speak (?:with|to)|through to)\s+$"
)
_BEFORE_THING = re.compile(r"(?<![a-z])(?:the|an?|any|no)\s+$")
_OF_A_THING = re.compile(
    r"(?:'s)?\s(?:[a-z]+\s)?(?:room|hall|street|st|road|rd|avenue|ave|drive|lane|center|centre|hospital|school|college|university|brothers|and sons|"
    r"& sons|party|night|concert|tour|show|movie|book|novel|album|tickets|day|bank|insurance|pharmacy|dental|plumbing|roofing|"
    r"motors|hotel|inn|cafe|restaurant|pizza|store|shop|market|foundation|airport|stadium|park)(?![a-z])"
)
_A_THING = re.compile(r"(?<![a-z])(?:the|new|saint|st\.?|by)\s+$")
_INITIALS = re.compile(r"(?<![a-z'])(?:[a-z]\.?\s+){1,3}(?=([a-z'-]{2,}))")
_ASKING_WHAT = re.compile(
    r"(?<![a-z])(?:what kind|which|model|brand|make|city|state|country|town|where|company|bank|product|type|medication|language|day|month|color|colour|size|employer|how|why|when|do you|did you|have you|is it|is that|are you|can you|could you|would you|will you)(?![a-z])"
)


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance: introduced, titled or known as names."""
    cased = is_cased(heard.text)
    for cue in _SURE.finditer(heard.plain):
        place = _words(heard, cue.end(), cased=cased, sure=True)
        if place is not None:
            yield *place, Reason.CUE, 0.9
    for place in _led_to(heard, cased=cased):
        yield *place, Reason.CUE, 0.7
    for place in _told(heard):
        yield *place, Reason.CUE, 0.7
    for place in _tagged(heard):
        yield *place, Reason.NAME, 0.6
    for place in (*_listed(heard, cased=cased), *_said_twice(heard), *_spelled_out(heard)):
        yield *place, Reason.NAME, 0.6


def _led_to(heard: Heard, *, cased: bool) -> Iterator[tuple[int, int]]:
    """Names behind words that often lead to one, when they can hardly be anything else."""
    for pattern, likely in (
        (_INTRODUCING, _introduced),
        (_GIVING, _given),
        (_KIN, _of_kin),
        (_GREETING, _greeted),
    ):
        if heard.by_operator and heard.index == 0 and pattern in (_GREETING, _GIVING):
            # A firm's greeting is full of names that are no person's.
            continue
        for cue in pattern.finditer(heard.plain):
            for sure in (True, False):
                place = _words(heard, cue.end(), cased=cased, sure=sure)
                if place is not None and (
                    likely(heard, *place) or (not sure and _named(heard, *place))
                ):
                    yield place
                    break


def _named(heard: Heard, start: int, end: int) -> bool:
    """Whether the tagger takes it for a person as well."""
    return any(n.label == "PERSON" and n.start < end and start < n.end for n in heard.namings)


def _telling(heard: Heard, start: int, end: int) -> int:
    """How many words of a stretch can only be names; none if one of them is talk."""
    words = heard.plain[start:end].split()
    if not (is_rare(words[0]) or words[0] in GIVEN):
        return 0
    if not all(is_rare(word) or word in EVERYDAY or len(word) == 1 for word in words):
        return 0
    return len(words)


def _introduced(heard: Heard, start: int, end: int) -> bool:
    return _telling(heard, start, end) > 0 and _GOES_ON.match(heard.plain, end) is not None


def _given(heard: Heard, start: int, end: int) -> bool:
    told = _telling(heard, start, end)
    under = heard.plain[:start].rstrip(" ,").endswith(("under", "ask for"))
    if under:
        return told > 0
    followed = (
        _GOES_ON.match(heard.plain, end) is not None or heard.plain[end + 1 : end + 2].isdecimal()
    )
    by_cue = (
        heard.plain[:start].rstrip(" ,").endswith(("its", "it's", "thats", "that's", "name", "me"))
    )
    return told >= 2 and followed and by_cue and not heard.by_operator


def _of_kin(heard: Heard, start: int, end: int) -> bool:
    capital = is_cased(heard.text) and heard.text[start].isupper()
    return capital or _telling(heard, start, end) > 0


def _greeted(heard: Heard, start: int, end: int) -> bool:
    """Operators call by name whom they speak with."""
    return (
        heard.by_operator
        and heard.index > 0
        and not any(presented(heard))
        and _telling(heard, start, end) > 0
        and _ENDS.match(heard.plain, end) is not None
    )


def _said_twice(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names said once more at once, as when somebody tells one ("otha otha mims")."""
    for match in _TWICE.finditer(heard.plain):
        said = match.group(1)
        if is_rare(said) or (said in GIVEN and not heard.by_operator):
            place = _words(heard, match.start(2), cased=False)
            yield match.start(), max(match.end(2), place[1] if place is not None else 0)


def _spelled_out(heard: Heard) -> Iterator[tuple[int, int]]:
    """Letters that nobody asked for; mostly they are those of a name."""
    if any(cue.subject.topic for cue in heard.cues):
        return
    for run in heard.runs:
        if len(run.letters) >= _SPELLED_LETTERS and not run.digits:
            yield run.start, run.end


def _listed(heard: Heard, *, cased: bool) -> Iterator[tuple[int, int]]:
    """Given names wherever they are said, with the family name behind them."""
    opening = heard.by_operator and heard.index == 0
    done = 0
    for word in WORD.finditer(heard.text):
        said = word.group().lower().strip(".-'’")
        name = said if said in FIRST else said.removesuffix("s").removesuffix("'").removesuffix("’")
        if word.start() < done or name not in FIRST or (cased and not word.group()[0].isupper()):
            continue
        if opening and _ASKED_FOR.search(heard.plain[: word.start()]) is None:
            continue
        if _OF_A_THING.match(heard.plain, word.end()) or _A_THING.search(
            heard.plain[: word.start()]
        ):
            continue
        place = _words(heard, word.start(), cased=cased)
        done = place[1] if place is not None else word.end()
        yield word.start(), done


def _told(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by the words behind them, and names an operator calls somebody by."""
    for match in _CALLING.finditer(heard.plain):
        start = _after_talk(heard, *match.span(1))
        if start < match.end(1):
            yield start, match.end(1)
    for match in _LETTERED.finditer(heard.plain):
        if match.group(1) not in COMMON:
            yield match.span()
    addressed = _ADDRESSED.search(heard.plain) if heard.by_operator else None
    if addressed is not None and all(_is_name_word(w) for w in addressed.group(1).split()):
        yield addressed.span(1)


def _tagged(heard: Heard) -> Iterator[tuple[int, int]]:
    """What the tagger says, where it can be believed; in a greeting it takes firms for persons."""
    if heard.by_operator and (heard.index == 0 or any(presented(heard))):
        return
    for naming in heard.namings:
        title = _TITLE.match(heard.plain, naming.start, naming.end)
        start = title.end() if title is not None else naming.start
        start = _after_talk(heard, start, naming.end)
        # A firm and a name are taken for one: "Westbrook Dental, Jenny".
        comma = heard.plain.rfind(", ", start, naming.end)
        start = comma + 2 if comma >= 0 else start
        if naming.label == "PERSON" and start < naming.end and _trusted(heard, start, naming.end):
            yield start, _with_letter(heard, naming.end)


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
        place = _words(heard, first, cased=False, sure=True)
        if place is not None and place[1] <= last:
            return place
        initials = _INITIALS.match(heard.plain, first, last)
        if initials is not None and is_rare(initials.group(1)):
            named = _words(heard, initials.end(), cased=False, sure=True)
            if named is not None:
                return first, named[1]
        for cue in _GIVEN_FOR.finditer(heard.plain, first, last):
            given = _words(heard, cue.end(), cased=False)
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


def _after_talk(heard: Heard, start: int, end: int) -> int:
    """The start of a name without the words of talk before it that were taken for a part of it."""
    for word in WORD.finditer(heard.plain, start, end):
        if word.group() not in COMMON:
            return word.start()
    return end


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


def _words(heard: Heard, start: int, *, cased: bool, sure: bool = False) -> tuple[int, int] | None:
    """Up to four words from `start` on that can be a name."""
    title = _TITLE.match(heard.plain, start)
    start = end = title.end() if title is not None else start
    said = 0
    while said < _LONGEST_WORDS:
        word = WORD.match(heard.text, end if said == 0 else _next(heard.text, end))
        if word is None or not (
            _can_be_name(word.group(), cased=cased, sure=sure)
            or (said and _is_initial(heard, word))
        ):
            break
        end = word.end()
        said += 1
        if word.group().endswith(".") and len(word.group()) > 3:
            end -= 1
            break
    while end > start and heard.text[end - 1] in ".-'":
        end -= 1
    # A lone letter is no name, and names on telephones are not said to be longer.
    return (start, _with_letter(heard, end)) if said and end - start > 1 else None


def _is_initial(heard: Heard, word: re.Match[str]) -> bool:
    """Whether a letter that is a word as well stands between names ("deshawn a carrington")."""
    following = WORD.match(heard.text, _next(heard.text, word.end()))
    return (
        len(word.group().rstrip(".")) == 1 and following is not None and is_rare(following.group())
    )


def _is_name_word(word: str) -> bool:
    return word not in COMMON and not word.endswith(("ing", "n't", "ly"))


def _with_letter(heard: Heard, end: int) -> int:
    """Where "Kendall with a K" ends."""
    match = _WITH_LETTER.match(heard.plain, end)
    return match.end() if match is not None else end


def _next(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == " " else len(text)


def _can_be_name(word: str, *, cased: bool, sure: bool) -> bool:
    plain = word.lower().rstrip(".-")
    if sure and plain in EVERYDAY:
        return word[0].isupper() or not cased
    if plain in COMMON or plain.endswith(("n't", "ing")) or plain.removesuffix("'s") in COMMON:
        return False
    return word[0].isupper() or not cased


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


def end_of_announcement(heard: Heard, start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    clause = re.compile(r"[\s,]*[^.,;?!]+").match(heard.plain, start, end)
    return clause.end() if clause is not None else end
