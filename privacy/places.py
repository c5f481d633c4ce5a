"""Postal addresses: answers to a question for one, and addresses that nobody asked for."""

import re
from collections.abc import Iterator

from privacy import english_addresses, places_ja
from privacy.hearing import Heard
from privacy.numbers.tokens import Run, Unit
from privacy.talk import core
from speech.transcript import Language

_CLAUSE = {
    Language.JA: re.compile("[^。!?]+"),
    Language.EN: re.compile(r"(?:[^.?!]|\.(?!\s))+"),
    Language.KO: re.compile("[^.?!]+"),
}
_LONGEST_PART = 24
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
        yield from english_addresses.in_call(heard)


def answer(heard: Heard, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """What of a stretch is an address said in answer to a question for it."""
    for clause in _CLAUSE[language].finditer(heard.plain, start, end):
        first, last = clause.span()
        if language is Language.EN:
            for house in english_addresses.within(heard, first, last):
                yield house
                first = house[1]
        first, last = core(heard.plain, first, last, language)
        said = heard.plain[first:last]
        if len(said) < 2 or _NOT_PLACE[language].search(said):
            continue
        if language is Language.JA and (
            places_ja.of_a_firm(heard) or places_ja.tells_nothing(heard, first, last)
        ):
            continue
        yield first, last


def clauses(plain: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch."""
    for clause in _CLAUSE[language].finditer(plain, start, end):
        yield clause.span()


def can_be(heard: Heard, start: int, end: int, language: Language, *, more: bool) -> bool:
    """Whether a stretch without a known place can be an address, or `more` of one begun before."""
    said = heard.plain[start:end]
    if language is not Language.EN:
        placed = _JA_PLACED.search(said) is not None or any(
            start <= run.start < end for run in heard.runs
        )
        wordy = len(re.findall("[一-龯々ァ-ヶ]", said)) >= 2 and not more
        return len(said) <= _LONGEST_PART and (placed or wordy) and not _JA_TALK.search(said)
    return english_addresses.can_be(heard, start, end)


def house_numbers(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Numbers joined as in an address, where one is being read back."""
    for run in heard.runs:
        inside = start <= run.start and run.end <= end
        if inside and len(run.groups) >= 2 and not run.units - {Unit.ADDRESS}:
            yield run.start, run.end


def evident(heard: Heard, start: int, end: int, language: Language) -> bool:
    """Whether a stretch holds a place or the numbers of an address."""
    if language is Language.EN:
        return any(english_addresses.within(heard, start, end))
    placed = any(n.label == "PLACE" and start <= n.start < end for n in heard.namings)
    numbered = any(start <= run.start < end and _numbers_house(run) for run in heard.runs)
    return placed or numbered or places_ja.ANCHOR.search(heard.plain, start, end) is not None


def _numbers_house(run: Run) -> bool:
    return Unit.ADDRESS in run.units
