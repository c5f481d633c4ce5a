"""Postal addresses: where somebody lives."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Unit

KIND = Kind(
    code="ADDRESS",
    labels=labels("住所", "ADDRESS", "주소"),
    form=Form.PLACE,
    priority=50,
    units=frozenset({Unit.ADDRESS}),
)
