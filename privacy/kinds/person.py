"""Names of persons."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="PERSON",
    labels=labels("氏名", "PERSON", "이름"),
    form=Form.NAME,
    priority=60,
)
