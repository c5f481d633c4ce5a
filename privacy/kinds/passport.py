"""Passport numbers: two letters and seven digits in Japan, nine signs elsewhere."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run


def looks(run: Run) -> float:
    """Japanese passports begin with T or M."""
    said = run.symbols
    shaped = len(said) == 9 and said[:2].isalpha() and said[2:].isdecimal()
    return 0.7 if shaped and said[0] in "tm" else 0.0


KIND = Kind(
    code="PASSPORT",
    labels=labels("旅券", "PASSPORT", "여권"),
    form=Form.CODE,
    priority=31,
    lengths=(7, 9),
    looks=looks,
)
