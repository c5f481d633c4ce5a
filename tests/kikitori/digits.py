"""Reads digits out of text the simple way, to look for what must not be there."""

import re
import unicodedata

_ENGLISH = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")


def digits_in(text: str) -> str:
    """The digits of a text in order, with runs of other text between them left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_KANJI).lower()
    plain = re.sub(r"\[[^\]]*\]", " ", plain)
    plain = re.sub(r"double (\w+)", lambda m: _ENGLISH.get(m[1], m[1]) * 2, plain)
    words = re.findall(r"[a-z]+|\d|[^a-z\d]+", plain)
    return "".join(_ENGLISH.get(word, word if word.isdigit() else "") for word in words)
