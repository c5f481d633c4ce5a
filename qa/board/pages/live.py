"""Calls in progress for supervisors: who speaks, what is said, and what calls for help."""

from datetime import UTC, datetime

import streamlit as st

from qa.board import components
from qa.board.live_view import Watched, live_data
from qa.board.session import board, reading, signed_in
from qa.board.watching import (
    finished_calls,
    flags_of,
    forget_over,
    may_watch,
    note_watching,
    recorder_lives,
)

REFRESH_S = 1.0


@st.fragment(run_every=REFRESH_S)
def calls_in_progress() -> None:
    """Look once; the browser asks again, so that nothing runs here in between."""
    # A page that asks by itself is no sign of somebody sitting there.
    account = signed_in(touch=False)
    say = reading()
    if not may_watch(account):
        st.info(say("live.not_allowed"))
        return
    reader, now = board().live_reader, datetime.now(UTC)
    seen = reader.calls()
    calls = [one.call for one in seen]
    note_watching(account, calls)
    forget_over(calls)
    watched = []
    for one in seen:
        turns = reader.turns(one.call.id)
        flags = flags_of(one.call, turns)
        silent = one.silent(now)
        gone = silent and reader.abandoned(one.call.id) and not recorder_lives(one.call.line)
        names = board().dialogue_names.of(one.call.client) if one.call.way else {}
        watched.append(
            Watched(call=one.call, silent=silent, gone=gone, turns=turns, flags=flags, names=names)
        )
    st.session_state["live_refreshed"] = st.session_state.get("live_refreshed", 0) + 1
    components.live(
        key="live",
        data=live_data(
            watched, finished_calls(calls), say, refreshed=st.session_state["live_refreshed"]
        ),
    )


calls_in_progress()
