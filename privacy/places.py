"""Postal addresses: answers to a question for one, and addresses that nobody asked for."""

import re
from collections.abc import Iterator

from privacy import places_ja
from privacy.hearing import Heard
from privacy.names.english_words import common
from privacy.numbers.tokens import Run, Unit
from privacy.talk import core
from speech.transcript import Language

_STREETS = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|way|circle|terrace|parkway|pkwy|highway|hwy|"
    "square|crescent|close|trail|row|grove|gardens|hill|mews|walk|glen|loop|run|pike|path|alley|plaza|point|ridge|rise|vale|heights|hollow|landing|crossing|pass"
)
_EN_STREET = re.compile(
    rf"\s*[,-]?\s*(?:(?:north|south|east|west|n|s|e|w)\.?\s+)?(?:[a-z0-9'-]+\s+){{0,3}}?(?:{_STREETS})(?![a-z])\.?"
)
_EN_STREET_END = re.compile(rf"\s(?:{_STREETS})$")
_STREET_WORDS = 5
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|"
    "louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|"
    "new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|"
    "virginia|washington|west virginia|wisconsin|wyoming|a[lkzr]|c[aot]|de|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|oh|ok|or|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
)
_EN_MORE = re.compile(
    r"[\s,.]*(?:(?:apartment|apt|unit|suite|ste|flat|number|floor|building|room|#)\.?\s*[a-z0-9-]+(?:\s+[a-z](?![a-z]))?)?"
    rf"(?:[\s,.]*(?:in\s+)?(?:[a-z]+\s?){{1,3}},?\s+(?:{_STATES})(?![a-z]))?(?:[\s,.]*\d{{5}}(?:-\d{{4}})?)?"
)
_EN_FLAT = re.compile(r"(?<![a-z])(?:flat|apartment|apt|unit|suite)\s+(?:[a-z0-9]+[\s,]+)?$")
_CLAUSE = {
    Language.JA: re.compile("[^。!?]+"),
    Language.EN: re.compile(r"(?:[^.?!]|\.(?!\s))+"),
    Language.KO: re.compile("[^.?!]+"),
}
_LONGEST_PART = 24
_MOST_WORDS = 12
_JA_PLACED = re.compile(
    "[都道府県市区町村郡台丘荘棟]|ハイツ|コーポ|マンション|アパート|ビル|メゾン|タワー|レジデンス"
)
_JA_TALK = re.compile(
    "です|ます|ました|ません|けど|から|ので|って|たい|ない|して|した|する|はい|いいえ|そう|うん|何|こと|もう|ちょっと|まだ|ありがと"
)
_NOT_PLACE = {
    Language.JA: re.compile(
        "ください|下さい|ますか|ですか|でしょうか|ません|同じ|変わ|引っ越|引越|届い|届か|お願い|思い|間違い|教え|言い|伺|とおり|通り(?!の|[0-9])"
    ),
    Language.EN: re.compile(
        r"(?<![a-z])(?:i'm|i don't|don't|can you|could you|would|same|moved|did|do you|what|why|arrive[ds]?|yet|haven't|hasn't|wrong|change|confirm|verify|have|need|order|thank you|thanks|help|ready|go ahead)(?![a-z])"
    ),
    Language.KO: re.compile("부탁|주세요|까요"),
}


def in_call(heard: Heard, language: Language) -> Iterator[tuple[int, int, float]]:
    """Addresses by their shape: at least two parts, one of them numbers."""
    if language is Language.JA:
        yield from places_ja.in_call(heard)
    elif language is Language.EN:
        yield from _english(heard)


def answer(heard: Heard, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """What of a stretch is an address said in answer to a question for it."""
    for clause in _CLAUSE[language].finditer(heard.plain, start, end):
        first, last = core(heard.plain, *clause.span(), language)
        said = heard.plain[first:last]
        if len(said) < 2 or _NOT_PLACE[language].search(said):
            continue
        if language is Language.JA and places_ja.tells_nothing(heard, first, last):
            continue
        yield first, last


def clauses(plain: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch."""
    for clause in _CLAUSE[language].finditer(plain, start, end):
        yield clause.span()


def can_be(heard: Heard, start: int, end: int, language: Language, *, more: bool) -> bool:
    """Whether a stretch without a known place can be an address, or `more` of one begun before."""
    said = heard.plain[start:end]
    if language is Language.JA:
        placed = _JA_PLACED.search(said) is not None or any(
            start <= run.start < end for run in heard.runs
        )
        wordy = len(re.findall("[一-龯々ァ-ヶ]", said)) >= 2 and not more
        return len(said) <= _LONGEST_PART and (placed or wordy) and not _JA_TALK.search(said)
    words = re.findall("[a-z']+", said)
    if len(words) <= _STREET_WORDS and _EN_STREET_END.search(said):
        return True
    told = [word for word in words if not common(word)]
    numbered = any(start <= run.start < end and run.digits and not run.weak for run in heard.runs)
    return len(words) <= _MOST_WORDS and (numbered or len(told) * 2 >= len(words))


def house_numbers(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Numbers joined as in an address, where one is being read back."""
    for run in heard.runs:
        inside = start <= run.start and run.end <= end
        if inside and len(run.groups) >= 2 and not run.units - {Unit.ADDRESS}:
            yield run.start, run.end


def evident(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch holds a place or the numbers of an address."""
    placed = any(n.label == "PLACE" and start <= n.start < end for n in heard.namings)
    numbered = any(start <= run.start < end and _numbers_house(run) for run in heard.runs)
    return placed or numbered or places_ja.ANCHOR.search(heard.plain, start, end) is not None


def _numbers_house(run: Run) -> bool:
    return Unit.ADDRESS in run.units


def _english(heard: Heard) -> Iterator[tuple[int, int, float]]:
    for run in heard.runs:
        if not run.digits or len(run.digits) > 6 or run.weak:
            continue
        street = _EN_STREET.match(heard.plain, run.end)
        if street is None:
            continue
        more = _EN_MORE.match(heard.plain, street.end())
        end = len(heard.plain[: more.end() if more is not None else street.end()].rstrip(" ,."))
        flat = _EN_FLAT.search(heard.plain[: run.start])
        yield (flat.start() if flat is not None else run.start), _with_town(heard, end), 0.8


def _with_town(heard: Heard, end: int) -> int:
    """Where the town behind a street ends."""
    for naming in heard.namings:
        if naming.label == "PLACE" and heard.plain[end : naming.start].strip(" ,") in ("", "in"):
            end = max(end, naming.end)
    return end
