"""Days of the calendar as English speakers say them."""

from ivr.grammars.calendar import date_result
from ivr.grammars.spoken.english_numbers import Words, cardinal, in_row, plain
from privacy.numbers.english_words import ORDINALS

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
_DAY_FIRST = frozenset({"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"})


def date(text: str, language: str) -> list[str | None]:
    words = [word for word in plain(text) if word not in _WEEKDAYS and word not in ("the", "of")]
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
    row = in_row(words) if words else None
    return int(row) if row is not None and len(row) == 4 and row[0] != "0" else None
