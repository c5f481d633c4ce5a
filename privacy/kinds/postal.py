"""Postal codes: 3 and 4 digits in Japan, ZIP codes, British and Canadian postcodes."""

from privacy.kind import Form, Kind, labels

KIND = Kind(
    code="POSTAL",
    labels=labels("郵便番号", "POSTAL CODE", "우편번호"),
    form=Form.CODE,
    priority=41,
    lengths=(5, 7, 9),
    looks=lambda run: 0.5 if tuple(map(len, run.groups)) == (3, 4) else 0.0,
)
