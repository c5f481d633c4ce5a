"""The review queue: which calls to listen to first, and why."""

import math

import streamlit as st

from archive.call import Direction
from archive.records import QueueOrder
from qa.board import components
from qa.board.queue_view import ROWS_A_PAGE, STATES, counts, queue_data, queue_filter
from qa.board.session import board, close_call, go_to, reading, signed_in, zone
from qa.board.tiles import tiles
from qa.evaluation import REVIEW_RISKS
from speech.transcript import Language

signed_in()
close_call()
say = reading()
reader = board().reader


def chosen(name: str, options: list[str], section: str = "") -> str:
    """A filter's value; empty lets all through."""
    return st.selectbox(
        say(f"filter.{name}"),
        ["", *options],
        format_func=lambda o: (say.of(section, o) if section else o) if o else say("filter.all"),
        key=f"filter_{name}",
        persist_state="session",
    )


st.html(tiles(say("queue.heading"), counts(reader), say))
boxes = st.columns([1, 1, 1, 0.9, 0.9, 1.4, 1.1], vertical_alignment="bottom")
with boxes[0]:
    state = st.selectbox(
        say("filter.state"),
        STATES,
        format_func=lambda name: say(f"state.{name}"),
        key="filter_state",
        persist_state="session",
    )
with boxes[1]:
    client = chosen("client", reader.choices("client"))
with boxes[2]:
    operator = chosen("operator", reader.choices("operator"))
with boxes[3]:
    language = chosen("language", list(Language), "language")
with boxes[4]:
    direction = chosen("direction", list(Direction), "direction")
with boxes[5]:
    reason = chosen("reason", list(REVIEW_RISKS), "reason")
with boxes[6]:
    critical_only = st.toggle(
        say("filter.critical"), key="filter_critical", persist_state="session"
    )
facts = {
    "client": client,
    "operator": operator,
    "language": language,
    "direction": direction,
    "reason": reason,
    "critical_only": critical_only,
}
wanted = queue_filter(state, **facts)
page_number = st.session_state.get("queue_page", 1)
journeys = board().journeys
order = QueueOrder(st.session_state.get("queue_order", QueueOrder.RISK))
found = reader.queue(wanted, order=order, offset=(page_number - 1) * ROWS_A_PAGE, limit=ROWS_A_PAGE)
pages = math.ceil(found.total / ROWS_A_PAGE)
if page_number > max(pages, 1):
    del st.session_state["queue_page"]
    st.rerun()

empty = "nothing"
if not found.rows and not any(facts.values()):
    everything = reader.queue(queue_filter("all"), limit=0).total
    empty = "no_calls" if not everything else "done" if state == "open" else "nothing"
table = components.queue(
    key="queue",
    data=queue_data(
        found.rows,
        say,
        zone=zone(),
        empty=empty,
        journeys=journeys.of_all(row.call.id for row in found.rows) if journeys.any() else None,
        order=order,
    ),
    on_open_change=lambda: None,
    on_sort_change=lambda: None,
)
if pages > 1:
    first = (page_number - 1) * ROWS_A_PAGE
    last = first + len(found.rows)
    st.caption(say("queue.of_calls", first=first + 1, last=last, total=found.total))
    st.pagination(pages, key="queue_page", persist_state="session")
if table.sort and table.sort != order:
    st.session_state["queue_order"] = table.sort
    st.session_state.pop("queue_page", None)
    st.rerun()
if table.open:
    go_to(table.open)
