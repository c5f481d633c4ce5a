"""Numbers, amounts, dates, times and telephone numbers as English speakers say them."""

import re
from collections.abc import Callable, Sequence

from ivr.grammars.calendar import date_result, time_result
from ivr.grammars.units import normalised
from privacy.numbers.english_words import HOMOPHONES, ONES, ORDINALS, TEENS, TENS, TIMES

_WORD = re.compile(
    r"(?<![a-z])[ap]\.?\s?m(?![a-z])\.?|o'clock|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+|[a-z]+(?:'[a-z]+)?|[$£€¥:/+-]",
    re.ASCII,
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SMALL = {word: int(value) for word, value in (ONES | TEENS).items()}
_TENS = {word: 10 * int(value) for word, value in TENS.items()}
_AROUND = frozenset({"um", "uh", "er", "erm", "okay", "ok", "please", "it's", "its", "it", "is", "at", "on", "about", "around", "exactly", "my", "number", "so", "yes", "yeah", "well", "then", "like", "the", "thanks", "sir", "approximately", "roughly"})  # fmt: skip
_JOINTS = frozenset({"-", "dash", "hyphen", "space", "and", "then", "+", "plus", "dot"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sep sept", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})  # fmt: skip
_MAJOR = {
    word: code
    for code, words in (
        ("USD", "$ dollar dollars buck bucks usd"),
        ("GBP", "£ pound pounds quid gbp"),
        ("EUR", "€ euro euros eur"),
        ("JPY", "¥ yen jpy"),
    )
    for word in words.split()
}
_MINOR = {
    "cent": "USD",
    "cents": "USD",
    "pence": "GBP",
    "penny": "GBP",
    "pennies": "GBP",
    "p": "GBP",
}
_DAY_FIRST = frozenset({"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"})
Words = Sequence[str]


def _words(text: str) -> list[str]:
    found = [re.sub(r"[.\s,](?!\d)", "", word) for word in _WORD.findall(normalised(text))]
    return [word.replace(",", "") for word in found]


def _plain(text: str) -> list[str]:
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


def _in_row(words: Words, *, eager: bool = False) -> str | None:
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
    return [_in_row(words), _in_row(words, eager=True)]


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
    return _rows(_plain(text))


def phone(text: str, language: str) -> list[str | None]:
    del language
    words = _plain(text)
    for mark in ("extension", "ext", "x"):
        if mark in words:
            place = words.index(mark)
            number, extension = _in_row(words[:place]), _in_row(words[place + 1 :])
            return [f"{number}x{extension}"] if number and extension else []
    return _rows(words)


def number(text: str, language: str) -> list[str | None]:
    del language
    return [_decimal(_plain(text))]


def _decimal(words: Words) -> str | None:
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
            whole, rest = _whole(words[:place]) if place else "0", _in_row(words[place + 1 :])
            return f"{sign}{whole}.{rest}" if whole and rest else None
    if words[-3:] == ["and", "a", "half"]:
        whole = _whole(words[:-3])
        return f"{sign}{whole}.5" if whole else None
    whole = _whole(words)
    return f"{sign}{whole}" if whole else None


def _whole(words: Words) -> str | None:
    value = cardinal(words)
    return _in_row(words) if value is None else str(value)


def currency(text: str, language: str) -> list[str | None]:
    del language
    words = _plain(text)
    if words and words[0] in _MAJOR and not words[0].isalpha():
        words = [*words[1:2], words[0], *words[2:]]
    place = next((n for n, word in enumerate(words) if word in _MAJOR), None)
    if place is not None:
        cents = [w for w in words[place + 1 :] if w not in _MINOR and w != "and"]
        return [_amount(_MAJOR[words[place]], words[:place], cents)]
    if words and words[-1] in _MINOR:
        return [_amount(_MINOR[words[-1]], ["0"], words[:-1])]
    return [_bare_amount(words)]


def _amount(code: str, major: Words, minor: Words) -> str | None:
    whole = "1" if list(major) == ["a"] else _decimal(major)
    cents = cardinal(minor) if minor else 0
    if whole is None or cents is None or whole.startswith("-") or cents > 99:
        return None
    units, _, fraction = whole.partition(".")
    if len(fraction) > 2 or (fraction and minor):
        return None
    return f"{code}{int(units)}.{fraction.ljust(2, '0') if fraction else f'{cents:02}'}"


def _bare_amount(words: Words) -> str | None:
    """An amount without its money: "nine ninety nine", "12.50", "a hundred"."""
    whole = _amount("", words, [])
    if whole is not None and (cardinal(words) is not None or "." in "".join(words)):
        return whole
    for place in range(1, len(words)):
        major, minor = cardinal(words[:place]), cardinal(words[place:])
        if major is not None and minor is not None and 10 <= minor <= 99:
            return f"{major}.{minor:02}"
    return whole


def date(text: str, language: str) -> list[str | None]:
    words = [word for word in _plain(text) if word not in _WEEKDAYS and word not in ("the", "of")]
    place = next((n for n, word in enumerate(words) if word in _MONTHS), None)
    if place is None:
        return _numeric_date(words, day_first=language.lower() in _DAY_FIRST)
    month, before, after = _MONTHS[words[place]], words[:place], words[place + 1 :]
    if before:
        told, year = _day(before), _year(after)
        return [date_result(year, month, told)] if told and (year or not after) else []
    if not after:
        return [date_result(None, month, None)]
    for split in range(min(len(after), 3), 0, -1):
        day, year = _day(after[:split]), _year(after[split:])
        if day is not None and day <= 31 and (year or split == len(after)):
            return [date_result(year, month, day)]
    return [date_result(_year(after), month, None)] if _year(after) else []


def _numeric_date(words: Words, *, day_first: bool) -> list[str | None]:
    numbers = [word for word in words if word not in ("/", "-")]
    if all(word.isdecimal() for word in numbers) and numbers:
        if len(numbers) == 1 and len(numbers[0]) == 8:
            return [date_result(*map(int, (numbers[0][:4], numbers[0][4:6], numbers[0][6:])))]
        if len(numbers) == 3 and len(numbers[0]) == 4:
            return [date_result(*map(int, numbers))]
        if len(numbers) in (2, 3) and all(len(n) in (1, 2, 4) for n in numbers):
            first, second = int(numbers[0]), int(numbers[1])
            day, month = (first, second) if day_first else (second, first)
            year = int(numbers[2]) if len(numbers) == 3 else None
            return [date_result(year, month, day)]
    alone = _day(words) if words and _is_ordinal(words[-1]) else None
    return [date_result(None, None, alone)] if alone else []


def _is_ordinal(word: str) -> bool:
    return word in ORDINALS or word in ("st", "nd", "rd", "th")


def _day(words: Words) -> int | None:
    """A day of the month: "fifteenth", "twenty first", "15th", "15"."""
    words = [word for word in words if word != "-"]
    if len(words) > 1 and words[-1] in ("st", "nd", "rd", "th"):
        words = words[:-1]
    if words and words[-1] in ORDINALS:
        last = int(ORDINALS[words[-1]])
        tens = cardinal(words[:-1]) if words[:-1] else 0
        return tens + last if tens in (0, 20, 30) and (last < 10 or not tens) else None
    return cardinal(words) if words else None


def _year(words: Words) -> int | None:
    value = cardinal(words)
    if value is not None and 1000 <= value <= 9999:
        return value
    row = _in_row(words) if words else None
    return int(row) if row is not None and len(row) == 4 and row[0] != "0" else None


def time(text: str, language: str) -> list[str | None]:
    del language
    half, words = _half_of_day(_plain(text))
    words = [w for w in words if w not in ("o'clock", "oclock", ":", "minutes", "minute", "hours")]
    if words in (["noon"], ["midday"]):
        return [time_result(12, 0, "p")]
    if words == ["midnight"]:
        return [time_result(12, 0, "a")]
    found = _relative(words) or _direct(words)
    if found is None:
        return []
    hour, minute, military = found
    return [time_result(hour, minute, half)] if not military else [f"{hour:02}{minute:02}h"]


def _half_of_day(words: Words) -> tuple[str, list[str]]:
    half, kept = "", []
    for word in words:
        if word in ("am", "morning"):
            half = "a"
        elif word in ("pm", "afternoon", "evening", "night", "tonight"):
            half = "p"
        elif word not in ("in", "the", "this", "at", "exactly", "sharp"):
            kept.append(word)
    if kept[-1:] == ["a"] or kept[-1:] == ["p"]:
        half = kept.pop()
    return half, kept


def _relative(words: Words) -> tuple[int, int, bool] | None:
    """Times told from an hour: "half past three", "quarter to four", "ten after two"."""
    place = next(
        (n for n, w in enumerate(words) if w in ("past", "to", "after", "till", "before")), 0
    )
    hour = cardinal(words[place + 1 :])
    if not place or hour is None or not 1 <= hour <= 12:
        return None
    said = [word for word in words[:place] if word != "a"]
    minute = {"half": 30, "quarter": 15}.get(said[0]) if len(said) == 1 else None
    minute = cardinal(said) if minute is None else minute
    if minute is None or not 0 < minute < 60:
        return None
    if words[place] in ("past", "after"):
        return hour, minute, False
    return (hour - 1) or 12, 60 - minute, False


def _direct(words: Words) -> tuple[int, int, bool] | None:
    """Hours with or without minutes: "three thirty", "15 30", "fifteen hundred", "nine oh five", "0930"."""
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) in (3, 4):
        return int(words[0][:-2]), int(words[0][-2:]), False
    if len(words) > 1 and words[-1] == "hundred":
        sharp = _whole(words[:-1])
        return (int(sharp), 0, True) if sharp is not None and int(sharp) < 24 else None
    for place in range(len(words), 0, -1):
        hour, rest = cardinal(_without_zero(words[:place])), words[place:]
        minute = cardinal(_without_zero(rest)) if rest else 0
        if hour is not None and hour <= 24 and minute is not None and minute < 60:
            return hour, minute, False
    return None


def _without_zero(words: Words) -> Words:
    """Leave "oh five" its five."""
    return words[1:] if len(words) > 1 and words[0] in ("oh", "o", "zero") else words


READERS: dict[str, Callable[[str, str], list[str | None]]] = {
    "currency": currency,
    "date": date,
    "digits": digits,
    "number": number,
    "phone": phone,
    "time": time,
}
