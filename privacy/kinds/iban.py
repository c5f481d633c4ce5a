"""International bank account numbers, checked modulo 97."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run


def remainder_is_one(symbols: str) -> bool:
    """ISO 7064: the first four signs moved to the end, letters as 10 to 35, modulo 97 is 1."""
    said = symbols.lower()
    if not (15 <= len(said) <= 34 and said.isalnum() and said.isascii()):
        return False
    if not (said[:2].isalpha() and said[2:4].isdecimal()):
        return False
    return int("".join(str(int(sign, 36)) for sign in said[4:] + said[:4])) % 97 == 1


def _shaped(run: Run) -> float:
    said = run.symbols
    if len(said) >= 8 and said[:2].isalpha() and said[2:4].isdecimal() and said[4:8].isalpha():
        return 0.55
    return 0.6 if len(said) >= 15 and said[:2].isalpha() and said[2:4].isdecimal() else 0.0


KIND = Kind(
    code="IBAN",
    labels=labels("IBAN", "IBAN", "IBAN"),
    form=Form.CODE,
    priority=23,
    lengths=(15, 18, 22, 24, 27, 34),
    fails_closed=True,
    looks=lambda run: 1.0 if remainder_is_one(run.symbols) else _shaped(run),
    valid=remainder_is_one,
)
