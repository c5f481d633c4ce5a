"""When somebody answers a service's callers, from a moment on."""

from datetime import date, datetime, tzinfo

from ivr.menus.service import Hours
from ivr.routing.hours import WEEKDAYS, Period
from ivr.routing.hours import Hours as Week


def answers_from(hours: Hours | None, moment: datetime, zone: tzinfo) -> datetime:
    """The aware moment itself while the service is open, or when it never opens again; else when it
    opens, by the clock of `zone`.
    """
    if hours is None:
        return moment
    week = Week(
        zone=zone,
        week={
            WEEKDAYS[day]: tuple(sorted(Period(*span) for span in spans))
            for day, spans in hours.open.items()
        },
        holidays={date.fromisoformat(day): {} for day in hours.holidays},
        special={},
    )
    return week.at(moment).opens_at or moment
