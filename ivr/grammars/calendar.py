"""Dates and times of day as the results of built-in grammars (VoiceXML 2.0, appendix P)."""

from calendar import monthrange

# A leap year stands for one nobody said.
_ANY_YEAR = 2000


def date_result(year: int | None, month: int | None, day: int | None) -> str | None:
    """The date as yyyymmdd with question marks for what was not said, or None when there is no such day."""
    if month is not None and not 1 <= month <= 12:
        return None
    if year is not None and not 1000 <= year <= 9999:
        return None
    days = monthrange(year or _ANY_YEAR, month)[1] if month else 31
    if day is not None and not 1 <= day <= days:
        return None
    parts = (_digits(year, 4), _digits(month, 2), _digits(day, 2))
    return "".join(parts) if any(part is not None for part in (year, month, day)) else None


def _digits(value: int | None, width: int) -> str:
    return "?" * width if value is None else f"{value:0{width}}"


def time_result(hour: int, minute: int, half: str = "") -> str | None:
    """The time as hhmm with a or p where that half of the day was said, h for 24 hours, ? where it is open."""
    if not (0 <= hour <= 24 and 0 <= minute < 60) or (hour == 24 and minute):
        return None
    if half:
        if hour > 12:
            return f"{hour:02}{minute:02}h" if half == "p" and hour < 24 else None
        # Zero o'clock in a half of the day is its twelve.
        return f"{hour or 12:02}{minute:02}{half}"
    return f"{hour % 24:02}{minute:02}{'?' if 1 <= hour <= 12 else 'h'}"
