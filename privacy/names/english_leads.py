"""Words that lead to names of persons in English, and whether a name follows them."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.names.english_reach import reach
from privacy.names.english_selves import presented
from privacy.names.english_words import EVERYDAY, GIVEN, is_cased, is_rare

_INTRODUCING = re.compile(
    r"(?<![a-z])(?:this is|i am|i'?m|call me|you'?re|you are|is that|she'?s|he'?s|she is|he is|called|named|goes by|known as|says|there'?s|trying to reach|looking for|widow is|mom is|dad is|wife is|husband is|name is)[,\s]\s*"
)
_GIVING = re.compile(
    r"(?<![a-z])(?:it'?s|for|under|that'?s|name|thats me|from|with|ask for|by|is)[,\s]\s*"
)
_KIN = re.compile(
    r"(?<![a-z])(?:husband|wife|son|daughter|mother|father|sister|brother|mom|mum|dad|aunt|uncle|cousin|nephew|niece|grandson|"
    r"granddaughter|grandma|grandpa|grandmother|grandfather|partner|friend|spouse|fiance|fiancee|boyfriend|girlfriend|roommate|neighbor|neighbour|"
    r"boss|landlord|tenant|colleague|assistant|lad|lass|boy|girl|kid|kids|kids are|twins|cleaner|carer|caretaker|coworker|co-worker|granny|gran|nan|nana|auntie|"
    r"nanny|therapist|supervisor|contractor|manager|attorney|lawyer|accountant|agent|godson|goddaughter|stepson|stepdaughter|stepmom|stepdad|"
    r"in-law|patient|client|guest|tutor|coach|teacher|instructor|technician|receptionist|widow|ex)(?:'?s)?[,\s]\s*"
)
_GREETING = re.compile(
    r"(?<![a-z])(?:thanks|thank you|hi|hello|okay|ok|alright|great|so|sorry|perfect|sure|dr\.?|doctor|good morning|good afternoon|is this)[,\s]\s*"
)
# Words by which an operator says whose data are before him.
_HOLDING = re.compile(
    r"(?<![a-z])(?:i have(?: an?)?|i'?ve(?: got)?(?: an?)?|i see(?: an?)?|is it|was it|is that|was that|and it'?s(?: still)?|did you say|is this|or|asking for|asked for|account|about|still)[,\s]\s*"
)
_ENDS = re.compile(r"\s*(?:[.,;?!]|$)")
_GOES_ON = re.compile(
    r"\s*(?:[.,;?!]|$)|\s+(?:calling|speaking|here|from|and|again|with|at|in|on|i|i'?m|i'?d|im|id|my|about|can|could|we|is|has|who|the|who'?s|would|again|over|for|he|she|they|so|but|not|like|ok|okay|yes|no|now|or|was|his|her|hes|shes|thats|too|also|please|right|said|as|if|when|then|hold|you|it|its|if)(?![a-z])"
)


def led_to(heard: Heard, *, cased: bool) -> Iterator[tuple[int, int]]:
    """Names behind words that often lead to one, when they can hardly be anything else."""
    for pattern, likely in (
        (_INTRODUCING, _introduced),
        (_GIVING, _given),
        (_KIN, _of_kin),
        (_GREETING, _greeted),
        (_HOLDING, _held),
    ):
        if heard.opens and pattern in (_GREETING, _GIVING):
            # A firm's greeting is full of names that are no person's.
            continue
        for cue in pattern.finditer(heard.plain):
            for sure in (True, False):
                place = reach(heard, cue.end(), cased=cased, sure=sure)
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
    if capital or _telling(heard, start, end) > 0:
        return True
    words = heard.plain[start:end].split()
    namable = words[-1] != "will" and all(is_rare(word) or word in EVERYDAY for word in words)
    return namable and _ENDS.match(heard.plain, end) is not None


def _greeted(heard: Heard, start: int, end: int) -> bool:
    """Operators call by name whom they speak with."""
    return (
        heard.by_operator
        and heard.index > 0
        and not any(presented(heard))
        and _telling(heard, start, end) > 0
        and _ENDS.match(heard.plain, end) is not None
    )


def _held(heard: Heard, start: int, end: int) -> bool:
    """Names that an operator reads from what he has, or asks to be told right or wrong."""
    capital = is_cased(heard.text) and heard.text[start].isupper()
    if not heard.by_operator or heard.index == 0 or (is_cased(heard.text) and not capital):
        return False
    words = heard.plain[start:end].split()
    return all(is_rare(word) or word in GIVEN for word in words) and (
        _GOES_ON.match(heard.plain, end) is not None
    )
