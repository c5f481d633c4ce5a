"""United States social security numbers: nine digits, spoken 3-2-4."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="SSN",
    labels=labels("社会保障番号", "SSN", "사회보장번호"),
    form=Form.NUMBER,
    priority=21,
    lengths=(4, 9),
    fails_closed=True,
    looks=lambda run: 0.8 if tuple(map(len, run.groups)) == (3, 2, 4) else 0.0,
)
