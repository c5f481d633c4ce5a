"""How Japanese callers explain the characters of a name: "the 井 of 井戸", "a whale with a hill"."""

import re
from collections.abc import Iterator

_RADICAL = "[ぁ-ん]{2,5}(?:へん|かんむり|づくり|にょう|がまえ)の?[一-龯々]?"
_CHARACTER = (
    "(?:(?:[一-龯々]{1,6}|[一-龯々]{1,2}[ぁ-ん]{1,4}|[ァ-ヶー]{2,8}|[ぁ-ん]{2,5})の[一-龯々]"
    f"|{_RADICAL}|漢数字の[一-龯]|(?:カタカナ|ひらがな|平仮名|片仮名)の[ァ-ヶぁ-ん])"
)
_EXPLAINED = re.compile(
    f"{_CHARACTER}(?:(?:に|と|、|で|それに|それから|[、\\s])*{_CHARACTER})*(?=に|と|、|で|。|です|$|って|を|\\s)"
)
# クジラに岡で鯨岡: parts, and the name they make.
_COMPOSED = re.compile(
    "(?:(?<=[、。\\sはで])|(?<=いや)|(?<=くて)|^)[一-龯々ァ-ヶーぁ-ん]{1,7}?に[一-龯々ァ-ヶー]{1,5}(?:[ぁ-ん]{0,3}に[一-龯々ァ-ヶー]{1,4})*(?:で、?[一-龯々]{1,4})?(?=です|で[、。]|、|。|\\s|$|と書)"
)
# 井戸の井, 渡る辺りの渡辺: the characters stand in the words that explain them.
_OF_WORDS = re.compile(
    "(?=([一-龯々ぁ-んァ-ヶー]{2,11}?)の([一-龯々]{1,4})(?![一-龯々]))[一-龯々ァ-ヶ]"
)
_SAME_WORD = re.compile("([一-龯々]{2,3})[一-龯々ぁ-ん]{0,5}の\\1(?![一-龯々])")
_WITH_MORE = re.compile("(?:に[一-龯々](?=です|で|、|。|\\s|$))?")
_ADJECTIVE = re.compile("[一-龯]{1,2}[ぁ-ん]{0,2}い$")
_ORDINARY = frozenset("次前後隣上下先間日中方人年月時回番他本物的点度分家店社所会者今昨来")


def explained(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Explanations in a stretch where a name is being told."""
    for pattern in (_EXPLAINED, _COMPOSED):
        for match in pattern.finditer(plain, start, end):
            yield match.span()
    for match in _SAME_WORD.finditer(plain, start, end):
        yield match.span()


def explained_unasked(plain: str) -> Iterator[tuple[int, int]]:
    """Explanations that can be nothing else, wherever they are said."""
    done = 0
    for match in _OF_WORDS.finditer(plain):
        words, signs = match.groups()
        place = min(words.find(sign) for sign in signs)
        start, end = match.start(1) + place, match.end(2)
        if place < 0 or start < done:
            continue
        if set(signs) <= _ORDINARY or end - start < 4 or (len(signs) > 1 and signs in words):
            continue
        lead = _ADJECTIVE.search(plain, done, start)
        more = _WITH_MORE.match(plain, end)
        done = end if more is None else more.end()
        yield (lead.start() if lead is not None else start), done
