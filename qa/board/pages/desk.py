"""The operator's desk: who is calling, what they have said already, and what is noted of the call.

It is made anew when `DeskChanges` has told the browser of a change, or when somebody does something.
"""

from datetime import UTC, datetime

import streamlit as st

from qa.board import components
from qa.board.acting import acts_done, new_acts
from qa.board.desk_view import Looking, desk_data
from qa.board.desking import do_acts, on_desk
from qa.board.permission import desk_of, may_use_desk
from qa.board.session import board, reading, signed_in, zone

KEY = "desk"


@st.fragment
def desk() -> None:
    """Look once."""
    account = signed_in(touch=False)
    say = reading()
    if not may_use_desk(account):
        st.info(say("page.not_allowed"))
        return
    do_acts(account, new_acts(KEY))
    # Asked before looking: what changes in between is told of once more.
    revision = board().desk.revision(operator=desk_of(account))
    lying = on_desk(account)
    turns = board().live_reader.turns(lying.shown.call_id) if lying.shown else []
    if lying.shown:
        say = say.named(board().dialogue_names.of(lying.shown.client))
    looking = Looking(account=account, say=say, zone=zone(), now=datetime.now(UTC))
    components.desk(
        key=KEY,
        data=desk_data(lying, turns, looking, clients=board().customers.clients())
        | {"revision": revision, "actsDone": acts_done(KEY)},
        on_look_change=lambda: None,
    )


desk()
