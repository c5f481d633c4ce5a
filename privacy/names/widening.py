"""Widens a Japanese name that was found in part to all that is said of it around."""

import re
from collections.abc import Iterator, Sequence

from privacy.findings import Finding
from privacy.hearing import Heard
from privacy.homophones import reading

_SIGNS = "一-龯々ァ-ヶーぁ-ゖ"
_ENDS = "(?=です|でし|でござ|と申|といい|と言|って|様|さま|さん|ちゃん|くん|で$|[、。\\s0-9a-z]|$)"
_KANA_BEHIND = re.compile(
    f"(?!です|でし|でござ|って|と申|さん|ちゃん|くん|じゃ)[ぁ-ゖー]{{1,3}}?{_ENDS}"
)
_KANA_AHEAD = re.compile("(?:(?<=[、。\\s0-9はがの])|^)(?![はがのにをでも])[ぁ-ゖー]{1,3}$")
_HALF_BEHIND = re.compile(
    f"[ ・](?!です|でし|はい|えっと|えー)[{_SIGNS}]{{1,7}}?(?=です|でし|で、|で$|と申|といい|様|さま|さん|[、。]|$)"
)
_HALF_AHEAD = re.compile(
    "(?:(?<=[、。はがの])|(?<=です)|^)(?:[一-龯々]{1,4}|[ァ-ヶー]{2,6}|[ぁ-ゖー]{2,5})[ ・]$"
)
_LISTED = re.compile("(?:(?<=[、。はがらと])|^)[ァ-ヶー]{2,5}[、と]$")
_REACH = 4
_NAMED = re.compile("です|といい|いい|と申|と言")
_TO_KATAKANA = str.maketrans({code: code + 0x60 for code in range(0x3041, 0x3097)})
_LEAST_SIGNS, _MOST_SIGNS = 2, 5
_GAP = re.compile("[^。!?、は]{0,5}、?[^。!?、は]{0,4}")
_WIDEST_GAP = 11
_TOLD = re.compile("[ぁ-ん]?(?=の|で|に|って|と|です|、|。|$)")


def widened(heard: Heard, start: int, end: int) -> tuple[int, int]:
    """The name with the kana it was cut from, and with the half a blank parts from it."""
    plain = heard.plain
    if _is_hiragana(plain[end - 1]) and (more := _KANA_BEHIND.match(plain, end)) is not None:
        end = more.end()
    if _is_hiragana(plain[start]) and (more := _KANA_AHEAD.search(plain, 0, start)) is not None:
        start = more.start()
    if _is_katakana(plain[start]) and (more := _LISTED.search(plain, 0, start)) is not None:
        start = more.start()
    if (half := _HALF_BEHIND.match(plain, end)) is not None:
        end = half.end()
    if (half := _HALF_AHEAD.search(plain, 0, start)) is not None:
        start = half.start()
    return start, end


def told_by_sound(call: Sequence[Heard], finding: Finding) -> Iterator[tuple[Heard, int, int]]:
    """Kana near a name written in kanji that sound as it does: からき for 唐木."""
    sound = reading(call[finding.utterance], finding.start, finding.end)
    if len(sound) < _LEAST_SIGNS or not re.search("[一-龯]", finding.value):
        return
    for heard in call[max(0, finding.utterance - _REACH) : finding.utterance + _REACH + 1]:
        kana = heard.plain.translate(_TO_KATAKANA)
        start = kana.find(sound)
        end = start + len(sound)
        sure = len(sound) > _LEAST_SIGNS or (start == 0 and _NAMED.match(heard.plain, end))
        if start >= 0 and sure:
            yield heard, start, end


def _is_katakana(sign: str) -> bool:
    return "ァ" <= sign <= "ヶ"


def _is_hiragana(sign: str) -> bool:
    return "ぁ" <= sign <= "ゖ"


def told_by_signs(call: Sequence[Heard], finding: Finding) -> Iterator[tuple[Heard, int, int]]:
    """Stretches near a name that hold its characters in order: 小鳥が遊ぶ for 小鳥遊."""
    signs = "".join(re.findall("[一-龯々]", finding.value))
    if not _LEAST_SIGNS <= len(signs) <= _MOST_SIGNS:
        return
    for heard in call[max(0, finding.utterance - _REACH) : finding.utterance + _REACH + 1]:
        for start, end in _spread(heard.plain, signs):
            yield heard, start, end


def _spread(text: str, signs: str) -> Iterator[tuple[int, int]]:
    """Where the signs stand, together or in order with a few words between each two of them."""
    start = text.find(signs[0])
    while start >= 0:
        end: int | None = start + len(signs)
        if not text.startswith(signs, start):
            end = _end_of_spread(text, start, signs)
        if end is not None:
            yield start, end
        start = text.find(signs[0], start + 1)


def _end_of_spread(text: str, start: int, signs: str) -> int | None:
    """Where signs told one by one from `start` on end, with the kana the last is read by."""
    end = start + 1
    for sign in signs[1:]:
        place = text.find(sign, end, end + _WIDEST_GAP)
        if place < 0 or _GAP.fullmatch(text, end, place) is None:
            return None
        end = place + 1
    told = _TOLD.match(text, end)
    return told.end() if told is not None else None
