"""The dialog in which a reviewer overrules a verdict, with a compulsory reason."""

from datetime import UTC, datetime

import streamlit as st

from archive.accounts import Account, Role
from archive.records import Override, QueueRow
from qa.board.calling import assessment_of
from qa.board.session import board, reading, signed_in
from qa.board.wording import Words
from qa.finding import Verdict
from qa.scorecard import Item


def may_overrule(account: Account) -> bool:
    """Trainers cut clips from calls; they do not score them."""
    return account.role in (Role.REVIEWER, Role.SUPERVISOR)


def overrule(row: QueueRow, item_id: str) -> None:
    """Open the dialog for one item of the call's newest score."""
    st.dialog(reading()("override.title"))(_dialog)(row, item_id)


def _dialog(row: QueueRow, item_id: str) -> None:
    account = signed_in()
    say = reading()
    if row.score is None or not may_overrule(account):
        st.error(say("override.not_allowed"))
        return
    assessed = assessment_of(board(), row.score)
    item = next((item for item in assessed.card.items if item.id == item_id), None)
    if item is None:
        st.error(say("score.card_changed"))
        return
    asked = _ask(item, assessed.verdicts[item_id], say)
    if asked is None:
        return
    verdict, reason = asked
    archive = board()
    archive.store.add_override(
        Override(
            score_id=row.score.id,
            item=item_id,
            verdict=verdict,
            reason=reason,
            account=account.name,
            made_at=datetime.now(UTC),
        )
    )
    archive.access_log.add(account.name, "override", row.call.id)
    st.rerun()


def _ask(item: Item, now: Verdict, say: Words) -> tuple[Verdict, str] | None:
    """The new verdict and its reason, once they are saved."""
    st.markdown(f"**{item.title[say.language]}**")
    st.write(item.criterion[say.language])
    st.write(say("override.now", verdict=say(f"verdict.{now}")))
    verdict = st.radio(
        say("override.verdict"),
        [verdict for verdict in Verdict if verdict is not now],
        format_func=lambda v: say(f"verdict.{v}"),
        horizontal=True,
    )
    reason = st.text_area(
        say("override.reason"), placeholder=say("override.reason_hint"), max_chars=500
    )
    if not st.button(say("override.save"), type="primary"):
        return None
    if not reason.strip():
        st.error(say("override.needs_reason"))
        return None
    return Verdict(verdict), reason
