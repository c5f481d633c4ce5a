"""The Japanese individual number (My Number): twelve digits with a check digit."""

from privacy.kind import Form, Kind, labels

_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


def check_digit_fits(symbols: str) -> bool:
    """Ordinance 85 of 2014 of the Ministry of Internal Affairs, article 5."""
    if not symbols.isdecimal() or len(symbols) != 12:
        return False
    rest = sum(int(p) * q for p, q in zip(symbols[10::-1], _WEIGHTS, strict=True)) % 11
    return int(symbols[11]) == (0 if rest <= 1 else 11 - rest)


KIND = Kind(
    code="MYNUMBER",
    labels=labels("マイナンバー", "MY NUMBER", "마이넘버"),
    form=Form.NUMBER,
    priority=20,
    lengths=(12,),
    fails_closed=True,
    looks=lambda run: 0.8 if check_digit_fits(run.digits) else 0.0,
    valid=check_digit_fits,
)
