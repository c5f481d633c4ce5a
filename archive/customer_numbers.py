"""Writes phone numbers and product numbers the one way they are looked up by."""

import re
import unicodedata

from speech.check_digits import luhn

SHORTEST_PRODUCT_NUMBER = 4
PHONE_DIGITS = range(9, 16)
_HOME = "+81"


def phone_number(written: str) -> str:
    """Digits as they are dialled in Japan; of other countries with a plus. Empty if it is none.

    Takes what a person, a switch or a SIP address writes: "０３-…", "+81 3 …", "sip:+81…@host".
    """
    text = unicodedata.normalize("NFKC", written).strip().removeprefix("tel:")
    text = text.removeprefix("sips:").removeprefix("sip:").partition("@")[0]
    if re.search(r"[^\d\s()+.\-‐-―ー]", text):
        return ""
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        digits = f"+{digits}"
    if digits.startswith(_HOME):
        digits = "0" + digits.removeprefix(_HOME).removeprefix("0")
    return digits if len(digits.lstrip("+")) in PHONE_DIGITS else ""


def product_number(written: str) -> str:
    """Letters and digits only, capitals. Empty if it is too short or holds anything else."""
    text = unicodedata.normalize("NFKC", written).upper()
    number = re.sub(r"[\s\-‐-―ー_./]", "", text)
    fits = len(number) >= SHORTEST_PRODUCT_NUMBER and re.fullmatch("[A-Z0-9]+", number)
    return number if fits else ""


def product_digits(number: str) -> str:
    """What a caller says or keys of a product number whose letters are printed small."""
    return re.sub(r"\D", "", number)


def has_check_digit(number: str) -> bool:
    """Whether the last digit is the check digit of the digits before it (ISO/IEC 7812-1, Luhn)."""
    digits = product_digits(number)
    if len(digits) < SHORTEST_PRODUCT_NUMBER or not number[-1].isdigit():
        return False
    return luhn(digits)
