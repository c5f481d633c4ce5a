"""The frame around every page: who is it, which language do they read, which page do they want.

Every page lives at "/", told apart by its query: Streamlit looks for itself under the path of any
other address first, which a browser reports as errors. This file lies beside the pages because a
folder "pages" beside the main script would make Streamlit run them without it.
"""

from pathlib import Path

import streamlit as st

from qa.board import components
from qa.board.permission import may_open_calls
from qa.board.session import go_to, go_to_live, reading, signed_in
from qa.board.watching import may_watch, stop_watching

say = reading()
queue = st.Page("queue.py", title=f"{say('page.queue')} – {say('product')}", default=True)
call = st.Page("call.py", title=f"{say('page.call')} – {say('product')}", default=True)
live = st.Page("live.py", title=f"{say('page.live')} – {say('product')}", default=True)
wanted = live if st.query_params.get("page") == "live" else queue
page = st.navigation([call if "call" in st.query_params else wanted], position="hidden")
st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
st.html(Path(__file__).parent.parent / "page.css")
account = signed_in()
other = "en" if say.language == "ja" else "ja"
bar = components.bar(
    key="bar",
    data={
        "language": say.language,
        "product": say("product"),
        "claim": say("claim"),
        "queue": say("page.queue"),
        "onQueue": page is queue,
        "live": say("page.live") if may_watch(account) else "",
        "onLive": page is live,
        "account": account.name,
        "role": say(f"role.{account.role}"),
        "other": other,
        "otherName": say(f"language_itself.{other}"),
        "signOut": say("sign_in.leave"),
    },
    on_queue_change=lambda: None,
    on_live_change=lambda: None,
    on_moved_change=lambda: None,
)
if bar.queue:
    go_to()
if bar.live:
    go_to_live()
if page is not live:
    stop_watching()
if not may_open_calls(account):
    st.info(say("page.not_allowed"))
    st.stop()
page.run()
