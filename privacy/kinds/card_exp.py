"""Until when a card is valid: month and year, however they were written down."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Unit

KIND = Kind(
    code="CARD_EXP",
    labels=labels("有効期限", "CARD EXPIRY", "유효기간"),
    form=Form.DATE,
    priority=13,
    lengths=(3, 4, 6),
    units=frozenset({Unit.DATE}),
    fails_closed=True,
    fixed=True,
)
