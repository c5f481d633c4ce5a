"""Bank accounts: bank 4, branch 3, account 7 digits; routing 9; sort code 6 and account 8."""

from privacy.kind import Form, Kind, labels


def routing(symbols: str) -> bool:
    """ABA routing numbers: weights 3, 7, 1 add up to a multiple of ten."""
    if not symbols.isdecimal() or len(symbols) != 9 or symbols == "000000000":
        return False
    return sum(int(d) * w for d, w in zip(symbols, (3, 7, 1) * 3, strict=True)) % 10 == 0


KIND = Kind(
    code="BANK",
    labels=labels("口座", "BANK ACCOUNT", "계좌"),
    form=Form.NUMBER,
    priority=22,
    lengths=(3, 4, 7, 8, 14),
    fails_closed=True,
    looks=lambda run: 0.5 if routing(run.digits) else 0.0,
    valid=routing,
)
