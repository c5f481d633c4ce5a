"""Card validation codes: three or four digits, known only by what was asked."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="CVV",
    labels=labels("セキュリティコード", "CVV", "보안코드"),
    form=Form.NUMBER,
    priority=11,
    lengths=(3, 4),
    fails_closed=True,
    fixed=True,
)
