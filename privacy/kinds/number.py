"""Long numbers nobody explained, and numbers asked for in words that were not understood."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="NUMBER",
    labels=labels("番号", "NUMBER", "번호"),
    form=Form.CODE,
    priority=70,
)
