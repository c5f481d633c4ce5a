"""Numbers and digits as English speakers say them: in words, one by one, in pairs, in hundreds."""

import re
from collections.abc import Sequence

from ivr.grammars.units import normalised
from privacy.numbers.english_words import HOMOPHONES, ONES, TEENS, TENS, TIMES

_WORD = re.compile(
    r"(?<![a-z])[ap]\.?\s?m(?![a-z])\.?|o'clock|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+|[a-z]+(?:'[a-z]+)?|[$£€¥:/+-]",
    re.ASCII,
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SMALL = {word: int(value) for word, value in (ONES | TEENS).items()}
_TENS = {word: 10 * int(value) for word, value in TENS.items()}
_AROUND = frozenset({"um", "uh", "er", "erm", "okay", "ok", "please", "it's", "its", "it", "is", "at", "on", "about", "around", "exactly", "my", "number", "so", "yes", "yeah", "well", "then", "like", "the", "thanks", "sir", "approximately", "roughly"})  # fmt: skip
_JOINTS = frozenset({"-", "dash", "hyphen", "space", "and", "then", "+", "plus", "dot"})
Words = Sequence[str]


def _words(text: str) -> list[str]:
    found = [re.sub(r"[.\s,](?!\d)", "", word) for word in _WORD.findall(normalised(text))]
    return [word.replace(",", "") for word in found]


def plain(text: str) -> list[str]:
    """The words without what people put around an answer."""
    words = _words(text)
    while words and words[0] in _AROUND:
        words.pop(0)
    while words and words[-1] in _AROUND:
        words.pop()
    return words


def cardinal(words: Words) -> int | None:
    """One number said as a number: "two thousand and six", "1 million", "a hundred"."""
    total = section = 0
    # What comes next must be smaller than this, or it is another number.
    room, said = 10**12, False
    for place, word in enumerate(words):
        if word in ("and", "-") or (word == "a" and place + 1 < len(words)):
            continue
        value = int(word) if word.isdecimal() else _SMALL.get(word, _TENS.get(word))
        if value is not None:
            if value >= room or (said and not value):
                return None
            section += value
            room = 10 if word in _TENS else 1
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100 and section < 100:
                section, room = (section or 1) * 100, 100
            elif scale > 100 and (section or not said) and (not total or total > scale):
                total, section, room = total + (section or 1) * scale, 0, scale
            else:
                return None
        else:
            return None
        said = True
    return total + section if said else None


def in_row(words: Words, *, eager: bool = False) -> str | None:
    """Digits said one by one, in pairs or in hundreds: "double five oh twenty one".

    An eager reading of "eight hundred five one" is 805 1, the other 800 5 1.
    """
    digits, place = "", 0
    while place < len(words):
        found, place = _next_digits(words, place, eager=eager)
        if found is None:
            return None
        digits += found
    return digits or None


def _rows(words: Words) -> list[str | None]:
    return [in_row(words), in_row(words, eager=True)]


def _in_hundreds(words: Words, place: int, *, eager: bool) -> tuple[str, int] | None:
    """The longest number from `place` on with hundreds or thousands in it, and where it ends."""
    for end in range(len(words), place + 1, -1):
        if words[end - 1] in _AROUND or not {"hundred", "thousand"} & set(words[place:end]):
            continue
        alone = end == len(words) or words[end - 1] in _SCALES or "and" in words[place:end]
        number = cardinal(words[place:end]) if eager or alone else None
        if number is not None:
            return str(number), end
    return None


def _next_digits(words: Words, place: int, *, eager: bool) -> tuple[str | None, int]:
    hundreds = _in_hundreds(words, place, eager=eager)
    if hundreds is not None:
        return hundreds
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else ""
    if word in TIMES and _one(after):
        return (_one(after) or "") * TIMES[word], place + 2
    if word in TEENS:
        return TEENS[word], place + 1
    if word in TENS:
        skipped = place + 1 + (after == "-")
        one = ONES.get(words[skipped], "0") if skipped < len(words) else "0"
        return TENS[word] + one, (place + 1 if one == "0" else skipped + 1)
    if word in _JOINTS or word in _AROUND:
        return "", place + 1
    return _one(word) or (word if word.isdecimal() else None), place + 1


def _one(word: str) -> str | None:
    return ONES.get(word) or HOMOPHONES.get(word) or (word if re.fullmatch(r"\d", word) else None)


def digits(text: str, language: str) -> list[str | None]:
    del language
    return _rows(plain(text))


def phone(text: str, language: str) -> list[str | None]:
    del language
    words = plain(text)
    for mark in ("extension", "ext", "x"):
        if mark in words:
            place = words.index(mark)
            number, extension = in_row(words[:place]), in_row(words[place + 1 :])
            return [f"{number}x{extension}"] if number and extension else []
    return _rows(words)


def number(text: str, language: str) -> list[str | None]:
    del language
    return [decimal(plain(text))]


def decimal(words: Words) -> str | None:
    """A number with sign and decimals, as digits."""
    words = list(words)
    sign = ""
    if words and words[0] in ("minus", "negative", "-", "plus", "+"):
        sign = "" if words.pop(0) in ("plus", "+") else "-"
    if len(words) == 1 and re.fullmatch(r"\d*\.\d+", words[0]):
        return sign + words[0].rjust(len(words[0]) + words[0].startswith("."), "0")
    for mark in ("point", "dot"):
        if mark in words:
            place = words.index(mark)
            whole, rest = whole_number(words[:place]) if place else "0", in_row(words[place + 1 :])
            return f"{sign}{whole}.{rest}" if whole and rest else None
    if words[-3:] == ["and", "a", "half"]:
        whole = whole_number(words[:-3])
        return f"{sign}{whole}.5" if whole else None
    whole = whole_number(words)
    return f"{sign}{whole}" if whole else None


def whole_number(words: Words) -> str | None:
    value = cardinal(words)
    return in_row(words) if value is None else str(value)
