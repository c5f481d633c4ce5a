"""Postal addresses in English: a house number and a street, boxes and routes, and the town behind."""

import re
from collections.abc import Iterator
from itertools import pairwise

from privacy.explaining import explained
from privacy.hearing import Heard
from privacy.names.english_words import COMMON, PLACES, is_cased, is_rare
from privacy.numbers.tokens import Run, Unit
from privacy.talk import core
from speech.transcript import Language

_STREETS = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|circle|cir|terrace|parkway|pkwy|highway|hwy|"
    "square|crescent|close|trail|trl|row|grove|gardens|hill|mews|walk|glen|loop|run|pike|path|alley|plaza|point|ridge|rise|vale|"
    "heights|hollow|landing|crossing|pass|turnpike|creek|cove|bend|green|quay|wharf|parade|view|park|meadow|meadows|estate"
)
_DIRECTION = "north|south|east|west|northeast|northwest|southeast|southwest|n|s|e|w|ne|nw|se|sw"
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|"
    "louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|"
    "new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|"
    "virginia|washington|west virginia|wisconsin|wyoming|ontario|quebec|alberta|manitoba|nova scotia|british columbia"
)
_STATE_CODES = "a[lkzr]|c[aot]|de|fl|ga|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|oh|ok|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
# Words that streets and towns are named with, beside those that are nobody's talk.
_NAMING = frozenset(_STREETS.split("|")) | frozenset(_DIRECTION.split("|")) | PLACES
_STREET_NAME = re.compile(r"(?:\s*[,-]?\s+|\s*-\s*)([a-z0-9'.-]+)")
_STREET_TYPE = re.compile(rf"(?:{_STREETS})\.?(?![a-z])")
_LONGEST_STREET = 5
_NO_STREET = frozenset(
    [
        "on",
        "the",
        "of",
        "my",
        "is",
        "in",
        "at",
        "to",
        "and",
        "for",
        "by",
        "i",
        "it",
        "a",
        "an",
        "was",
        "your",
        "our",
        "from",
        "with",
        "that",
        "this",
        "me",
        "you",
        "we",
        "or",
        "not",
        "no",
        "if",
        "but",
        "so",
        "about",
        "are",
        "be",
        "have",
        "has",
        "had",
        "up",
        "out",
        "off",
        "over",
        "under",
        "left",
        "right",
        "down",
        "away",
        "today",
        "tomorrow",
        "please",
        "then",
        "than",
        "more",
        "less",
        "people",
        "person",
        "times",
        "per",
        "it's",
        "its",
        "i'm",
        "im",
    ]
)
_UNIT = re.compile(
    r"(?:apartment|apt|unit|suite|ste|flat|number|no|floor|building|bldg|room|lot|space|trailer|box|level|house|block|#)\.?\s*#?\s*"
    r"(?:number\s+)?(?:[a-z]?-?\d+[a-z]?(?:-\d+)?(?![a-z])|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|oh|zero|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|and|double)[\s-]?)+|[a-z]\s\d+|[a-z](?![a-z']))(?:\s?[a-hj-z](?![a-z']))?"
    r"|(?:top|ground|upper|lower|basement|rear|first|second|third|garden|back|front)\s(?:flat|floor|apartment|unit)(?![a-z])"
)
_BOX = re.compile(
    r"(?<![a-z])(?:(?:p\.?\s?o\.?|post office)\s?box|rural route|county road|state route|highway|box|lot|farm road|route)\s+(?:number\s+)?$"
)
_FLAT = re.compile(
    r"(?<![a-z])(?:flat|apartment|apt|unit|suite|number|house|building|lot|plot|block)\s+(?:[a-z0-9]+[\s,]+)?$"
)
# A house that has a name beside its number.
_HOUSE = re.compile(
    r"(?<![a-z])(?:the\s)?(?:[a-z']+\s){1,2}(?:cottages?|house|farm|lodge|barns?|forge|manor|villa|hall|court|mill),?\s+$"
)
_STATE = re.compile(rf"(?:{_STATES})(?![a-z])|(?:{_STATE_CODES})(?![a-z'])(?=[\s,.]*(?:\d|$|[.,]))")
_ZIP = re.compile(r"\d{5}(?:-\d{4})?(?!\d)|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}(?![a-z\d])")
_GAP = re.compile(r"[\s,]*(?:(?:in|and it's|it's|its)\s+(?=[a-z]))?")
_WORD = re.compile(r"[a-z][a-z'-]+")
_LONGEST_TOWN = 3
_LEADING = 2
_TITLED = re.compile(r"((?:\s[A-Z][a-z']+){1,3}),\s(?:[A-Z][a-z']+[\s]?){1,3}(?=[.?!]|$)")
# Words behind which a number with a name is a house: "at 33 hawthorn".
_LIVING = re.compile(
    r"(?<![a-z])(?:(?:house|box|living|live|lives|delivered|place|left|deliver|one|am|i'?m|he'?s|she'?s|we'?re|package|mail|sent) (?:at|to|is)|me)\s+(?:number\s+)?$"
)
_PHONE_LIKE = 6
_MOST_TOLD = 8
_SURE_STREET = re.compile("street|road|avenue|lane|drive|boulevard|terrace|crescent|highway")
_CLAUSE = re.compile(r"(?:[^.?!;]|\.(?!\s|$))+")
_SAID = re.compile(r"[a-z][a-z'-]*")
_PIECES = re.compile(r"[a-z0-9][a-z0-9'/-]*")
# Words that no address has, and by which an answer is none.
_TALK = frozenset(["i", "i'm", "im", "i've", "ive", "i'd", "id", "i'll", "ill", "you", "you're", "youre", "your", "he", "he's", "hes", "she", "she's", "shes", "we", "we're", "were", "they", "they're", "theyre", "it", "it's", "its", "this", "that", "that's", "thats", "there", "there's", "theres", "is", "isn't", "isnt", "was", "wasn't", "wasnt", "are", "aren't", "be", "been", "will", "would", "could", "can", "can't", "cant", "do", "don't", "dont", "does", "doesn't", "did", "didn't", "have", "haven't", "havent", "has", "had", "got", "get", "gets", "what", "what's", "whats", "why", "when", "how", "who", "which", "because", "just", "still", "already", "yes", "yeah", "yep", "no", "nope", "not", "okay", "ok", "sorry", "hold", "wait", "moment", "second", "think", "know", "knows", "sure", "same", "moved", "changed", "never", "need", "want", "please", "thanks", "thank", "hello", "hi", "hey", "if", "so", "but", "me", "him", "them", "us", "and", "pick", "pickup", "collect", "later", "tomorrow", "today", "oh", "um", "uh", "hmm", "mhm", "well", "right", "correct", "exactly", "fine", "great", "perfect", "good", "bye", "alright", "nothing", "anything"])  # fmt: skip
_MOST_WORDS = 12
_MOST_DIGITS = 6
_ZIP_DIGITS = (5, 9)
# A street before its number, as in much of Europe.
_BEFORE = re.compile(r"(?<![a-z])([a-z'ß-ɏ-]{3,})[\s,]+$")


