"""How much callers were passed around, for supervisors: a picture of each client's last two weeks."""

from datetime import UTC, datetime, time, timedelta, timezone

import streamlit as st

from qa.board import components
from qa.board.journeys_view import first_day, journeys_data
from qa.board.permission import may_compare_journeys
from qa.board.session import board, close_call, reading, signed_in, zone

account = signed_in()
close_call()
say = reading()
if not may_compare_journeys(account):
    st.info(say("page.not_allowed"))
    st.stop()
now = datetime.now(UTC).astimezone(zone())
# SQLite shifts by hours, so one offset holds for all days: at worst an hour is in the day beside.
offset = timezone(now.utcoffset() or timedelta())
since = datetime.combine(first_day(now.date()), time(), tzinfo=offset)
journeys = board().journeys
components.journeys(
    key="journeys",
    data=journeys_data(
        journeys.days(since=since, zone=offset),
        journeys.endings(since=since),
        say,
        today=now.date(),
    ),
)
