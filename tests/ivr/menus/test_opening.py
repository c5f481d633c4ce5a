"""When somebody answers a service's callers again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.menus.opening import answers_from
from ivr.menus.service import Hours

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = Hours(
    open=dict.fromkeys(range(5), ((540, 720), (780, 1080))),
    holidays=("2026-11-23",),
    closed={},
    then="end",
)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 12:30", "2026-11-20 13:00"),
        ("2026-11-20 18:00", "2026-11-24 09:00"),
    ],
)
def test_it_is_the_moment_itself_while_open_and_else_the_next_opening(now: str, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=TOKYO)
    assert answers_from(HOURS, moment, TOKYO) == datetime.fromisoformat(then).replace(tzinfo=TOKYO)


def test_without_hours_somebody_always_answers() -> None:
    moment = datetime(2026, 11, 20, 3, tzinfo=TOKYO)
    assert answers_from(None, moment, TOKYO) == moment
    never = Hours(open={}, holidays=(), closed={}, then="end")
    assert answers_from(never, moment, TOKYO) == moment
