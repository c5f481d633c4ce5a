"""Promises to call back, for operators and supervisors: whom, by when, and who sees to it."""

from datetime import UTC, datetime

import streamlit as st

from qa.board import components
from qa.board.acting import acts_done, new_acts
from qa.board.call_backing import do, whom_to_call
from qa.board.call_backs_view import Looking, call_backs_data
from qa.board.permission import may_call_back
from qa.board.session import board, close_call, reading, signed_in, zone

KEY = "call_backs"
REFRESH_S = 10.0


@st.fragment(run_every=REFRESH_S)
def call_backs() -> None:
    """Look once; the browser asks again."""
    account = signed_in(touch=False)
    say = reading()
    if not may_call_back(account):
        st.info(say("page.not_allowed"))
        return
    for act in new_acts(KEY):
        do(board(), account, str(act["call"]), str(act["do"]))
    promised = board().call_backs.all()
    looking = Looking(
        account=account,
        say=say,
        now=datetime.now(UTC),
        zone=zone(),
        known=whom_to_call(board(), account, promised),
        names={
            client: board().dialogue_names.of(client) for client in {one.client for one in promised}
        },
    )
    components.call_backs(
        key=KEY,
        data=call_backs_data(promised, looking) | {"actsDone": acts_done(KEY)},
        on_look_change=lambda: None,
    )


close_call()
call_backs()
