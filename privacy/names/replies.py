"""Finds the name in what is said in answer to a question for it."""

import re
from collections.abc import Iterator

from privacy.hearing import OPAQUE, Heard
from privacy.names.kin import RELATIVE
from privacy.names.nouns import (
    LONGEST,
    first_nominal,
    is_act,
    is_kanji,
    is_no_name,
    is_talk,
    is_word,
    is_wordy,
    kana_only,
)
from privacy.talk import core
from speech.transcript import Language

_SHORT = 8
_AFFILIATED = re.compile(".*[一-龯ァ-ヶー]の(?=(?:[ぁ-んー]{2,6}|[ァ-ヶー]{2,8})$)")
_LOST = re.compile("[のとよねがはもで]{1,2}(?=です|でござ|と申|とい|様|さま)")
_CLAUSE = re.compile("[^。!?…]+")
_FIRST = re.compile(
    "(?:(?:はい|ええ|えっと|えー|あの)、)?[^、。!?…]+?(?=です|と申|といい|と言い|って|でござ|\\s?[0-9]|[、。!?…]|$)"
)
_LEAST = 2
_LEAD = 3
_IS_NUMBER = re.compile("\\s?[0-9]{2}|\\s?[0-9] [0-9]")
_SAID = ("です", "と申", "とい", "と言", "でござ")
_REFUSES = re.compile(
    "[0-9]|教え|言わ|言え|言う|言っ|嫌|どうして|なんで|また|先に|急|困|ありま|それ|これ|名前|名義|聞|さっき|名乗|必要|いら|大丈夫|わか|分か|持っ|待|忘|見て|見え|間違|じゃ|では|でも|いまの|今の"
)
_PIECE = re.compile("(?:(?!です(?=[^、ねよけが])|と申|で(?=す。))[^、。\\s])+")
_SENTENCE_END = re.compile("です(?=[^、。ねよけがかの\\s])")
_PART_OF_CLAUSE = re.compile("[^、]+")


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The first name in the stretch."""
    for clause in _clauses(heard, start, end):
        first, last = _with_last_kana(heard.plain, *core(heard.plain, *clause, Language.JA))
        said = heard.plain[first:last]
        if (
            OPAQUE in said
            or not said
            or is_no_name(said)
            or is_talk(said)
            or (len(said) == 1 and kana_only(said))
        ):
            continue
        firm = _AFFILIATED.match(said)
        if firm is not None:
            return first + firm.end(), last
        if _is_number(heard, first, last) or _is_thing(heard, first, last):
            continue
        place = None if is_wordy(heard, first, last) else _within(heard, first, last)
        if place is not None:
            return place
    return None


def misheard(heard: Heard) -> tuple[int, int] | None:
    """What a caller says first when just asked for a name, be it no word at all (切り立に見さです).

    Only a question, a refusal, a yes or plain talk is none.
    """
    lead = next((run.end for run in heard.runs[:1] if run.start <= _LEAD and run.digits), 0)
    clause = _FIRST.match(heard.plain, lead)
    if clause is None or heard.plain.startswith(("?", "ですか", "ですよね"), clause.end()):
        return None
    first, last = _with_last_kana(heard.plain, *core(heard.plain, *clause.span(), Language.JA))
    said = heard.plain[first:last]
    if len(said) < _LEAST or len(said) > _SHORT or OPAQUE in said or is_no_name(said):
        return None
    ends = heard.plain.startswith(_SAID, last) or last == len(heard.plain.rstrip("。、 "))
    ends = ends or _IS_NUMBER.match(heard.plain, last) is not None
    talks = is_talk(said) or _REFUSES.search(said) or _is_number(heard, first, last)
    if not ends or talks or is_act(heard, first, last) or is_word(heard, first, last):
        return None
    return first, last


def _is_thing(heard: Heard, start: int, end: int) -> bool:
    """Whether a piece is a word of the dictionary and not said as a name (一色です)."""
    if is_act(heard, start, end):
        return True
    return is_word(heard, start, end) and not heard.plain.startswith(("です", "と申"), end)


def _is_number(heard: Heard, start: int, end: int) -> bool:
    return any(run.start <= start and end <= run.end and len(run.digits) > 1 for run in heard.runs)


def _within(heard: Heard, first: int, last: int) -> tuple[int, int] | None:
    """The name in a piece of an answer: all of it, what the tagger knows, or its first nouns."""
    digits = any(c.isdecimal() for c in heard.plain[first:last])
    if last - first <= LONGEST and not digits and not _acts(heard, first, last):
        relative = RELATIVE.match(heard.plain, first, last)
        return (relative.end() if relative is not None else first), last
    persons = [
        n for n in heard.namings if n.label == "PERSON" and first <= n.start and n.end <= last
    ]
    if persons:
        return persons[0].start, persons[-1].end
    nominal = first_nominal(heard.tokens, first, last)
    if nominal is None or nominal[1] - nominal[0] > LONGEST or is_word(heard, *nominal):
        return None
    return nominal


def _with_last_kana(plain: str, start: int, end: int) -> tuple[int, int]:
    """ほしのです: what stands right before です is no particle but the end of a name in kana."""
    lost = _LOST.match(plain, end) if start < end and kana_only(plain[end - 1 : end]) else None
    return start, lost.end() if lost else end


def _clauses(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch that are no questions, and their pieces."""
    plain = heard.plain
    starts = [run.start for run in heard.runs if run.digits]
    for match in _CLAUSE.finditer(plain, start, end):
        first, last = match.span()
        if plain[last : last + 1] == "?":
            continue
        number = next((n for n in starts if first < n < last), None)
        if number is not None:
            yield first, number
        if _SENTENCE_END.search(match.group()):
            for piece in _PIECE.finditer(plain, first, last):
                yield piece.span()
        yield first, last
        if "、" in match.group():
            for piece in _PART_OF_CLAUSE.finditer(plain, first, last):
                yield piece.span()


def _acts(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch holds a verb or adverb that no name is mistaken for."""
    inside = [t for t in heard.tokens if start <= t.start and t.end <= end]
    if any(t.part_of_speech[0] == "助詞" and t.text in "はがを" for t in inside):
        return any(map(is_kanji, heard.plain[start:end]))
    return end - start > _SHORT and any(
        token.part_of_speech[0] in ("動詞", "副詞", "連体詞", "形容詞", "助動詞")
        and len(token.text) >= 2
        and not any(n.start <= token.start < n.end for n in heard.namings)
        and any(map(is_kanji, heard.plain[start:end]))
        for token in inside
    )
