"""Telephone numbers of Japan, North America, Britain and Korea."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Run

# First digits of area codes and exchanges in North America.
_AREA = frozenset("23456789")


def looks(run: Run) -> float:
    """The lengths and first digits of subscriber numbers; ranges for fiction pass as well."""
    digits, groups = run.digits, tuple(map(len, run.groups))
    if digits[:3] in ("090", "080", "070", "050", "010") and 10 <= len(digits) <= 12:
        return 0.9
    if digits[:1] == "0" and len(digits) in (10, 11):
        return 0.8
    if groups == (3, 3, 4) or (len(digits) == 11 and digits[0] == "1"):
        return 0.8
    if groups == (3, 4) and digits[:3] == "555":
        return 0.6
    if len(digits) == 10 and digits[0] in _AREA and digits[3] in _AREA:
        return 0.6
    return 0.4 if len(digits) == 10 else 0.0


KIND = Kind(
    code="PHONE",
    labels=labels("電話", "PHONE", "전화"),
    form=Form.NUMBER,
    priority=40,
    lengths=(4, 7, 10, 11),
    looks=looks,
)
