"""Built-in grammars for keys: what each kind of input means, and whether more keys may come."""

import re
from collections.abc import Callable

from ivr.grammars.calendar import date_result, time_result
from ivr.grammars.options import Options

# What the keys mean so far (None: nothing yet) and whether more could come.
Reading = tuple[str | bool | None, bool]
_MOST_DIGITS = 64
_AMOUNT = re.compile(r"(\d{0,15})(?:\*(\d*))?", re.ASCII)
_PHONE = re.compile(r"(\d{1,20})(?:\*(\d{0,10}))?", re.ASCII)


def _boolean(keys: str, options: Options) -> Reading:
    for value, key in ((True, options.yes), (False, options.no)):
        if keys == key:
            return value, False
    return None, any(key.startswith(keys) for key in (options.yes, options.no))


def _digits(keys: str, options: Options) -> Reading:
    most = _MOST_DIGITS if options.most is None else options.most
    if (keys and not keys.isdecimal()) or len(keys) > most:
        return None, False
    return keys if len(keys) >= options.least else None, len(keys) < most


def _date(keys: str, options: Options) -> Reading:
    del options
    if (keys and not keys.isdecimal()) or len(keys) > 8:
        return None, False
    if len(keys) < 8:
        return None, True
    return date_result(int(keys[:4]), int(keys[4:6]), int(keys[6:])), False


def _time(keys: str, options: Options) -> Reading:
    del options
    if (keys and not keys.isdecimal()) or len(keys) > 4:
        return None, False
    if len(keys) < 4:
        return None, True
    return time_result(int(keys[:2]), int(keys[2:])), False


def _currency(keys: str, options: Options) -> Reading:
    del options
    match = _AMOUNT.fullmatch(keys)
    if match is None or len(match[2] or "") > 2:
        return None, False
    whole, cents = match[1], match[2]
    told = bool(whole or cents) and (cents is None or len(cents) != 1)
    value = f"{int(whole or 0)}.{cents or '00'}" if told else None
    return value, cents is None or len(cents) < 2


def _number(keys: str, options: Options) -> Reading:
    del options
    match = _AMOUNT.fullmatch(keys)
    if match is None:
        return None, False
    whole, fraction = match[1], match[2] or ""
    if not whole and not fraction:
        return None, True
    return (whole or "0") + (f".{fraction}" if fraction else ""), len(keys) < _MOST_DIGITS


def _phone(keys: str, options: Options) -> Reading:
    del options
    match = _PHONE.fullmatch(keys)
    if match is None:
        return None, not keys
    number, extension = match[1], match[2]
    if extension is not None:
        return (f"{number}x{extension}" if extension else None), len(extension) < 10
    return number, True


KEYED: dict[str, Callable[[str, Options], Reading]] = {
    "boolean": _boolean,
    "currency": _currency,
    "date": _date,
    "digits": _digits,
    "number": _number,
    "phone": _phone,
    "time": _time,
}
