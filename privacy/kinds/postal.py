"""Postal codes: 3 and 4 digits in Japan, ZIP codes, British and Canadian postcodes."""

import re

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run

_BRITISH = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")


def looks(run: Run) -> float:
    """Three and four digits as in Japan, or the letters and digits of a British postcode."""
    if _BRITISH.fullmatch(run.symbols):
        return 0.6
    return 0.5 if tuple(map(len, run.groups)) == (3, 4) else 0.0


KIND = Kind(
    code="POSTAL",
    labels=labels("郵便番号", "POSTAL CODE", "우편번호"),
    form=Form.CODE,
    priority=41,
    lengths=(5, 7, 9),
    looks=looks,
)
