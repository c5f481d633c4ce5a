"""Payment card numbers of 13 to 19 digits, checked with the Luhn formula."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run
from speech.check_digits import luhn


def valid(symbols: str) -> bool:
    """Whether it may be a card's number, by its length and its check digit."""
    return symbols.isdecimal() and 13 <= len(symbols) <= 19 and luhn(symbols)


def looks(run: Run) -> float:
    """Sixteen digits or so; recognizers lose and loop some, so that the count is only a sign."""
    count = len(run.digits)
    if valid(run.digits) and run.digits[0] in "3456":
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
    valid=valid,
)
