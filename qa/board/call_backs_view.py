"""What the page of promises to call back shows, as plain values."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from archive.accounts import Account, Role
from archive.call_back import PENDING, CallBack, CallBackState
from qa.board.permission import may_call_back
from qa.board.telling import badge
from qa.board.wording import Words

TONES = {CallBackState.TAKEN: "info", CallBackState.DONE: "ok"}
FIRST = ("take", "done")


def acts_of(promised: CallBack, account: Account) -> tuple[str, ...]:
    """What this account may do with it; nobody calls whom another is about to call."""
    if not may_call_back(account):
        return ()
    match promised.state:
        case CallBackState.OPEN:
            return ("take", "give_up") if not promised.has_number else ("take",)
        case CallBackState.TAKEN if promised.account == account.name:
            return ("done", "unreached", "give_up", "put_back")
        case CallBackState.TAKEN:
            return ("put_back",) if account.role is Role.SUPERVISOR else ()
        case _:
            return ("open_again",)


def call_backs_data(
    promised: Sequence[CallBack],
    known: Mapping[str, tuple[str, str]],
    account: Account,
    say: Words,
    *,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    """The data of the component; `known` has number and name of those that may be seen."""
    pending = [one for one in promised if one.state in PENDING]
    settled = [one for one in promised if one.state not in PENDING]

    def rows(some: Sequence[CallBack]) -> list[dict[str, Any]]:
        return [_row(one, known, account, say, now=now, zone=zone) for one in some]

    return {
        "language": say.language,
        "heading": say("call_backs.heading"),
        "about": say("call_backs.about"),
        "count": say("call_backs.count", count=len(pending)) if pending else "",
        "pending": rows(pending),
        "settledHeading": say("call_backs.settled") if settled else "",
        "settled": rows(settled),
        "empty": {"title": say("call_backs.none_title"), "text": say("call_backs.none_text")},
    }


def _row(
    one: CallBack,
    known: Mapping[str, tuple[str, str]],
    account: Account,
    say: Words,
    *,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    number, name = known.get(one.call_id, ("", ""))
    return {
        "id": one.call_id,
        "state": one.state.value,
        "due": _moment(one.due_at, now, zone),
        "late": _late(one, say, now),
        "about": " · ".join(
            part
            for part in (
                one.client,
                say(f"language.{one.language}") if one.language else "",
                say.of("dialog", one.topic) if one.topic else "",
            )
            if part
        ),
        "wished": say("call_backs.wished", time=_moment(one.wished_at, now, zone)),
        "badges": _badges(one, say),
        "name": name,
        "number": number,
        "acts": [
            {"do": act, "label": say(f"call_backs.{act}"), "primary": act in FIRST}
            for act in acts_of(one, account)
        ],
    }


def _badges(one: CallBack, say: Words) -> list[dict[str, str]]:
    found = []
    if one.state is not CallBackState.OPEN:
        label = say(f"call_backs.state_{one.state}", account=one.account)
        found.append(badge(label, TONES.get(one.state, "")))
    if one.tried:
        found.append(badge(say("call_backs.tried", count=one.tried), "warn"))
    if one.state in PENDING and not one.has_number:
        found.append(badge(say("call_backs.no_number"), "bad"))
    return found


def _late(one: CallBack, say: Words, now: datetime) -> dict[str, str] | None:
    minutes = int((now - one.due_at).total_seconds() // 60)
    if one.state not in PENDING or minutes < 1:
        return None
    if minutes < 120:
        return badge(say("call_backs.late_minutes", count=minutes), "bad")
    return badge(say("call_backs.late_hours", count=minutes // 60), "bad")


def _moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The time alone on the day itself."""
    here = at.astimezone(zone)
    same_day = here.date() == now.astimezone(zone).date()
    return f"{here:%H:%M}" if same_day else f"{here.month}/{here.day} {here:%H:%M}"
