"""Makes written text ready to be read aloud: what voices misread is put as it is said."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from ivr.speaking.figures import Groups, reading_words, spelled, telephone
from ivr.speaking.saying_as import date_words, time_words

UNKNOWN = "\ufffc"
"""Stands for a value that is not known yet, in prompts that are prepared."""

_KEPT = frozenset({"L", "N", "P", "S", "Z", "M"})
_PHONE = re.compile(
    r"(?<![\d\-./+A-Za-z])(?:\+\d{1,3}[- ])?\(?\d{1,5}\)?[- ]?\d{1,4}-\d{3,4}(?![\d\-])"
)
_FEWEST_FIGURES = 9
_FIGURES = re.compile(r"(?<![\d.,:/\-A-Za-z])(?:0\d{2,}|\d{9,})(?![\d.,:/\-])")
_CIRCLED = re.compile("[①-⑳]")
_DATE = re.compile(r"(?<![\d/\-])(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?![\d/\-])")
_TIME = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])(\s*[ap]\.?m\.?)?", re.IGNORECASE
)
_TIMES = re.compile(r"(\d:\d\d|[時分])\s*[-–~〜～]\s*(?=\d|午)")
_WAVE = re.compile(r"(?<=\S)\s*[~〜～]\s*(?=\S)")
_MONEY = re.compile(r"([¥€£$₩])\s*(\d[\d,]*)(\.\d\d?)?")
_CODES = {"¥": "JPY", "€": "EUR", "£": "GBP", "$": "USD", "₩": "KRW"}
_KEY = re.compile(r"(?<![#*])[#*](?![#*])")
_DAY = re.compile(r"(?<![\d/])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?![\d/])")
_SIGN = re.compile(
    r"(?<=[\w])([@&_/+])(?=[\w])|(?<=[A-Za-z]{2})(\.)(?=[A-Za-z]{2})|(?<=\s)(&)(?=\s)"
)
_LONE_LETTER = re.compile(r"(?<![A-Za-z\d.\-'])[A-Za-z](?![A-Za-z\d.\-'])")
_SHORT_FORM = re.compile(r"(?<![A-Za-z])No\.\s*(?=\d)")


def readable(text: str, language: str) -> str:
    """The text as the voices of "ja" or "en" read it right."""
    return "".join(piece if isinstance(piece, str) else "" for piece in pieces(text, language))


def pieces(text: str, language: str) -> Iterator[str | Groups]:
    """The readable text, parted where figures are to be said one by one."""
    plain = _clean(text)
    start = 0
    found = [(match, telephone) for match in _PHONE.finditer(plain) if _is_phone(match[0])]
    inside = [match.span() for match, _ in found]
    found += [
        (match, telephone if match[0][0] == "0" else spelled)
        for match in _FIGURES.finditer(plain)
        if not any(first <= match.start() < last for first, last in inside)
    ]
    for match, read in sorted(found, key=lambda one: one[0].start()):
        yield from _words(plain[start : match.start()], language)
        yield read(match[0], language)
        start = match.end()
    yield from _words(plain[start:], language)


def _is_phone(text: str) -> bool:
    return sum(character.isdecimal() for character in text) >= _FEWEST_FIGURES


def _words(text: str, language: str) -> Iterator[str]:
    if text:
        yield _READERS[language](text)


def _clean(text: str) -> str:
    """NFKC, with list numbers kept apart and without what has no sound or steers terminals."""
    listed = _CIRCLED.sub(lambda match: f"{unicodedata.normalize('NFKC', match[0])}、", text)
    plain = unicodedata.normalize("NFKC", listed)
    kept = (
        letter if letter == UNKNOWN or unicodedata.category(letter)[0] in _KEPT else " "
        for letter in plain
    )
    return re.sub(r"[^\S\n]*\n\s*|\s+", " ", "".join(kept))


def _japanese(text: str) -> str:
    text = _TIMES.sub(r"\1から", text)
    text = _WAVE.sub("から", text)
    text = _common(text, "ja")
    text = _DAY.sub(lambda match: date_words("", match[1], match[2], "ja"), text)
    text = _SIGN.sub(lambda match: _sign(match, "ja"), text)
    letters = reading_words("ja")["letters"]
    return _LONE_LETTER.sub(lambda match: letters[match[0].upper()], text)


def _english(text: str) -> str:
    text = _TIMES.sub(r"\1 to ", text)
    text = _SHORT_FORM.sub("number ", text)
    text = _common(text, "en")
    text = _SIGN.sub(lambda match: f" {_sign(match, 'en')} ", text)
    return text.replace("  ", " ").replace(".m..", ".m.")


def _common(text: str, language: str) -> str:
    signs = reading_words(language)["signs"]
    text = _KEY.sub(lambda match: f" {signs[match[0]]} ", text)
    text = _DATE.sub(lambda match: date_words(match[1], match[3], match[4], language), text)
    text = _TIME.sub(lambda match: _time(match, language), text)
    return _MONEY.sub(lambda match: _money(match, language), text)


def _time(match: re.Match[str], language: str) -> str:
    hour, half = int(match[1]), (match[3] or "").strip()[:1].lower()
    if language == "en" and not half and (hour > 12 or hour == 0):
        half = "p" if 12 < hour < 24 else "a"
    return time_words(hour, int(match[2]), half, language)


def _money(match: re.Match[str], language: str) -> str:
    words = reading_words(language)
    unit, amount = words["units"][_CODES[match[1]]], match[2] + (match[3] or "")
    if language == "en" and match[1] == "$":
        return match[0]
    spoken: str = words["currency"].format(amount=amount, unit=unit)
    return spoken


def _sign(match: re.Match[str], language: str) -> str:
    sign = next(found for found in match.groups() if found)
    return str(reading_words(language)["signs"].get(sign, sign))


_READERS: dict[str, Callable[[str], str]] = {"ja": _japanese, "en": _english}
