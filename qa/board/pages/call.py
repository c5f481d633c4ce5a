"""One call: hear it, read it, see what proves each verdict, and overrule what is wrong."""

import streamlit as st

from qa.board import components
from qa.board.calling import Visit, call_data
from qa.board.overruling import may_overrule, overrule
from qa.board.queue_view import next_call
from qa.board.session import board, go_to, note_opening, reading, signed_in, zone
from speech.errors import ArchiveError

account = signed_in()
say = reading()
archive = board()
call_id = st.query_params.get("call", "")
try:
    row = archive.reader.row(call_id)
except ArchiveError:
    st.subheader(say("call.missing_title"))
    st.text(say("call.missing_text", id=call_id))
    if st.button(say("call.back")):
        go_to()
    st.stop()

visit = Visit(
    say=say,
    zone=zone(),
    may_overrule=may_overrule(account),
    opening=note_opening(account, call_id),
    start=st.query_params.get("t", ""),
)
shown = components.call(
    key=f"call-{call_id}",
    data=call_data(archive, row, visit),
    on_override_change=lambda: None,
    on_done_change=lambda: None,
    on_reopen_change=lambda: None,
)
if shown.override and visit.may_overrule:
    overrule(row, shown.override)
if shown.reopen and visit.may_overrule:
    archive.store.mark_reviewed(call_id, account.name, done=False)
    archive.access_log.add(account.name, "reopen", call_id)
    st.rerun()
if shown.done and visit.may_overrule:
    archive.store.mark_reviewed(call_id, account.name)
    archive.access_log.add(account.name, "review", call_id)
    go_to(next_call(archive, call_id) or "")