def in_call(heard: Heard) -> Iterator[tuple[int, int, float]]:
    """Addresses wherever they are said, by a street, a box or a route."""
    for run in heard.runs:
        at = _LIVING.search(heard.plain[: run.start]) is not None
        place = _house(heard, run, asked=at and len(run.groups) < _PHONE_LIKE)
        if place is not None:
            yield *place, 0.8


def within(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Addresses in a stretch where one is expected: a number before a name is enough."""
    done = start
    for run in heard.runs:
        if done <= run.start and run.end <= end:
            place = _house(heard, run, asked=True)
            if place is not None:
                done = place[1]
                yield place


def can_be(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch without a street can be an address or a part of one."""
    runs = [run for run in heard.runs if start <= run.start < end and run.digits and not run.weak]
    words = [
        word.group()
        for word in re.compile("[a-z']+").finditer(heard.plain, start, end)
        if not any(run.start <= word.start() < run.end for run in runs)
    ]
    if _UNIT.fullmatch(heard.plain[start:end].strip()) is not None:
        return True
    if any(explained(run) for run in runs) or len(words) > _MOST_WORDS:
        return False
    told = [word for word in words if is_rare(word) or word in _NAMING]
    talk = [word for word in words if word in COMMON and word not in _NAMING]
    named = any(is_rare(word) for word in words) or len(told) == len(words) > 0
    return (bool(runs) and len(talk) <= len(runs)) or (named and len(told) * 2 >= len(words))


def told(heard: Heard, start: int, end: int, *, at_once: bool) -> Iterator[tuple[int, int]]:
    """What answers a question for an address, whatever it looks like, unless it is talk.

    What is said `at_once` needs nothing of an address in it; later it takes a street or a unit.
    """
    for run in heard.runs:
        short = 0 < len(run.digits) < _PHONE_LIKE and not run.weak and not explained(run)
        if at_once and short and start <= run.start and run.end <= end and not run.units:
            yield run.start, run.end
    for clause in _CLAUSE.finditer(heard.plain, start, end):
        if heard.text[clause.end() : clause.end() + 1] != "?":
            for first, last in _without_talk(heard, *clause.span()):
                telling = _tells(heard, first, last)
                whole = not any(word in _TALK for word in _SAID.findall(clause.group()))
                if telling > 1 or (at_once and (telling or whole)):
                    yield first, last


def on_a_street(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch names a street, though no house on it was heard."""
    words = _SAID.findall(heard.plain[start:end])
    return any(
        _SURE_STREET.fullmatch(word) and (is_rare(before) or before in _NAMING)
        for before, word in pairwise(words)
    )


def _without_talk(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a clause between words that no address has."""
    first = last = -1
    said = 0
    for word in _PIECES.finditer(heard.plain, start, end):
        if word.group() in _TALK:
            if 0 < said <= _MOST_TOLD:
                yield core(heard.plain, first, last, Language.EN)
            first, said = -1, 0
            continue
        first, last, said = (word.start() if first < 0 else first), word.end(), said + 1
    if 0 < said <= _MOST_TOLD:
        yield core(heard.plain, first, last, Language.EN)


def _tells(heard: Heard, start: int, end: int) -> int:
    """How surely a piece is one of an address: by a street or unit, or by a number or rare word."""
    words = _SAID.findall(heard.plain[start:end])
    if any(_STREET_TYPE.fullmatch(word) for word in words[1:]) or _UNIT.match(heard.plain, start):
        return 2
    numbered = any(r.digits and start <= r.start < end and not explained(r) for r in heard.runs)
    return int(numbered or any(map(is_rare, words)))


def leading(heard: Heard, start: int, end: int) -> int | None:
    """Where the words of a street or town end with which an answer begins."""
    last, said = start, 0
    for word in _WORD.finditer(heard.plain, start, end):
        if heard.plain[last : word.start()].strip(" ,") or not (
            is_rare(word.group()) or word.group() in _NAMING
        ):
            break
        last, said = word.end(), said + 1 + is_rare(word.group())
    return last if said >= _LEADING else None


def said_back(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of an address in what an operator says of it."""
    yield from within(heard, start, end)
    for naming in heard.namings:
        if naming.label == "PLACE" and start <= naming.start and naming.end <= end:
            yield naming.start, naming.end


def _house(heard: Heard, run: Run, *, asked: bool) -> tuple[int, int] | None:
    """An address that begins with a number."""
    if not run.digits or len(run.digits) > _MOST_DIGITS or run.units - {Unit.DATE, Unit.ADDRESS}:
        return None
    box = _BOX.search(heard.plain[: run.start])
    if box is not None:
        boxed = asked or not box.group().startswith(("lot", "highway", "route"))
        return (box.start(), _tail(heard, run.end)) if boxed else None
    if run.weak:
        return None
    street = _street(heard.plain, run.end, asked=asked) or _titled(heard.text, run)
    before = _BEFORE.search(heard.plain[: run.start]) if asked else None
    ends = street is None or heard.plain[run.end : run.end + 1] == ","
    if before is not None and ends and is_rare(before.group(1)):
        return before.start(), _tail(heard, run.end)
    if street is None:
        return None
    flat = _FLAT.search(heard.plain[: run.start]) or _HOUSE.search(heard.plain[: run.start])
    return (flat.start() if flat is not None else run.start), _tail(heard, street)


def _street(plain: str, place: int, *, asked: bool) -> int | None:
    """Where the street behind a house number ends; one that was asked for needs no type."""
    end, named = place, None
    for _ in range(_LONGEST_STREET):
        word = _STREET_NAME.match(plain, end)
        said = word.group(1).strip(".-'") if word is not None else ""
        if word is None or not said or said in _NO_STREET:
            break
        end = word.end() - word.group(1).endswith((".", "-"))
        if named is not None and _STREET_TYPE.fullmatch(said) and not _is_type(plain, end):
            return end
        if is_rare(said) or said in _NAMING or said[0].isdecimal():
            named = end
        elif asked:
            break
        else:
            named = named or end
    return named if asked else None


def _titled(text: str, run: Run) -> int | None:
    """Where capitals behind a number end that are a house and its town ("2 Tithe Barn, Nether Compton")."""
    begins = run.start == 0 or text[: run.start].rstrip()[-1:] in (".", "?", "!", ",")
    named = _TITLED.match(text, run.end)
    return named.end(1) if begins and named is not None and len(run.digits) < _PHONE_LIKE else None


def _is_type(plain: str, place: int) -> bool:
    """Whether the next word is a street type as well ("Harbor View Terrace")."""
    word = _STREET_NAME.match(plain, place)
    return word is not None and _STREET_TYPE.fullmatch(word.group(1).strip(".")) is not None


def _tail(heard: Heard, end: int) -> int:
    """Where unit, town, state and code behind a street end."""
    while True:
        start = _GAP.match(heard.plain, end).end()  # type: ignore[union-attr]
        further = _part(heard, start)
        if further is None:
            return end
        end = further


def _part(heard: Heard, start: int) -> int | None:
    for shape in (_UNIT, _STATE, _ZIP):
        match = shape.match(heard.plain, start)
        if match is not None:
            return start + len(match.group().rstrip())
    box = re.compile(r"(?:box|route)\s+").match(heard.plain, start)
    if box is not None:
        run = next((r for r in heard.runs if r.start == box.end()), None)
        return run.end if run is not None else None
    code = next((r for r in heard.runs if r.start == start and len(r.digits) in _ZIP_DIGITS), None)
    if code is not None and code.digits == code.symbols and not code.units:
        return code.end
    for naming in heard.namings:
        if naming.label == "PLACE" and naming.start == start:
            return naming.end
    return _town(heard, start)


def _town(heard: Heard, start: int) -> int | None:
    """Words that are none of talk, or that places are named with, in a row."""
    cased = is_cased(heard.text)
    end, telling = start, 0
    for _ in range(_LONGEST_TOWN):
        word = _WORD.match(heard.plain, end + (heard.plain[end : end + 1] == " "))
        if word is None or (cased and not heard.text[word.start()].isupper()):
            break
        said = word.group().removesuffix("'s")
        if not (is_rare(said) or (said in _NAMING)) or any(
            c.start <= word.start() < c.end for c in heard.cues
        ):
            break
        telling += is_rare(said) or cased
        end = word.end()
    return end if telling else None
