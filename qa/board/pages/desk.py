"""The operator's desk: who is calling, what they have said already, and what is noted of the call.

It is made anew when `DeskChanges` has told the browser of a change, or when somebody does something.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from archive.accounts import Account
from qa.board import components
from qa.board.desk_view import Looking, desk_data
from qa.board.desking import OnDesk, choose, find, on_desk, write
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
    # Asked before looking: what changes in between is told of once more.
    revision = board().desk.revision(operator=desk_of(account))
    lying = on_desk(account)
    turns = board().live_reader.turns(lying.shown.call_id) if lying.shown else []
    looking = Looking(account=account, say=say, zone=zone(), now=datetime.now(UTC))
    components.desk(
        key=KEY,
        data=desk_data(lying, turns, looking, clients=board().customers.clients())
        | {"revision": revision},
        on_look_change=lambda: None,
        on_choose_change=lambda: choose(str(_sent("choose"))),
        on_find_change=lambda: _do(find, _sent("find")),
        on_note_change=lambda: _do(write, _sent("note")),
    )


def _sent(trigger: str) -> Any:  # noqa: ANN401
    """What the component has just sent; callbacks run before the desk is made anew."""
    return st.session_state[KEY][trigger]


def _do(what: Callable[[Account, OnDesk, dict[str, Any]], None], sent: object) -> None:
    account = signed_in()
    if isinstance(sent, dict) and may_use_desk(account):
        what(account, on_desk(account), sent)


desk()
