"""Driving licence numbers: twelve digits in Japan, letters and digits elsewhere."""

from privacy.kind import Form, Kind, labels

_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digit_fits(symbols: str) -> bool:
    """The eleventh of twelve digits; the formula is known from secondary sources only."""
    if not symbols.isdecimal() or len(symbols) != 12:
        return False
    total = sum(int(d) * w for d, w in zip(symbols[:10], _WEIGHTS, strict=True))
    return (11 - total % 11) % 10 == int(symbols[10])


KIND = Kind(
    code="LICENSE",
    labels=labels("免許証", "LICENSE", "면허증"),
    form=Form.CODE,
    priority=30,
    lengths=(8, 12),
    valid=check_digit_fits,
)
