"""Promises to call back, for operators and supervisors: whom, by when, and who sees to it."""

from datetime import UTC, datetime

import streamlit as st

from qa.board import components
from qa.board.call_backing import do, whom_to_call
from qa.board.call_backs_view import call_backs_data
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
    act = st.session_state[KEY]["act"] if KEY in st.session_state else None
    if act:
        do(board(), account, str(act["call"]), str(act["do"]))
    now = datetime.now(UTC)
    promised = board().call_backs.all()
    known = whom_to_call(board(), account, promised)
    components.call_backs(
        key=KEY,
        data=call_backs_data(promised, known, account, say, now=now, zone=zone()),
        on_act_change=lambda: None,
    )


close_call()
call_backs()
