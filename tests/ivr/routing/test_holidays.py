"""The list of Japan's holidays says what the law's rules say."""

import math
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import ivr.routing

FILE = Path(ivr.routing.__path__[0]) / "holidays" / "jp.toml"
LISTED = {
    date.fromisoformat(day): names for day, names in tomllib.loads(FILE.read_text("utf-8")).items()
}
FIXED = {
    "元日": (1, 1), "建国記念の日": (2, 11), "天皇誕生日": (2, 23), "昭和の日": (4, 29),
    "憲法記念日": (5, 3), "みどりの日": (5, 4), "こどもの日": (5, 5), "山の日": (8, 11),
    "文化の日": (11, 3), "勤労感謝の日": (11, 23),
}  # fmt: skip
MONDAYS = {"成人の日": (1, 2), "海の日": (7, 3), "敬老の日": (9, 3), "スポーツの日": (10, 2)}
EQUINOXES = {"春分の日": (3, 20.8431), "秋分の日": (9, 23.2488)}
"""Month, and the day in 1980 with its fraction: the sun comes 0.242194 days later every year."""


def named(year: int) -> Iterator[tuple[date, str]]:
    """Article 2."""
    for name, (month, day) in FIXED.items():
        yield date(year, month, day), name
    for name, (month, which) in MONDAYS.items():
        first = date(year, month, 1)
        yield first + timedelta((7 - first.weekday()) % 7 + 7 * (which - 1)), name
    for name, (month, day_in_1980) in EQUINOXES.items():
        since = year - 1980
        yield date(year, month, math.floor(day_in_1980 + 0.242194 * since) - since // 4), name


def by_law(year: int) -> dict[date, str]:
    """With what article 3 adds: after a Sunday the next day that is none, and days between two."""
    days = dict(named(year))
    for day in sorted(days):
        if day.weekday() == 6:
            instead = day
            while instead in days:
                instead += timedelta(1)
            days[instead] = "振替休日"
    one = timedelta(1)
    for day in sorted(days):
        between = day + one
        if between not in days and between + one in days:
            days[between] = "国民の休日"
    return days


@pytest.mark.parametrize("year", sorted({day.year for day in LISTED}))
def test_every_holiday_of_a_listed_year_is_listed_by_its_name_and_no_other(year: int) -> None:
    listed = {day: names["ja"] for day, names in LISTED.items() if day.year == year}
    assert listed == by_law(year)
