"""The operator's desk: who is calling, what they have said already, and what is noted of the call."""

from datetime import UTC, datetime

import streamlit as st

from qa.board import components
from qa.board.desk_view import Looking, desk_data
from qa.board.desking import choose, find, on_desk, write
from qa.board.permission import may_use_desk
from qa.board.session import board, reading, signed_in, zone

REFRESH_S = 0.5


@st.fragment(run_every=REFRESH_S)
def desk() -> None:
    """Look once; the browser asks again, so that a card is there within a second."""
    account = signed_in(touch=False)
    say = reading()
    if not may_use_desk(account):
        st.info(say("page.not_allowed"))
        return
    lying = on_desk(account)
    turns = board().live_reader.turns(lying.shown.call_id) if lying.shown else []
    looking = Looking(account=account, say=say, zone=zone(), now=datetime.now(UTC))
    clients = [] if lying.shown else board().customers.clients()
    done = components.desk(
        key="desk",
        data=desk_data(lying, turns, looking, clients=clients),
        on_choose_change=lambda: None,
        on_find_change=lambda: None,
        on_note_change=lambda: None,
    )
    if done.note:
        write(account, lying, done.note)
    if done.find:
        find(account, lying, done.find)
    if done.choose:
        choose(done.choose)
    if done.note or done.find or done.choose:
        # Whoever types or clicks is sitting there, which the page's own asking is no sign of.
        signed_in()


desk()
