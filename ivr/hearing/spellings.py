"""The ways a recognizer writes a phrase: it may write numbers in words or signs, and begin large.

To a question for a digit people also say the number of a choice: 三番.
"""

import re

_ENGLISH = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_JAPANESE = {
    "ゼロ": ("0",), "れい": ("0", "零"), "まる": ("0", "丸"), "いち": ("1", "一", "1番"),
    "に": ("2", "二", "2番"), "さん": ("3", "三", "3番"), "よん": ("4", "四", "4番"), "し": ("4", "四"),
    "ご": ("5", "五", "5番"), "ろく": ("6", "六", "6番"), "なな": ("7", "七", "7番"), "しち": ("7", "七"),
    "はち": ("8", "八", "8番"), "きゅう": ("9", "九", "9番"), "く": ("9",),
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")


def spellings(phrase: str, language: str) -> list[str]:
    """Different ways to write the phrase, itself among them."""
    if language.startswith("ja"):
        return [phrase, *_JAPANESE.get(phrase, ())]
    lower = phrase.lower()
    numbered = _WORD.sub(lambda word: _ENGLISH.get(word.group(), word.group()), lower)
    ways = [lower, lower[:1].upper() + lower[1:], phrase, numbered]
    if numbered != lower and lower not in _ENGLISH:
        ways.append(numbered[:1].upper() + numbered[1:])
    return list(dict.fromkeys(ways))
