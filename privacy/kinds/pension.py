"""Basic pension numbers: four and six digits."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="PENSION",
    labels=labels("年金番号", "PENSION", "연금번호"),
    form=Form.NUMBER,
    priority=32,
    lengths=(10,),
)
