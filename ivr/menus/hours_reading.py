"""Reads opening hours: weekdays or spans of them with times, and days on which nobody answers."""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ivr.menus.parts import Part
from ivr.menus.service import END, Hours
from ivr.menus.yaml_reading import Written
from ivr.routing.hours import calendar_days, calendar_names

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_WHOLE_DAY = 24 * 60


def read_hours(part: Part | None) -> Hours | None:
    """The hours, when the service has any."""
    if part is None:
        return None
    part.only("open", "holidays", "calendars", "closed", "then", "zone")
    return Hours(
        open=_open(part),
        holidays=tuple(sorted({*_holidays(part), *_national(part)})),
        closed=part.texts("closed"),
        then=part.text("then", END),
        zone=_zone(part),
    )


def _open(part: Part) -> dict[int, tuple[tuple[int, int], ...]]:
    days: dict[int, tuple[tuple[int, int], ...]] = {}
    below = part.part("open")
    if below is None:
        part.wrong("menu.missing_field", name="open")
        return days
    for name, written in below.entries.items():
        spans = tuple(_span(one, part) for one in written.several)
        for day in _weekdays(name, written, part):
            days[day] = days.get(day, ()) + spans
    return days


def _weekdays(name: str, written: Written, part: Part) -> list[int]:
    match = _DAYS.fullmatch(name)
    ends = [match["first"], match["last"] or match["first"]] if match else []
    if not ends or not set(ends) <= set(DAYS):
        part.faults.append(written.fault("menu.bad_days", days=name))
        return []
    first, last = DAYS.index(ends[0]), DAYS.index(ends[1])
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _span(written: Written, part: Part) -> tuple[int, int]:
    match = _TIMES.fullmatch(str(written.value).strip())
    if match:
        numbers = [int(number) for number in match.groups()]
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if start < end <= _WHOLE_DAY and numbers[1] < 60 and numbers[3] < 60:
            return start, end
    part.faults.append(written.fault("menu.bad_times"))
    return 0, 1


def _holidays(part: Part) -> list[str]:
    written = part.entries["holidays"].several if "holidays" in part.entries else ()
    days = []
    for one in written:
        try:
            days.append(date.fromisoformat(str(one.value)).isoformat())
        except ValueError:
            part.faults.append(one.fault("menu.bad_date", date=str(one.value)[:20]))
    return days


def _national(part: Part) -> Iterator[str]:
    """The days of the calendars that are named."""
    written = part.entries["calendars"].several if "calendars" in part.entries else ()
    for one in written:
        name = str(one.value)
        if name in calendar_names():
            yield from (day.isoformat() for day in calendar_days(name, part.at.file))
        else:
            known = ", ".join(calendar_names())
            part.faults.append(one.fault("menu.bad_calendar", name=name[:20], known=known))


def _zone(part: Part) -> str:
    name = part.text("zone", "")
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        part.faults.append(part.place("zone").fault("menu.bad_zone", name=name[:40]))
        return ""
