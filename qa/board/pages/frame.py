"""The frame around every page: who is it, which language do they read, which page do they want.

Every page lives at "/", told apart by its query: Streamlit looks for itself under the path of any
other address first, which a browser reports as errors. This file lies beside the pages because a
folder "pages" beside the main script would make Streamlit run them without it.
"""

from pathlib import Path

import streamlit as st

from qa.board import components
from qa.board.desking import leave_desk
from qa.board.permission import may_call_back, may_compare_journeys, may_open_calls, may_use_desk
from qa.board.session import board, go_to, go_to_page, reading, signed_in
from qa.board.watching import may_watch, stop_watching

say = reading()
st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
st.html(Path(__file__).parent.parent / "page.css")
account = signed_in()


def page_of(name: str) -> st.Page:
    return st.Page(f"{name}.py", title=f"{say(f'page.{name}')} – {say('product')}", default=True)


named = st.query_params.get("page", "")
wanted = named if named in ("live", "desk", "call_backs", "journeys") else "queue"
if "call" in st.query_params:
    wanted = "call"
if not may_open_calls(account) and wanted != "call_backs":
    wanted = "desk"
page = st.navigation([page_of(wanted)], position="hidden")
other = "en" if say.language == "ja" else "ja"
bar = components.bar(
    key="bar",
    data={
        "language": say.language,
        "product": say("product"),
        "claim": say("claim"),
        "pages": [
            {
                "name": name,
                "label": say(f"page.{name}"),
                "here": name == wanted,
                "count": board().call_backs.pending() if name == "call_backs" else 0,
            }
            for name, may_open in (
                ("queue", may_open_calls),
                ("live", may_watch),
                ("desk", may_use_desk),
                ("call_backs", may_call_back),
                ("journeys", may_compare_journeys),
            )
            if may_open(account)
        ],
        "account": account.name,
        "role": say(f"role.{account.role}"),
        "other": other,
        "otherName": say(f"language_itself.{other}"),
        "signOut": say("sign_in.leave"),
    },
    on_page_change=lambda: None,
    on_moved_change=lambda: None,
)
if bar.page == "queue":
    go_to()
if bar.page:
    go_to_page(bar.page)
if wanted != "live":
    stop_watching()
if wanted != "desk":
    leave_desk()
page.run()
