"""Small ways of saying things on the board: times, shares, badges."""

import math
from datetime import datetime, tzinfo


def clock(seconds: float) -> str:
    """Call time as m:ss."""
    minutes, rest = divmod(math.floor(seconds), 60)
    return f"{minutes}:{rest:02d}"


def time_of(at: datetime | None, zone: tzinfo) -> str:
    """A date and time in the visitor's zone, sortable and the same in every language."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def percent(part: float, whole: float) -> int:
    """`part` of `whole` in whole per cent, rounded down, so that 100 means all of it."""
    return math.floor(100 * part / whole + 1e-9)


def number(value: float) -> str:
    """A number with at most one decimal, and none when there is no need."""
    return f"{value:.1f}".removesuffix(".0")


def badge(label: str, tone: str = "") -> dict[str, str]:
    """A small label; `tone` is ok, warn, bad, info or nothing."""
    return {"label": label, "tone": tone}
