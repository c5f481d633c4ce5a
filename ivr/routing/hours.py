"""Opening hours and holidays from a data file: is anybody there, why not, and when again."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from speech.errors import DefinitionError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDARS = Path(__file__).parent / "holidays"
_DAYS_AHEAD = 60
_PERIOD = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Minutes of a day, half open; the end may be 24:00."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether a line is open at a moment; a holiday's names by language; when it opens the next time."""

    is_open: bool
    holiday: Mapping[str, str] | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A week's periods, holidays on which nobody is there, and days with periods of their own."""

    zone: tzinfo
    week: Mapping[str, tuple[Period, ...]]
    holidays: Mapping[date, Mapping[str, str]]
    special: Mapping[date, tuple[Period, ...]]

    def at(self, moment: datetime) -> Opening:
        """How it is at an aware moment."""
        here = moment.astimezone(self.zone)
        minute = here.hour * 60 + here.minute
        if any(period.start <= minute < period.end for period in self.periods(here.date())):
            return Opening(is_open=True)
        closed_for = self.holidays.get(here.date()) if here.date() not in self.special else None
        opens_at = next((start for start in self._starts(here.date()) if start > here), None)
        return Opening(is_open=False, holiday=closed_for, opens_at=opens_at)

    def periods(self, day: date) -> tuple[Period, ...]:
        """When it is open on a day; a special day's own periods go before holidays."""
        if day in self.special:
            return self.special[day]
        return () if day in self.holidays else self.week.get(WEEKDAYS[day.weekday()], ())

    def _starts(self, day: date) -> Iterator[datetime]:
        for days in range(_DAYS_AHEAD):
            on = day + timedelta(days=days)
            for period in self.periods(on):
                at = time(period.start // 60, period.start % 60)
                yield datetime.combine(on, at, self.zone)


def load_hours(file: Path) -> Hours:
    """The hours in a TOML file. Raises DefinitionError naming the key that is wrong."""
    try:
        return read_hours(tomllib.loads(file.read_text(encoding="utf-8")), name=file.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file.name}: cannot be read as TOML: {error}") from error


def read_hours(table: Mapping[str, Any], *, name: str) -> Hours:
    """The hours in a table: `zone`, `[week]` by weekday, `holidays` by calendar, `[days]` by date."""
    week = table.get("week", {})
    for day in week:
        if day not in WEEKDAYS:
            raise DefinitionError(f"{name}: week.{day}: no such day; write {', '.join(WEEKDAYS)}")
    holidays: dict[date, Mapping[str, str]] = {}
    for calendar in table.get("holidays", ()):
        holidays |= calendar_days(calendar, name)
    days = table.get("days", {})
    return Hours(
        zone=_zone(table.get("zone", ""), name),
        week={day: _periods(f"{name}: week.{day}", written) for day, written in week.items()},
        holidays=holidays,
        special={
            _date(day, name): _periods(f"{name}: days.{day}", written)
            for day, written in days.items()
        },
    )


def calendar_names() -> list[str]:
    """The calendars of holidays there are."""
    return sorted(file.stem for file in CALENDARS.glob("*.toml"))


def calendar_days(calendar: str, name: str) -> dict[date, Mapping[str, str]]:
    """The holidays of a calendar with their names by language. Raises DefinitionError in `name`'s name."""
    known = calendar_names()
    if calendar not in known:
        raise DefinitionError(
            f"{name}: holidays: no calendar {calendar!r}; there are {', '.join(known)}"
        )
    days = tomllib.loads((CALENDARS / f"{calendar}.toml").read_text(encoding="utf-8"))
    return {_date(day, calendar): names for day, names in days.items()}


def _zone(zone: str, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise DefinitionError(
            f'{name}: zone: no time zone {zone!r}; write one like "Asia/Tokyo"'
        ) from None


def _date(day: str, name: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise DefinitionError(f"{name}: {day!r} is no date; write it as 2026-12-29") from None


def _periods(where: str, written: Sequence[str]) -> tuple[Period, ...]:
    periods = []
    for one in [written] if isinstance(written, str) else written:
        found = _PERIOD.fullmatch(one)
        hours = [int(part) for part in found.groups()] if found else [0, 60, 0, 60]
        period = Period(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])
        in_a_day = 0 <= period.start < period.end <= _MINUTES_A_DAY
        if max(hours[1], hours[3]) >= 60 or not in_a_day:
            raise DefinitionError(f'{where}: {one!r} is no period; write it as "09:00-17:30"')
        periods.append(period)
    return tuple(sorted(periods))
