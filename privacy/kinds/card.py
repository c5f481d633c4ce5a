"""Payment card numbers of 13 to 19 digits, checked with the Luhn formula."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run


def luhn(symbols: str) -> bool:
    """Every second digit from the right doubled, digit sums, total divisible by ten."""
    if not symbols.isdecimal() or not 13 <= len(symbols) <= 19:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(symbols))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def looks(run: Run) -> float:
    """Sixteen digits or so; recognizers lose and loop some, so that the count is only a sign."""
    count = len(run.digits)
    if luhn(run.digits) and run.digits[0] in "3456":
        return 1.0
    if 14 <= count <= 19:
        return 0.7
    groups = run.groups
    return 0.6 if count >= 12 and len(groups) >= 3 and all(len(g) == 4 for g in groups) else 0.0


KIND = Kind(
    code="CARD",
    labels=labels("カード", "CARD", "카드"),
    form=Form.NUMBER,
    priority=12,
    lengths=(14, 15, 16),
    fails_closed=True,
    looks=looks,
    valid=luhn,
)
