"""How Japanese callers explain the characters of a name: "the WATA of 渡す", "a whale with a hill"."""

import re
from collections.abc import Iterator

_KANJI = "[一-龯々]"
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
    "(?:(?<=[、。\\s])|(?<=いや)|(?<=は)|^)[一-龯々ァ-ヶーぁ-ん]{1,7}?に[一-龯々ァ-ヶー]{1,5}(?:[ぁ-ん]{0,3}に[一-龯々ァ-ヶー]{1,4})*(?:で、?[一-龯々]{1,4})?(?=です|で[、。]|、|。|\\s|$|と書)"
)
# 井戸の井: the character stands in the word that explains it, so nothing else can be meant.
_OF_ITSELF = re.compile(
    "(?:[一-龯々]{1,2}[いきしちにみり]|[一-龯々]{1,2}し?い)?(?:[一-龯々ぁ-んァ-ヶ]{0,4}?の)?"
    "(?:[一-龯々ァ-ヶ]{0,3}(?P<sign>[一-龯々])[一-龯々ぁ-ん]{0,5})の(?P=sign)(?!々|[一-龯])"
)
_ORDINARY = frozenset("次前後隣上下先間日中方人年月時回番他本物的点度分家店社所会者")


def explained(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Explanations in a stretch where a name is being told."""
    for pattern in (_EXPLAINED, _COMPOSED):
        for match in pattern.finditer(plain, start, end):
            yield match.span()


def explained_unasked(plain: str) -> Iterator[tuple[int, int]]:
    """Explanations that can be nothing else, wherever they are said."""
    for match in _OF_ITSELF.finditer(plain):
        if match.group("sign") not in _ORDINARY and len(match.group()) >= 4:
            yield match.span()
