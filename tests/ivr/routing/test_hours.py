"""When somebody is there, and when again."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.routing.hours import load_hours, read_hours
from speech.errors import DefinitionError

TOKYO = ZoneInfo("Asia/Tokyo")
WEEK = {day: ["09:00-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
TABLE: dict[str, Any] = {
    "zone": "Asia/Tokyo",
    "week": {**WEEK, "sat": "10:00-24:00"},
    "holidays": ["jp"],
    "days": {"2026-12-31": ["09:00-12:00"], "2026-11-03": "09:00-12:00"},
}
HOURS = read_hours(TABLE, name="hours.toml")


@pytest.mark.parametrize(
    ("moment", "is_open", "opens_at"),
    [
        ("2026-11-20 08:59", False, "2026-11-20 09:00"),
        ("2026-11-20 09:00", True, None),
        ("2026-11-20 12:00", False, "2026-11-20 13:00"),
        ("2026-11-20 17:30", False, "2026-11-21 10:00"),
        ("2026-11-21 23:59", True, None),
        ("2026-11-22 12:00", False, "2026-11-24 09:00"),
        ("2026-12-31 11:00", True, None),
        ("2026-12-31 12:00", False, "2027-01-02 10:00"),
    ],
)
def test_callers_hear_when_somebody_is_there_again(
    moment: str, is_open: bool, opens_at: str | None
) -> None:
    opening = HOURS.at(datetime.fromisoformat(moment).replace(tzinfo=TOKYO))
    again = opening.opens_at.strftime("%Y-%m-%d %H:%M") if opening.opens_at else None
    assert (opening.is_open, again) == (is_open, opens_at)


def test_a_holiday_is_told_by_its_name_unless_the_day_has_hours_of_its_own() -> None:
    on_holiday = HOURS.at(datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO))
    assert on_holiday.holiday == {"ja": "勤労感謝の日", "en": "Labour Thanksgiving Day"}
    assert HOURS.at(datetime(2026, 11, 3, 10, 0, tzinfo=TOKYO)).is_open
    assert HOURS.at(datetime(2026, 11, 3, 13, 0, tzinfo=TOKYO)).holiday is None


def test_a_moment_told_in_another_zone_is_the_same_moment() -> None:
    assert HOURS.at(datetime(2026, 11, 20, 0, 30, tzinfo=ZoneInfo("UTC"))).is_open
    assert not HOURS.at(datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("UTC"))).is_open


@given(st.integers(0, 700 * 24 * 60))
def test_it_is_open_at_the_time_it_was_said_to_open(minutes: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=TOKYO) + timedelta(minutes=minutes)
    opening = HOURS.at(moment)
    if not opening.is_open:
        assert opening.opens_at is not None
        assert opening.opens_at > moment
        assert HOURS.at(opening.opens_at).is_open


def test_a_line_that_never_opens_promises_nothing() -> None:
    never = read_hours({"zone": "Asia/Tokyo"}, name="never.toml")
    opening = never.at(datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO))
    assert (opening.is_open, opening.opens_at) == (False, None)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"zone": "Tokyo/Nowhere"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"week": {"monday": "09:00-17:00"}}, "week.monday"),
        ({"week": {"mon": "9-17"}}, "week.mon"),
        ({"week": {"mon": "17:00-09:00"}}, "week.mon"),
        ({"week": {"mon": "09:60-10:00"}}, "week.mon"),
        ({"holidays": ["moon"]}, "holidays"),
        ({"days": {"31.12.": "09:00-12:00"}}, "31.12."),
    ],
)
def test_hours_nobody_can_keep_are_refused_by_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(DefinitionError, match=r"hours\.toml") as refused:
        read_hours(TABLE | changes, name="hours.toml")
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_hours_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    file.write_text('zone = "Asia/Tokyo"\nholidays = ["jp"]\n[week]\nmon = "09:00-17:30"\n')
    assert load_hours(file).at(datetime(2026, 11, 16, 9, 0, tzinfo=TOKYO)).is_open
    file.write_text("zone =")
    with pytest.raises(DefinitionError, match=r"hours\.toml: cannot be read as TOML"):
        load_hours(file)
