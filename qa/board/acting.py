"""Takes what somebody does on a page: every act once, whichever of the browser's messages arrives.

Of several messages that reach a page while it is being made Streamlit passes on the last only, so a
browser sends an act with each of them until it has seen it done (`player/acts.js`).
"""

from collections.abc import Iterator
from typing import Any

import streamlit as st


def acts_done(key: str) -> int:
    """The number of the last act on the component `key` that was done."""
    return int(st.session_state.get(f"{key}_acts", 0))


def new_acts(key: str) -> Iterator[dict[str, Any]]:
    """What was asked for on the component `key` and is not done yet; it counts as done when it is given."""
    sent = st.session_state[key]["look"] if key in st.session_state else None
    for act in sent["acts"] if sent else ():
        number = int(act.get("number", 0))
        if number > acts_done(key):
            st.session_state[f"{key}_acts"] = number
            yield act
