"""What the page of promises to call back shows, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from archive.accounts import Account, Role
from archive.call_back import PENDING, CallBack, CallBackState
from archive.dialogue_names import Names
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks, when, where and in which words; `known` has number and name of whom they are to call,
    `names` what each client's line calls its parts.
    """

    account: Account
    say: Words
    now: datetime
    zone: tzinfo
    known: Mapping[str, tuple[str, str]]
    names: Mapping[str, Names]


def call_backs_data(promised: Sequence[CallBack], looking: Looking) -> dict[str, Any]:
    """The data of the component."""
    say = looking.say
    pending = [_row(one, looking) for one in promised if one.state in PENDING]
    settled = [_row(one, looking) for one in promised if one.state not in PENDING]
    return {
        "language": say.language,
        "heading": say("call_backs.heading"),
        "about": say("call_backs.about"),
        "count": say("call_backs.count", count=len(pending)) if pending else "",
        "pending": pending,
        "settledHeading": say("call_backs.settled") if settled else "",
        "settled": settled,
        "empty": {"title": say("call_backs.none_title"), "text": say("call_backs.none_text")},
    }


def _row(one: CallBack, looking: Looking) -> dict[str, Any]:
    say = looking.say
    number, name = looking.known.get(one.call_id, ("", ""))
    return {
        "id": one.call_id,
        "state": one.state.value,
        "due": _moment(one.due_at, looking),
        "late": _late(one, say, looking.now),
        "about": _about(one, looking),
        "wished": say("call_backs.wished", time=_moment(one.wished_at, looking)),
        "badges": _badges(one, say),
        "name": name,
        "number": number,
        "acts": [
            {"do": act, "label": say(f"call_backs.{act}"), "primary": act in FIRST}
            for act in acts_of(one, looking.account)
        ],
    }


def _about(one: CallBack, looking: Looking) -> str:
    say = looking.say
    topic = say.named(looking.names.get(one.client, {})).of("dialog", one.topic)
    language = say(f"language.{one.language}") if one.language else ""
    return " · ".join(part for part in (one.client, language, topic) if part)


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


def _moment(at: datetime, looking: Looking) -> str:
    """The time alone on the day itself."""
    here = at.astimezone(looking.zone)
    same_day = here.date() == looking.now.astimezone(looking.zone).date()
    return f"{here:%H:%M}" if same_day else f"{here.month}/{here.day} {here:%H:%M}"
