"""Health insurance: insurer number, symbol and number; NHS and member numbers."""

from privacy.kind import Form, Kind, labels


def insurer(symbols: str) -> bool:
    """Insurer numbers: weights 2, 1 from the right, digit sums, filled up to a multiple of ten."""
    if not symbols.isdecimal() or len(symbols) not in (6, 8):
        return False
    weighted = [int(d) * (2 - place % 2) for place, d in enumerate(reversed(symbols[:-1]))]
    return (10 - sum(n // 10 + n % 10 for n in weighted) % 10) % 10 == int(symbols[-1])


def nhs(symbols: str) -> bool:
    """NHS numbers: weights 10 to 2, modulo 11."""
    if not symbols.isdecimal() or len(symbols) != 10:
        return False
    total = sum(int(d) * w for d, w in zip(symbols[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(symbols[9])


KIND = Kind(
    code="HEALTHINS",
    labels=labels("保険証", "HEALTH INSURANCE", "건강보험"),
    form=Form.CODE,
    priority=33,
    lengths=(6, 8, 10),
    looks=lambda run: 0.4 if nhs(run.digits) else 0.0,
    valid=lambda symbols: insurer(symbols) or nhs(symbols),
)
