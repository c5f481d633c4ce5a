"""Which call and which customer somebody has on the desk, and what was noted of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from archive.accounts import Account
from archive.customer import CustomerCard
from archive.desk import DeskEvent, DeskNote, DeskState, FoundBy
from qa.board.permission import desk_of, may_look_up, may_write_notes
from qa.board.session import board

_CHOSEN = "desk_chosen"
_NEWEST = "desk_newest"
_FOUND = "desk_found"
_OPENED = "desk_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """What lies on somebody's desk: their calls, the one shown, its customer and its notes.

    `not_found` is what was looked up in vain.
    """

    events: tuple[DeskEvent, ...]
    shown: DeskEvent | None
    card: CustomerCard | None
    notes: tuple[DeskNote, ...]
    not_found: bool = False


def on_desk(account: Account) -> OnDesk:
    """Look once. A call that has come since the last look takes the desk by itself."""
    events = tuple(board().desk.events(operator=desk_of(account), now=datetime.now(UTC)))
    shown = _shown(events)
    looked_up: tuple[str, str] | None = st.session_state.get(_FOUND)
    client, number = looked_up or ((shown.client, shown.customer) if shown else ("", ""))
    card = board().customers.card(client, number, account.role) if number else None
    if card:
        _note_opening(account, shown.call_id if shown else "", card)
    return OnDesk(
        events=events,
        shown=shown,
        card=card,
        notes=tuple(board().desk.notes(shown.call_id)) if shown else (),
        not_found=looked_up is not None and not number,
    )


def do_acts(account: Account, acts: Iterable[dict[str, Any]]) -> None:
    """Choose a call, or look a customer up."""
    for act in acts:
        if "choose" in act:
            choose(str(act["choose"]))
        elif "find" in act:
            find(account, on_desk(account), dict(act["find"]))


def choose(call_id: str) -> None:
    """Show another call of this desk."""
    st.session_state[_CHOSEN] = call_id
    st.session_state.pop(_FOUND, None)


def find(account: Account, desk: OnDesk, wanted: dict[str, Any]) -> None:
    """Look a customer up; on a call of one's own whose customer nobody knows, it is them."""
    shown = desk.shown
    if not may_look_up(account, on_a_call=shown is not None):
        return
    client = shown.client if shown else str(wanted.get("client", ""))
    number = board().customers.find(client, str(wanted.get("text", "")))
    if number and shown and not shown.customer and may_write_notes(account):
        board().desk.tell_more(shown.call_id, customer=number, found_by=FoundBy.OPERATOR)
        st.session_state.pop(_FOUND, None)
    else:
        st.session_state[_FOUND] = (client, number)


def leave_desk() -> None:
    """Coming back to the desk from elsewhere opens it anew."""
    for name in (_CHOSEN, _NEWEST, _FOUND, _OPENED):
        st.session_state.pop(name, None)


def _shown(events: tuple[DeskEvent, ...]) -> DeskEvent | None:
    going_on = next((one for one in events if one.state is not DeskState.OVER), None)
    newest = going_on.call_id if going_on else ""
    if newest and newest != st.session_state.get(_NEWEST):
        st.session_state[_NEWEST] = newest
        choose(newest)
    chosen = st.session_state.get(_CHOSEN, "")
    return next((one for one in events if one.call_id == chosen), going_on)


def _note_opening(account: Account, call_id: str, card: CustomerCard) -> None:
    """One line in the access log for each card that comes up for a call."""
    of = card.customer
    name = f"{of.client}/{of.number}" if of.client else of.number
    opened = st.session_state.setdefault(_OPENED, set())
    if (call_id, name) not in opened:
        opened.add((call_id, name))
        board().access_log.add(account.name, "open customer", call_id, customer=name)
