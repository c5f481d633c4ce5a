"""Who watches which calls in progress, what was noted of it, and what their words show."""

from functools import cache

import streamlit as st

from archive.accounts import Account, Role
from archive.live import LiveCall, LiveTurn
from archive.records import QueueRow
from qa.board.session import board, reader_of_japanese
from qa.live import Flag, live_flags
from qa.phrasebook import Phrasebook, load_phrasebook
from recorder.control import lock_path
from recorder.line_lock import is_taken
from speech.errors import ArchiveError
from speech.transcript import Language

_OPEN = "live_open"
_WATCHED = "live_watched"
_HEARD = "live_heard"
_FINISHED = 5


def may_watch(account: Account) -> bool:
    """Trainers work with calls that are over."""
    return account.role in (Role.REVIEWER, Role.SUPERVISOR)


def note_watching(account: Account, calls: list[LiveCall]) -> None:
    """One line in the access log for opening the page, and one for each call that is seen on it."""
    log, watched = board().access_log, st.session_state.setdefault(_WATCHED, {})
    if not st.session_state.get(_OPEN):
        st.session_state[_OPEN] = True
        watched.clear()
        log.add(account.name, "open live")
    for call in calls:
        if call.id not in watched:
            log.add(account.name, "watch live", call.id)
        watched[call.id] = call.line


def stop_watching() -> None:
    """Coming back to the page from elsewhere opens it anew."""
    for name in (_OPEN, _WATCHED, _HEARD):
        st.session_state.pop(name, None)


def finished_calls(going_on: list[LiveCall]) -> list[tuple[str, str, QueueRow | None]]:
    """Id, line and what became of the calls seen here that are over, the latest first."""
    ids = {call.id for call in going_on}
    watched: dict[str, str] = st.session_state.get(_WATCHED, {})
    over = [(name, line) for name, line in watched.items() if name not in ids]
    return [(name, line, _row(name)) for name, line in reversed(over[-_FINISHED:])]


def flags_of(call: LiveCall, turns: list[LiveTurn]) -> list[Flag] | None:
    """What the words show so far; None where nobody looks, for lack of phrases or of a reader."""
    book = _phrasebook(call.language)
    if book is None or not book.sets:
        return None
    heard = st.session_state.setdefault(_HEARD, {}).setdefault(call.id, {})
    said = [turn.said for turn in turns]
    return live_flags(said, book, direction=call.direction, heard=heard)


def forget_over(going_on: list[LiveCall]) -> None:
    """Let go of the words of calls that are over."""
    ids = {call.id for call in going_on}
    heard = st.session_state.get(_HEARD, {})
    for name in [name for name in heard if name not in ids]:
        del heard[name]


def recorder_lives(line: str) -> bool:
    """Whether a process records the line: a call of it may wait for room on the disk."""
    return is_taken(lock_path(board().live_reader.folder, line))


def _row(call_id: str) -> QueueRow | None:
    try:
        return board().reader.row(call_id)
    except ArchiveError:
        return None


@cache
def _phrasebook(language: Language) -> Phrasebook | None:
    reader = reader_of_japanese() if language is Language.JA else None
    if language is Language.JA and reader is None:
        return None
    return load_phrasebook(language, reader)
