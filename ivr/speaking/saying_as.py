"""Reads values aloud as what they are: dates, times, amounts of money, numbers (SSML's say-as)."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from ivr.speaking.figures import Groups, reading_words, spelled, telephone

_KINDS = {
    "telephone": "phone", "cardinal": "number", "spell-out": "characters", "letters": "characters",
    "acronym": "characters", "duration": "time",
}  # fmt: skip
_SIGNS = {"¥": "JPY", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW"}


def said_as(text: str, kind: str, layout: str, language: str) -> str | Groups:
    """The words for a value, or what is said one by one; what is not understood is left as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    name = kind.casefold().rpartition(":")[2]
    name = _KINDS.get(name, name)
    if name == "number" and layout.casefold() in ("telephone", "phone", "digits", "ordinal"):
        name = _KINDS.get(layout.casefold(), layout.casefold())
    if name == "phone":
        return telephone(plain, language)
    if name in ("digits", "characters"):
        return spelled(plain, language)
    read = _READERS.get(name)
    return read(plain, layout, language) if read else plain


def date_words(year: str, month: str, day: str, language: str) -> str:
    """A date of numbers; a part that is empty or 0 was not given."""
    words = reading_words(language)
    number = int(month or 0)
    parts = {
        "year": words["year"].format(year=int(year)) if int(year or 0) else "",
        "month": words["months"][number - 1] if 1 <= number <= 12 else "",
        "day": words["day"].format(day=int(day)) if int(day or 0) else "",
    }
    return " ".join(words["date"].format(**parts).strip(" ,").split()).replace(" ,", ",")


def time_words(hour: int, minute: int, half: str, language: str) -> str:
    """A time of day; `half` is "a", "p" or "" where it is not said."""
    words = reading_words(language)
    if language == "en":
        hour = (hour - 1) % 12 + 1
    named = {"a": words["morning"], "p": words["afternoon"]}.get(half, "")
    layout = words["minute" if minute else "hour"]
    spoken: str = layout.format(half=named, hour=hour, minute=minute)
    return spoken.replace(" o'clock ", " ")


def _date(text: str, layout: str, language: str) -> str:
    compact = re.fullmatch(r"([\d?]{4})([\d?]{2})([\d?]{2})", text)
    if compact:
        year, month, day = ("" if "?" in part else part for part in compact.groups())
        return date_words(year, month, day, language)
    numbers = re.findall(r"\d+", text)
    order = re.sub(r"[^ymd]", "", layout.casefold())
    if len(order) != len(numbers):
        order = {3: "ymd" if numbers and len(numbers[0]) == 4 else "mdy", 2: "md", 1: "y"}.get(
            len(numbers), ""
        )
    if not order or any(len(number) > 4 for number in numbers):
        return text
    given = dict(zip(order, numbers, strict=True))
    return date_words(given.get("y", ""), given.get("m", ""), given.get("d", ""), language)


def _time(text: str, layout: str, language: str) -> str:
    match = re.fullmatch(
        r"(\d{1,2}):?(\d{2})(?::?\d{2})?\s*([ap])?\.?(?:m\.?)?[h?]?", text, re.IGNORECASE
    )
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return text
    hour, half = int(match[1]), (match[3] or "").lower()
    is_24 = text[-1:].lower() == "h" or layout.casefold().endswith("24")
    if language == "en" and not half and (hour > 12 or hour == 0 or is_24):
        half = "a" if hour % 24 < 12 else "p"
    return time_words(hour, int(match[2]), half, language)


def _currency(text: str, _: str, language: str) -> str:
    words = reading_words(language)
    match = re.fullmatch(r"([A-Z]{3}|[¥$€£₩])?\s*([\d,]+)(?:\.(\d{1,2}))?\s*([A-Z]{3})?", text)
    if match is None:
        return text
    code = _SIGNS.get(match[1] or "", match[1] or match[4] or "")
    unit = words["units"].get(code, code)
    amount, cents = match[2].replace(",", ""), int((match[3] or "0").ljust(2, "0"))
    if not cents:
        return _amount(words, amount, unit)
    if small := words["cents"].get(code):
        joint = "" if language == "ja" else " "
        return _amount(words, amount, unit) + joint + _amount(words, str(cents), small)
    return _amount(words, f"{amount}.{match[3]}", unit)


def _amount(words: Mapping[str, str], amount: str, unit: str) -> str:
    singular = unit[:-1] if amount == "1" and unit.isascii() and unit.endswith("s") else unit
    return words["currency"].format(amount=amount, unit=singular).strip()


def _number(text: str, _: str, language: str) -> str:
    """A number as it is; a zero before it would make it be spelled."""
    match = re.fullmatch(r"([+-]?)0*(\d[\d,]*)(\.\d+)?", text)
    if match is None:
        return text
    minus: str = reading_words(language)["minus"] if match[1] == "-" else ""
    return minus + match[2].replace(",", "") + (match[3] or "")


def _ordinal(text: str, _: str, language: str) -> str:
    number = _number(text, "", language)
    if not number.isdecimal():
        return number
    if language == "ja":
        return str(reading_words(language)["ordinal"]).format(number=number)
    teens = number[-2:] in ("11", "12", "13")
    return number + ("th" if teens else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _boolean(text: str, _: str, language: str) -> str:
    key = {"true": "yes", "false": "no"}.get(text.casefold())
    return reading_words(language)[key] if key else text


_READERS: Mapping[str, Callable[[str, str, str], str]] = {
    "date": _date,
    "time": _time,
    "currency": _currency,
    "number": _number,
    "ordinal": _ordinal,
    "boolean": _boolean,
}
