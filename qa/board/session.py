"""Whose script run this is: the archive shown, who is signed in, and the language they read."""

import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from archive.accounts import Account
from archive.archive import Archive
from privacy.redactor import Redactor
from qa.board.gate import COOKIE
from qa.board.wording import LANGUAGE_COOKIE, Words, chosen_language, words
from speech.reading import Reader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens engines of language when they are needed: a reader of Japanese, and what clears notes."""

    reader: Callable[[], Reader] | None = None
    redactor: Callable[[], Redactor] | None = None


_boards: list[tuple[Archive, Opening]] = []


def open_board(archive: Archive, opening: Opening) -> None:
    """Show `archive` in this process."""
    _boards[:] = [(archive, opening)]


def board() -> Archive:
    """The archive this process shows."""
    return _boards[-1][0]


def reader_of_japanese() -> Reader | None:
    """What reads Japanese for phrases in calls in progress, if this board was given one."""
    load = _boards[-1][1].reader
    return load() if load else None


def redactor_of_notes() -> Redactor | None:
    """What knows names in typed notes, if this board was given it."""
    load = _boards[-1][1].redactor
    return load() if load else None


def reading() -> Words:
    """The words of the language this visitor reads."""
    accepted = st.context.headers.get("Accept-Language", "")
    return words(chosen_language(st.context.cookies.get(LANGUAGE_COOKIE, ""), accepted))


def signed_in(*, touch: bool = True) -> Account:
    """Who is signed in; asked again in every run, because a websocket outlives its sign-in.

    Without `touch` asking does not count as being active.

    Ends the run with a way back to the sign-in page when nobody is.
    """
    account = board().accounts.who(st.context.cookies.get(COOKIE, ""), touch=touch)
    if account is None:
        say = reading()
        st.html(
            f'<p class="signed-out" data-ready="signed-out">{say("sign_in.over")}<br>'
            f'<a href="/sign-in" target="_self">{say("sign_in.again")}</a></p>'
        )
        st.stop()
    return account


def go_to(call_id: str = "") -> NoReturn:
    """Show a call, or the queue."""
    if call_id:
        st.query_params.from_dict({"call": call_id})
    else:
        st.query_params.clear()
    st.rerun()


def go_to_page(name: str) -> NoReturn:
    """Show a page that has a name in the address: "live", "desk"."""
    st.query_params.from_dict({"page": name})
    st.rerun()


def note_opening(account: Account, call_id: str) -> str:
    """A number for this opening of a call; the access log gets one line for it."""
    if st.session_state.get("open_call") != call_id:
        st.session_state["open_call"] = call_id
        st.session_state["opening"] = secrets.token_urlsafe(8)
        board().access_log.add(account.name, "open call", call_id)
    opening: str = st.session_state["opening"]
    return opening


def close_call() -> None:
    """Coming back to a call from elsewhere opens it anew."""
    st.session_state.pop("open_call", None)


def report_failure(error: Exception) -> bool:
    """Say politely that a page failed; the log gets where, never what was being shown."""
    places = [
        f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("a page failed: %s at %s", type(error).__name__, " < ".join(reversed(places[-4:])))
    st.error(reading()("page.failed"))
    return True


def zone() -> tzinfo:
    """The visitor's time zone, or UTC while the browser has not told it."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
