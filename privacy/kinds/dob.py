"""Dates of birth, western or by Japanese era."""

from privacy.kind import Form, Kind, labels
from privacy.numbers.tokens import Part, Run, Unit

_YEARS = range(1900, 2013)
# Of an era that was not named, or of the last century.
_SHORT_YEARS = range(32, 100)


def looks(run: Run) -> float:
    """Whole dates of a year people are born in, or with an era; others are appointments."""
    groups = [int(group) for group in run.groups]
    if len(groups) < 2 or len(run.digits) > 9 or run.letters:
        return 0.0
    dated = Unit.DATE in run.units
    first = run.tokens[0]
    if dated and first.part is Part.UNIT and len(groups) >= 3:
        return 0.7
    years = [group for group in groups if group in _YEARS]
    spoken = len(groups) >= 3 and groups[-2] in (19, 20) and len(run.groups[-1]) == 2
    if dated and len(groups) == 3 and len(run.groups[0]) == 2 and groups[0] in _SHORT_YEARS:
        return 0.6
    short = len(groups) == 3 and len(run.groups[2]) == 2 and groups[2] in _SHORT_YEARS
    if dated and short and 0 < min(groups[:2]) <= 12 and max(groups[:2]) <= 31:
        return 0.6
    if dated and (years or spoken):
        return 0.6
    return 0.5 if len(groups) == 3 and years and max(groups[:2]) <= 31 else 0.0


KIND = Kind(
    code="DOB",
    labels=labels("生年月日", "DATE OF BIRTH", "생년월일"),
    form=Form.DATE,
    priority=42,
    lengths=(4, 6, 8),
    looks=looks,
    units=frozenset({Unit.DATE}),
)
